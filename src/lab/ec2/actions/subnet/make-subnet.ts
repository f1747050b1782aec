/** A new subnet, under the default ACL of its VPC. */
import type { Tag } from "@aws-sdk/client-ec2";
import type { SubnetRow, VpcRow } from "../../store/rows.ts";
import { arnOf } from "../context.ts";
import type { Context } from "../context.ts";
import { associateAcl, defaultAclOf } from "../firewall/make-acl.ts";
import type { Zone } from "./zone.ts";

interface NewSubnet {
  readonly vpc: VpcRow;
  readonly zone: Zone;
  /** Undefined in a subnet of IPv6 alone. */
  readonly block?: string | undefined;
  readonly ipv6Block?: string | undefined;
  readonly isDefault?: boolean;
  readonly mapPublicIp?: boolean;
  readonly tags?: Tag[];
}

export function makeSubnet(context: Context, subnet: NewSubnet): SubnetRow {
  const { vpc, zone, block, ipv6Block, isDefault = false, mapPublicIp = false, tags = [] } = subnet;
  const id = context.newId("subnet");
  const ipv6Native = block === undefined;
  const row: SubnetRow = {
    SubnetId: id,
    SubnetArn: arnOf(context, `subnet/${id}`),
    VpcId: vpc.VpcId,
    OwnerId: context.account,
    AvailabilityZone: zone.name,
    AvailabilityZoneId: zone.id,
    ...(block === undefined ? {} : { CidrBlock: block }),
    Ipv6CidrBlockAssociationSet: ipv6Block === undefined ? [] : [toIpv6Association(context, ipv6Block)],
    State: "available",
    DefaultForAz: isDefault,
    MapPublicIpOnLaunch: mapPublicIp,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: ipv6Native,
    Ipv6Native: ipv6Native,
    EnableDns64: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: ipv6Native ? "resource-name" : "ip-name",
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
    Tags: tags,
  };
  context.tables.subnets.set(id, row);
  const acl = defaultAclOf(context, vpc.VpcId);
  if (acl !== undefined) associateAcl(context, acl.NetworkAclId, id);
  return row;
}

export function toIpv6Association(
  context: Context,
  block: string,
): SubnetRow["Ipv6CidrBlockAssociationSet"][number] {
  return {
    AssociationId: context.newId("subnet-cidr-assoc"),
    Ipv6CidrBlock: block,
    Ipv6CidrBlockState: { State: "associated" },
    Ipv6AddressAttribute: "public",
    IpSource: "amazon",
  };
}

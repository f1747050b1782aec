/** A new VPC comes with a main route table, a default ACL and a default security group. */
import type { Tag, Tenancy } from "@aws-sdk/client-ec2";
import type { VpcRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";
import { makeDefaultAcl } from "../firewall/make-acl.ts";
import { makeDefaultGroup } from "../firewall/make-group.ts";
import { makeRouteTable } from "../route/make-table.ts";
import { defaultDhcpOptions } from "./dhcp-options.ts";

interface NewVpc {
  readonly block: string;
  readonly ipv6Block?: string | undefined;
  readonly tenancy?: Tenancy | undefined;
  readonly isDefault?: boolean;
  readonly tags?: Tag[];
}

export function makeVpc(
  context: Context,
  { block, ipv6Block, tenancy, isDefault = false, tags }: NewVpc,
): VpcRow {
  const vpc: VpcRow = {
    VpcId: context.newId("vpc"),
    OwnerId: context.account,
    InstanceTenancy: tenancy ?? "default",
    CidrBlock: block,
    CidrBlockAssociationSet: [ipv4Association(context, block)],
    Ipv6CidrBlockAssociationSet: ipv6Block === undefined ? [] : [ipv6Association(context, ipv6Block)],
    DhcpOptionsId: defaultDhcpOptions(context).DhcpOptionsId,
    State: "available",
    IsDefault: isDefault,
    Tags: tags ?? [],
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
    attributes: {
      enableDnsSupport: true,
      enableDnsHostnames: isDefault,
      enableNetworkAddressUsageMetrics: false,
    },
  };
  context.tables.vpcs.set(vpc.VpcId, vpc);
  makeRouteTable(context, vpc, { main: true });
  makeDefaultAcl(context, vpc);
  makeDefaultGroup(context, vpc);
  return vpc;
}

export function ipv4Association(context: Context, block: string): VpcRow["CidrBlockAssociationSet"][number] {
  return {
    AssociationId: context.newId("vpc-cidr-assoc"),
    CidrBlock: block,
    CidrBlockState: { State: "associated" },
  };
}

export function ipv6Association(
  context: Context,
  block: string,
): VpcRow["Ipv6CidrBlockAssociationSet"][number] {
  return {
    AssociationId: context.newId("vpc-cidr-assoc"),
    Ipv6CidrBlock: block,
    Ipv6CidrBlockState: { State: "associated" },
    NetworkBorderGroup: context.region,
    Ipv6Pool: "Amazon",
    Ipv6AddressAttribute: "public",
    IpSource: "amazon",
  };
}

/** A /56 of Amazon's that no VPC of the Region has. */
export function newIpv6Block(context: Context): string {
  const taken = new Set(
    context.tables.vpcs
      .rows()
      .flatMap(({ Ipv6CidrBlockAssociationSet }) =>
        Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
      ),
  );
  for (;;) {
    const digits = context.randomHex(6);
    const block = `2600:1f1${digits.charAt(0)}:${trimmed(`1${digits.slice(1, 4)}`)}:${trimmed(`${digits.slice(4)}00`)}::/56`;
    if (!taken.has(block)) return block;
  }
}

const trimmed = (group: string) => group.replace(/^0+(?=.)/, "");

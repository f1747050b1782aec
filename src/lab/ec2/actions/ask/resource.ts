/** Resources by id: what EC2 calls them, and how it refuses an id that is none of theirs. */
import { Ec2Error } from "../../error.ts";
import type { Rows, TableName } from "../../store/rows.ts";
import type { Context } from "../context.ts";

interface ResourceKind {
  readonly prefix: string;
  /** In TagSpecifications, DescribeTags and ARNs. */
  readonly type: string;
  readonly notFound: string;
  readonly malformed: string;
  readonly absent: (id: string) => string;
}

const kind = (
  prefix: string,
  type: string,
  { code, noun, malformed }: { readonly code: string; readonly noun: string; readonly malformed?: string },
): ResourceKind => ({
  prefix,
  type,
  notFound: `${code}.NotFound`,
  malformed: malformed ?? `${code}.Malformed`,
  absent: (id) => `The ${noun} '${id}' does not exist`,
});

/** Tables without an entry hold nothing that has an id of its own. */
export const resourceKinds = {
  vpcs: kind("vpc", "vpc", { code: "InvalidVpcID", noun: "vpc ID" }),
  subnets: kind("subnet", "subnet", { code: "InvalidSubnetID", noun: "subnet ID" }),
  subnetReservations: kind("scr", "subnet-cidr-reservation", {
    code: "InvalidSubnetCidrReservationID",
    noun: "subnet-cidr-reservation ID",
  }),
  routeTables: kind("rtb", "route-table", { code: "InvalidRouteTableID", noun: "routeTable ID" }),
  internetGateways: kind("igw", "internet-gateway", {
    code: "InvalidInternetGatewayID",
    noun: "internetGateway ID",
  }),
  egressOnlyGateways: kind("eigw", "egress-only-internet-gateway", {
    code: "InvalidGatewayID",
    noun: "eigw ID",
  }),
  vpnGateways: kind("vgw", "vpn-gateway", { code: "InvalidVpnGatewayID", noun: "vpnGateway ID" }),
  natGateways: {
    prefix: "nat",
    type: "natgateway",
    notFound: "NatGatewayNotFound",
    malformed: "NatGatewayMalformed",
    absent: (id: string) => `The Nat Gateway ${id} was not found`,
  },
  securityGroups: kind("sg", "security-group", {
    code: "InvalidGroup",
    noun: "security group",
    malformed: "InvalidGroupId.Malformed",
  }),
  networkAcls: kind("acl", "network-acl", { code: "InvalidNetworkAclID", noun: "networkAcl ID" }),
  networkInterfaces: kind("eni", "network-interface", {
    code: "InvalidNetworkInterfaceID",
    noun: "networkInterface ID",
    malformed: "InvalidNetworkInterfaceId.Malformed",
  }),
  addresses: kind("eipalloc", "elastic-ip", { code: "InvalidAllocationID", noun: "allocation ID" }),
  vpcEndpoints: kind("vpce", "vpc-endpoint", { code: "InvalidVpcEndpointId", noun: "Vpc Endpoint Id" }),
  prefixLists: kind("pl", "prefix-list", { code: "InvalidPrefixListID", noun: "prefix list ID" }),
  dhcpOptions: kind("dopt", "dhcp-options", {
    code: "InvalidDhcpOptionID",
    noun: "dhcpOption ID",
    malformed: "InvalidDhcpOptionsId.Malformed",
  }),
  peerings: kind("pcx", "vpc-peering-connection", {
    code: "InvalidVpcPeeringConnectionID",
    noun: "vpcPeeringConnection ID",
    malformed: "InvalidVpcPeeringConnectionId.Malformed",
  }),
  instances: kind("i", "instance", { code: "InvalidInstanceID", noun: "instance ID" }),
  volumes: {
    prefix: "vol",
    type: "volume",
    notFound: "InvalidVolume.NotFound",
    malformed: "InvalidVolumeID.Malformed",
    absent: (id: string) => `The volume '${id}' does not exist.`,
  },
  launchTemplates: {
    prefix: "lt",
    type: "launch-template",
    notFound: "InvalidLaunchTemplateId.NotFound",
    malformed: "InvalidLaunchTemplateId.Malformed",
    absent: (id: string) => `The specified launch template, with template ID ${id}, does not exist.`,
  },
  keyPairs: kind("key", "key-pair", { code: "InvalidKeyPair", noun: "key pair ID" }),
} as const satisfies { readonly [T in TableName]?: ResourceKind };

export type ResourceTable = keyof typeof resourceKinds;

/** The row of an id, or EC2's refusal. */
export function mustFind<T extends ResourceTable>(
  { tables }: Pick<Context, "tables">,
  table: T,
  id: string,
): Rows[T] {
  const row = tables[table].get(id);
  if (row !== undefined) return row;
  checkForm(table, id);
  const { notFound, absent } = resourceKinds[table];
  throw new Ec2Error(notFound, absent(id));
}

/** Instance ids are checked to the last digit; the parts of a VPC by what they begin with. */
export function checkForm(table: ResourceTable, id: string): void {
  const { prefix, malformed } = resourceKinds[table];
  if (table === "instances") {
    if (!/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) throw new Ec2Error(malformed, `Invalid id: "${id}"`);
  } else if (!id.startsWith(`${prefix}-`)) {
    throw new Ec2Error(malformed, `Invalid id: "${id}" (expecting "${prefix}-...")`);
  }
}

/** EC2: the network itself. Page sizes are given where an account may hold thousands. */
import { itemsOf, row, textsOf } from "./row.ts";
import type { CallRow, Made } from "./row.ts";

const largest = { MaxResults: 1000 } as const;

/** A question for each id that `call` has listed. */
function forEach(
  call: string,
  list: string,
  idField: string,
  toQuestion: (id: string) => ReturnType<CallRow["questions"]>,
) {
  return {
    after: [call],
    questions: (made: Made) => textsOf(itemsOf(made, call, list), idField).flatMap(toQuestion),
  };
}

function attributeOfVpc(attribute: string) {
  return (id: string) => [{ input: { VpcId: id, Attribute: attribute } }];
}

export const vpcRows: readonly CallRow[] = [
  row("ec2 describe-vpcs", { lists: ["Vpcs"] }),
  ...["EnableDnsSupport", "EnableDnsHostnames"].map((object) =>
    row("ec2 describe-vpc-attribute", {
      object,
      next: [],
      resource: "ec2:*:*:vpc/*",
      ...forEach(
        "ec2 describe-vpcs",
        "Vpcs",
        "VpcId",
        attributeOfVpc(object.charAt(0).toLowerCase() + object.slice(1)),
      ),
    }),
  ),
  row("ec2 describe-dhcp-options", { lists: ["DhcpOptions"] }),
  row("ec2 describe-subnets", { lists: ["Subnets"] }),
  row("ec2 describe-availability-zones", { lists: ["AvailabilityZones"], next: [] }),
  row("ec2 describe-vpc-block-public-access-options", { object: "VpcBlockPublicAccessOptions", next: [] }),
  row("ec2 describe-vpc-block-public-access-exclusions", { lists: ["VpcBlockPublicAccessExclusions"] }),
  row("ec2 describe-vpc-encryption-controls", { lists: ["VpcEncryptionControls"] }),
  row("ec2 describe-network-interfaces", { lists: ["NetworkInterfaces"], input: largest }),
  row("ec2 describe-route-tables", { lists: ["RouteTables"] }),
  row("ec2 describe-nat-gateways", { lists: ["NatGateways"] }),
  row("ec2 describe-internet-gateways", { lists: ["InternetGateways"] }),
  row("ec2 describe-egress-only-internet-gateways", { lists: ["EgressOnlyInternetGateways"] }),
  row("ec2 describe-vpn-gateways", { lists: ["VpnGateways"], next: [] }),
  row("ec2 describe-vpc-peering-connections", { lists: ["VpcPeeringConnections"] }),
  row("ec2 describe-security-groups", { lists: ["SecurityGroups"], input: largest }),
  row("ec2 describe-security-group-vpc-associations", { lists: ["SecurityGroupVpcAssociations"] }),
  row("ec2 describe-network-acls", { lists: ["NetworkAcls"] }),
  row("ec2 describe-managed-prefix-lists", { lists: ["PrefixLists"] }),
  row("ec2 get-managed-prefix-list-entries", {
    lists: ["Entries"],
    resource: "ec2:*:*:prefix-list/*",
    ...forEach("ec2 describe-managed-prefix-lists", "PrefixLists", "PrefixListId", (id) => [
      { input: { PrefixListId: id, MaxResults: 100 }, about: { PrefixListId: id } },
    ]),
  }),
  row("ec2 describe-vpc-endpoints", { lists: ["VpcEndpoints"] }),
  row("ec2 describe-vpc-endpoint-services", { lists: ["ServiceDetails"] }),
];

const tables = [
  "ec2 describe-transit-gateway-route-tables",
  "TransitGatewayRouteTables",
  "TransitGatewayRouteTableId",
] as const;

export const transitRows: readonly CallRow[] = [
  row("ec2 describe-transit-gateways", { lists: ["TransitGateways"] }),
  row("ec2 describe-transit-gateway-attachments", { lists: ["TransitGatewayAttachments"] }),
  row("ec2 describe-transit-gateway-vpc-attachments", { lists: ["TransitGatewayVpcAttachments"] }),
  row(tables[0], { lists: [tables[1]] }),
  row("ec2 search-transit-gateway-routes", {
    lists: ["Routes"],
    resource: "ec2:*:*:transit-gateway-route-table/*",
    ...forEach(...tables, (id) => [
      {
        input: {
          TransitGatewayRouteTableId: id,
          Filters: [{ Name: "state", Values: ["active", "blackhole"] }],
          MaxResults: 1000,
        },
        about: { TransitGatewayRouteTableId: id },
      },
    ]),
  }),
];

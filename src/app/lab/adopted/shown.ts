/**
 * Who owns what of an adopted network: the EC2 API the fields below, of the rows that it shows; the input all else, for good.
 * Hosted zones, Resolver rules, the input's roles, workloads that are no instances, transit gateways, Block Public Access: no call of the
 * lab's changes them.
 */
import type { RowOf, TableName } from "../../../model/network.ts";

interface Shown<T extends TableName> {
  /** As a component is called. */
  readonly noun: string;
  /** `aliases` come with a Name tag, and are compared by nobody. */
  readonly fields: readonly (keyof RowOf<T> & string)[];
  /** Changed by the lab's IAM, which begins empty: what it does not show of an input is not said. */
  readonly byIam?: readonly (keyof RowOf<T> & string)[];
}

export const shown: { readonly [T in TableName]?: Shown<T> } = {
  vpcs: {
    noun: "vpc",
    fields: [
      "cidrs",
      "unreadCidrs",
      "isDefault",
      "enableDnsSupport",
      "enableDnsHostnames",
      "dhcpOptions",
      "encryptionControl",
    ],
  },
  subnets: {
    noun: "subnet",
    fields: [
      "vpc",
      "cidrs",
      "unreadCidrs",
      "availabilityZone",
      "availabilityZoneId",
      "mapPublicIpOnLaunch",
      "enableDns64",
    ],
  },
  dhcpOptions: { noun: "dhcp-options", fields: ["domainNameServers"] },
  routeTables: { noun: "route-table", fields: ["vpc", "main", "subnets", "gateways", "routes"] },
  securityGroups: {
    noun: "security-group",
    fields: ["vpc", "groupName", "associatedVpcs", "ingress", "egress"],
  },
  networkAcls: { noun: "network-acl", fields: ["vpc", "isDefault", "subnets", "entries"] },
  prefixLists: { noun: "prefix-list", fields: ["listName", "owner", "entries"] },
  networkInterfaces: {
    noun: "network-interface",
    fields: ["vpc", "subnet", "addresses", "groups", "sourceDestCheck", "hasPublicIpv4"],
  },
  natGateways: {
    noun: "nat-gateway",
    fields: ["vpc", "availability", "connectivity", "subnet", "addresses", "state"],
  },
  gateways: { noun: "gateway", fields: ["kind", "vpcs"] },
  peerings: { noun: "peering", fields: ["requester", "accepter", "status"] },
  transitGateways: { noun: "transit-gateway", fields: [] },
  transitGatewayAttachments: { noun: "transit-gateway-attachment", fields: [] },
  transitGatewayRouteTables: { noun: "transit-gateway-route-table", fields: [] },
  vpcEndpoints: {
    noun: "vpc-endpoint",
    fields: [
      "vpc",
      "type",
      "serviceName",
      "serviceRegion",
      "state",
      "policy",
      "privateDnsEnabled",
      "privateDnsOnlyForInboundResolver",
      "dnsNames",
      "subnets",
      "groups",
      "networkInterfaces",
      "routeTables",
      "ipAddressType",
      "dnsRecordIpType",
    ],
  },
  workloads: { noun: "instance", fields: ["networkInterfaces", "platform", "state"], byIam: ["roles"] },
  roles: { noun: "role", fields: [], byIam: ["managedPolicies", "documents"] },
};

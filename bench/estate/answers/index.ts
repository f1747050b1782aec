/** An estate as somebody would have collected it: the answers of the calls that tell of it, one file for each call. */
import type { Network } from "../../../src/model/network.ts";
import type { InputFile } from "../../../src/readers/input.ts";
import { account, region } from "../row.ts";
import { aclRow, groupRow } from "./firewall.ts";
import {
  attachmentRow,
  endpointRow,
  serviceRow,
  transitRouteRow,
  transitRow,
  transitTableRow,
  vpcAttachmentRow,
} from "./outside.ts";
import { told } from "./told.ts";
import type { Json } from "./told.ts";
import {
  elasticAddressRow,
  gatewayRow,
  instanceRow,
  interfaceRow,
  natRow,
  subnetRow,
  tableRow,
  vpcRow,
} from "./vpc.ts";

/** By account and Region. Throws where the estate has something that is not written. */
export function answersOf(network: Network): readonly InputFile[] {
  return [...wholeAnswers(network), ...singleAnswers(network)].map(([call, answer]) => ({
    path: `${account}/${region}/${call}.json`,
    text: JSON.stringify(answer),
  }));
}

type Answers = readonly (readonly [call: string, answer: Json])[];

/** Calls that answer for the whole Region. */
function wholeAnswers(network: Network): Answers {
  const rows = <Row>(table: ReadonlyMap<string, Row>, toRow: (row: Row) => Json) =>
    [...table.values()].map(toRow);
  const { natGateways, prefixLists, transitGatewayAttachments: attachments } = network;
  return Object.entries({
    "describe-vpcs": { Vpcs: rows(network.vpcs, vpcRow) },
    "describe-subnets": { Subnets: rows(network.subnets, subnetRow) },
    "describe-route-tables": { RouteTables: rows(network.routeTables, tableRow) },
    "describe-internet-gateways": { InternetGateways: rows(network.gateways, gatewayRow) },
    "describe-nat-gateways": { NatGateways: rows(natGateways, natRow) },
    "describe-addresses": { Addresses: rows(natGateways, elasticAddressRow) },
    "describe-network-interfaces": { NetworkInterfaces: rows(network.networkInterfaces, interfaceRow) },
    "describe-instances": { Reservations: [{ Instances: rows(network.workloads, instanceRow) }] },
    "describe-security-groups": { SecurityGroups: rows(network.securityGroups, groupRow) },
    "describe-network-acls": { NetworkAcls: rows(network.networkAcls, aclRow) },
    "describe-managed-prefix-lists": {
      PrefixLists: rows(prefixLists, ({ id, listName, owner }) => ({
        PrefixListId: id,
        PrefixListName: listName,
        OwnerId: owner === "aws" ? "AWS" : account,
      })),
    },
    "describe-vpc-endpoints": { VpcEndpoints: rows(network.vpcEndpoints, endpointRow) },
    "describe-vpc-endpoint-services": { ServiceDetails: rows(network.endpointServices, serviceRow) },
    "describe-transit-gateways": { TransitGateways: rows(network.transitGateways, transitRow) },
    "describe-transit-gateway-attachments": { TransitGatewayAttachments: rows(attachments, attachmentRow) },
    "describe-transit-gateway-vpc-attachments": {
      TransitGatewayVpcAttachments: rows(attachments, vpcAttachmentRow),
    },
    "describe-transit-gateway-route-tables": {
      TransitGatewayRouteTables: rows(network.transitGatewayRouteTables, transitTableRow),
    },
    "describe-vpc-block-public-access-options": {
      VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: "off" },
    },
    ...emptyAnswers,
  });
}

/** Of what an estate has none. */
const emptyAnswers: Readonly<Record<string, Json>> = {
  "describe-dhcp-options": { DhcpOptions: [] },
  "describe-vpc-encryption-controls": { VpcEncryptionControls: [] },
  "describe-egress-only-internet-gateways": { EgressOnlyInternetGateways: [] },
  "describe-vpn-gateways": { VpnGateways: [] },
  "describe-vpc-peering-connections": { VpcPeeringConnections: [] },
  "describe-security-group-vpc-associations": { SecurityGroupVpcAssociations: [] },
  "list-hosted-zones": { HostedZones: [] },
  "list-resolver-rules": { ResolverRules: [] },
  "list-firewall-rule-group-associations": { FirewallRuleGroupAssociations: [] },
  "get-account-authorization-details": { RoleDetailList: [] },
  "list-documents": { DocumentIdentifiers: [] },
  "describe-instance-information": { InstanceInformationList: [] },
};

/** Calls that are made for one thing, which the name of the file tells. */
function singleAnswers({ vpcs, prefixLists, transitGatewayRouteTables }: Network): Answers {
  return [
    ...[...vpcs.values()].flatMap(({ id, enableDnsSupport, enableDnsHostnames }): Answers => [
      [
        `describe-vpc-attribute-${id}-enableDnsSupport`,
        { VpcId: id, EnableDnsSupport: { Value: told(enableDnsSupport) } },
      ],
      [
        `describe-vpc-attribute-${id}-enableDnsHostnames`,
        { VpcId: id, EnableDnsHostnames: { Value: told(enableDnsHostnames) } },
      ],
    ]),
    ...[...prefixLists.values()].map(
      ({ id, entries }) =>
        [
          `get-managed-prefix-list-entries-${id}`,
          { Entries: told(entries).map(({ text }) => ({ Cidr: text })) },
        ] as const,
    ),
    ...[...transitGatewayRouteTables.values()].map(
      ({ id, routes }) =>
        [`search-transit-gateway-routes-${id}`, { Routes: told(routes).map(transitRouteRow) }] as const,
    ),
  ];
}

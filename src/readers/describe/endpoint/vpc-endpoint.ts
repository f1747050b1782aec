/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html (read 2026-11-24). */
import type {
  NetworkInterfaceId,
  RouteTableId,
  SecurityGroupId,
  SubnetId,
  VpcEndpointId,
  VpcId,
} from "../../../model/entity/entity.ts";
import type {
  EndpointFamilies,
  EndpointState,
  EndpointType,
  VpcEndpoint,
} from "../../../model/entity/vpc-endpoint.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { unknownRegion } from "../../../model/network.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findFields,
  findFlag,
  findIdAt,
  findIdsAt,
  findRows,
  findText,
  findWord,
  knownOr,
  mustIdAt,
  mustText,
  nameTagOf,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";
import { endpointPolicyOf } from "./endpoint-policy.ts";

export const vpcEndpoints: TableReader<"vpcEndpoints"> = {
  table: "vpcEndpoints",
  needs: [need("ec2 describe-vpc-endpoints", "VpcEndpoints")],
  read: (collected) => parseRows(collected, "VpcEndpoints", (row) => toVpcEndpoint(row, collected)),
};

function toVpcEndpoint({ fields, origin }: Row, collected: Collected): VpcEndpoint {
  const id = mustIdAt<VpcEndpointId>(fields, "VpcEndpointId");
  const name = nameTagOf(fields);
  const settledBy = `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${id}`;
  const type = typeOf(fields);
  const isGateway = type === "gateway";
  const orMissing = <T>(value: T | undefined, fact: string): Known<T> =>
    knownOr(value, `${fact} of ${id}`, settledBy);
  const ifNotThere = <T>(empty: boolean): readonly T[] | undefined => (empty ? [] : undefined);
  const groups = findRows(fields, "Groups")?.map((group) => mustIdAt<SecurityGroupId>(group, "GroupId"));
  const names = findRows(fields, "DnsEntries")?.flatMap((entry) => findText(entry, "DnsName") ?? []);
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: collected.scope.id,
    origin,
    vpc: orMissing(findIdAt<VpcId>(fields, "VpcId"), "VPC"),
    type,
    // Endpoints of a resource or a service network have an ARN in place of a service name.
    serviceName: orMissing(findText(fields, "ServiceName"), "service"),
    serviceRegion: serviceRegionOf(fields, id, collected),
    state: orMissing(stateOf(fields), "state"),
    policy: endpointPolicyOf(fields, { id, settledBy }),
    privateDnsEnabled: orMissing(
      findFlag(fields, "PrivateDnsEnabled") ?? (isGateway ? false : undefined),
      "private DNS",
    ),
    privateDnsOnlyForInboundResolver: inboundResolverOnlyOf(fields, { id, type, settledBy }),
    dnsNames: orMissing(names ?? ifNotThere(isGateway), "DNS names"),
    subnets: orMissing(findIdsAt<SubnetId>(fields, "SubnetIds") ?? ifNotThere(isGateway), "subnets"),
    groups: orMissing(groups ?? ifNotThere(isGateway), "security groups"),
    networkInterfaces: orMissing(
      findIdsAt<NetworkInterfaceId>(fields, "NetworkInterfaceIds") ?? ifNotThere(isGateway),
      "network interfaces",
    ),
    routeTables: orMissing(
      findIdsAt<RouteTableId>(fields, "RouteTableIds") ?? ifNotThere(!isGateway),
      "route tables",
    ),
    ipAddressType: orMissing(familiesOf(fields, "IpAddressType"), "address type"),
    ...dnsRecordIpTypeOf(fields, orMissing),
  };
}

const types: Readonly<Record<string, EndpointType>> = {
  interface: "interface",
  gateway: "gateway",
  gatewayloadbalancer: "gateway-load-balancer",
  resource: "resource",
  servicenetwork: "service-network",
  tunnel: "tunnel",
};

/** Answers recorded before interface endpoints existed (2017) name no type, and all were gateways. */
function typeOf(fields: Fields): EndpointType {
  const word = findWord(fields, "VpcEndpointType");
  return word === undefined ? "gateway" : (types[lettersOf(word)] ?? "other");
}

const states: readonly EndpointState[] = [
  "pending-acceptance",
  "pending",
  "available",
  "deleting",
  "deleted",
  "rejected",
  "failed",
  "expired",
  "partial",
];

/** The model writes `PendingAcceptance`, answers have been seen with `pendingAcceptance` and `pending-acceptance`. */
function stateOf(fields: Fields): EndpointState | undefined {
  const word = lettersOf(mustText(fields, "State"));
  return states.find((state) => lettersOf(state) === word);
}

const lettersOf = (word: string) => word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

function familiesOf(fields: Fields, key: string): EndpointFamilies | undefined {
  const word = lettersOf(findText(fields, key) ?? "");
  return word === "ipv4" || word === "ipv6" || word === "dualstack" ? word : undefined;
}

/** Old answers have no options; `service-defined` is up to the service. */
function dnsRecordIpTypeOf(
  fields: Fields,
  orMissing: <T>(value: T | undefined, fact: string) => Known<T>,
): Pick<VpcEndpoint, "dnsRecordIpType"> {
  const options = findFields(fields, "DnsOptions") ?? {};
  if (findText(options, "DnsRecordIpType") === undefined) return {};
  return { dnsRecordIpType: orMissing(familiesOf(options, "DnsRecordIpType"), "DNS record type") };
}

/** The row tells since endpoints may cross Regions (2024); before, the service was in the Region of its name. */
function serviceRegionOf(fields: Fields, id: string, { scope }: Collected): Known<string> {
  const told = findText(fields, "ServiceRegion");
  const named = /^(?:com|cn\.com)\.amazonaws\.(?:vpce\.)?([a-z]+(?:-[a-z]+)+-\d+)\./.exec(
    findText(fields, "ServiceName") ?? "",
  )?.[1];
  const region = told ?? named ?? scope.region;
  return region === unknownRegion ? unknown(`Region of the service of ${id}`, "--region") : known(region);
}

interface Endpoint {
  readonly id: string;
  readonly type: EndpointType;
  readonly settledBy: string;
}

/** The option applies to S3 interface endpoints with private DNS; the API gives it for those alone. */
function inboundResolverOnlyOf(
  fields: Fields,
  { id, type, settledBy }: Endpoint,
): VpcEndpoint["privateDnsOnlyForInboundResolver"] {
  const option = findFlag(findFields(fields, "DnsOptions") ?? {}, "PrivateDnsOnlyForInboundResolverEndpoint");
  if (option !== undefined) return known(option);
  const mayApply =
    type === "interface" &&
    (findText(fields, "ServiceName") ?? "").endsWith(".s3") &&
    findFlag(fields, "PrivateDnsEnabled") !== false;
  return mayApply
    ? unknown(`whether private DNS of ${id} is for inbound resolvers only`, settledBy)
    : undefined;
}

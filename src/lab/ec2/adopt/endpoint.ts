/** Interface and gateway endpoints. */
import type { DnsEntry, State, VpcEndpointType } from "@aws-sdk/client-ec2";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { VpcEndpointRow } from "../store/rows.ts";
import type { Table } from "../store/table.ts";
import type { Context } from "../actions/context.ts";
import { dnsEntries } from "../actions/endpoint/dns.ts";
import { defaultPolicy } from "../actions/endpoint/policy.ts";
import { endpointServices } from "../actions/endpoint/service.ts";
import { rowsIn, seeded, tagsOf } from "./adopting.ts";
import type { Adopting } from "./adopting.ts";
import { groupsNamed } from "./interface.ts";

/** Those that the API can make. */
const types: { readonly [T in VpcEndpoint["type"]]?: VpcEndpointType & ("Interface" | "Gateway") } = {
  interface: "Interface",
  gateway: "Gateway",
};

export function adoptEndpoints(adopting: Adopting): void {
  const { tables } = adopting.context;
  for (const endpoint of rowsIn(adopting, "vpcEndpoints")) {
    const row = toEndpointRow(adopting, endpoint);
    if (row !== undefined && tables.vpcs.has(row.VpcId)) tables.vpcEndpoints.set(endpoint.id, row);
  }
}

function toEndpointRow(adopting: Adopting, endpoint: VpcEndpoint): VpcEndpointRow | undefined {
  const type = types[endpoint.type];
  const { id, vpc, serviceName } = endpoint;
  if (type === undefined || !vpc.known || !serviceName.known) return undefined;
  const context = seeded(adopting.context, id);
  const row: VpcEndpointRow = {
    VpcEndpointId: id,
    VpcEndpointType: type,
    VpcId: vpc.value,
    ServiceName: serviceName.value,
    // AWS answers in small letters, which the SDK's type does not have.
    State: valueOr(endpoint.state, "available") as State,
    PolicyDocument: policyOf(endpoint, type),
    RouteTableIds: heldIn(context.tables.routeTables, endpoint.routeTables),
    SubnetIds: heldIn(context.tables.subnets, endpoint.subnets),
    Groups: groupsNamed(context, valueOr(endpoint.groups, [])),
    IpAddressType: valueOr(endpoint.ipAddressType, "ipv4"),
    DnsOptions: dnsOptionsOf(endpoint),
    PrivateDnsEnabled: valueOr(endpoint.privateDnsEnabled, false),
    RequesterManaged: false,
    NetworkInterfaceIds: heldIn(context.tables.networkInterfaces, endpoint.networkInterfaces),
    DnsEntries: [],
    Tags: tagsOf(adopting, endpoint),
    OwnerId: context.account,
    ServiceRegion: valueOr(endpoint.serviceRegion, context.region),
    dnsSuffix: suffixOf(endpoint) ?? context.randomHex(8),
  };
  return { ...row, DnsEntries: namesOf(context, endpoint, row) };
}

/** A row names what there is: of an id without a row the API could make nothing. */
const heldIn = (table: Pick<Table<unknown>, "has">, ids: Known<readonly string[]>): string[] =>
  valueOr(ids, []).filter((id) => table.has(id));

function policyOf({ policy }: VpcEndpoint, type: "Interface" | "Gateway"): string {
  const isWritten = policy.known && policy.value.kind === "document";
  return isWritten ? JSON.stringify(policy.value.json) : defaultPolicy({ type });
}

function dnsOptionsOf(endpoint: VpcEndpoint): VpcEndpointRow["DnsOptions"] {
  const { dnsRecordIpType, ipAddressType, privateDnsOnlyForInboundResolver: inboundOnly } = endpoint;
  return {
    DnsRecordIpType: valueOr(dnsRecordIpType ?? ipAddressType, "ipv4"),
    ...(inboundOnly?.known === true ? { PrivateDnsOnlyForInboundResolverEndpoint: inboundOnly.value } : {}),
  };
}

/** Of `vpce-0abc-SUFFIX.ssm.…`, as the input lists it. */
function suffixOf({ id, dnsNames }: VpcEndpoint): string | undefined {
  const first = valueOr(dnsNames, []).find((name) => name.includes(`${id}-`));
  return first?.slice(first.indexOf(`${id}-`) + id.length + 1).split(/[-.]/)[0];
}

/** Those that the input lists, else as AWS would make them. */
function namesOf(context: Context, endpoint: VpcEndpoint, row: VpcEndpointRow): DnsEntry[] {
  if (endpoint.dnsNames.known) return endpoint.dnsNames.value.map((DnsName) => ({ DnsName }));
  const service = endpointServices(context, row.ServiceRegion ?? context.region).find(
    (one) => one.serviceName === row.ServiceName && one.type === row.VpcEndpointType,
  );
  const hasNames = service !== undefined && row.VpcEndpointType === "Interface";
  return hasNames ? dnsEntries(context, service, row) : [];
}

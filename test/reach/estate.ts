/**
 * Small networks in few words: rows from text such as `tcp 443 10.0.0.0/16` or `0.0.0.0/0 nat-1`, and one VPC to change.
 *
 * The base: vpc-1, 10.0.0.0/16 in ap-northeast-1, live; subnets public, a and b in two zones; a NAT gateway; eni-a at
 * 10.0.1.10 in subnet-a, with a group that may send anything. No endpoint.
 */
import { mustAddress, parseCidr } from "../../src/model/address.ts";
import { parseId } from "../../src/model/entity/entity.ts";
import type { Origin, ScopeId, VpcId } from "../../src/model/entity/entity.ts";
import type {
  AclEntry,
  GroupPeer,
  GroupRule,
  NetworkAcl,
  SecurityGroup,
} from "../../src/model/entity/firewall.ts";
import type { Gateway, NatGateway } from "../../src/model/entity/gateway.ts";
import type { NetworkInterface } from "../../src/model/entity/network-interface.ts";
import { routeTargetKinds } from "../../src/model/entity/route-table.ts";
import type { Route, RouteTable, RouteTargetKind } from "../../src/model/entity/route-table.ts";
import type { VpcEndpoint } from "../../src/model/entity/vpc-endpoint.ts";
import type { Subnet, Vpc } from "../../src/model/entity/vpc.ts";
import { known } from "../../src/model/known.ts";
import { emptyNetwork, tableNames } from "../../src/model/network.ts";
import type { Network, RowOf, TableName } from "../../src/model/network.ts";
import { allTraffic, parseProtocol, toTraffic } from "../../src/model/traffic.ts";

export const region = "ap-northeast-1";
export const scope = parseId<ScopeId>("live");
const origin: Origin = { file: "estate" };
const entity = (id: string) => ({ id: parseId<never>(id), aliases: [], scope, origin });
const ids = (list: readonly string[]) => list.map((id) => parseId<never>(id));

export type Rows = { readonly [T in TableName]?: readonly RowOf<T>[] };

/** `network` with rows added, or put in the place of those of the same id. */
export function withRows(network: Network, rows: Rows): Network {
  const tables = tableNames.flatMap((table) => {
    const more = rows[table] as readonly { readonly id: string }[] | undefined;
    if (more === undefined) return [];
    const merged = new Map<string, unknown>(network[table] as ReadonlyMap<string, unknown>);
    for (const row of more) merged.set(row.id, row);
    return [[table, merged] as const];
  });
  return { ...network, ...(Object.fromEntries(tables) as Partial<Network>) };
}

/** `network` without some rows. */
export function without(network: Network, table: TableName, ...gone: readonly string[]): Network {
  const rest = [...(network[table] as ReadonlyMap<string, unknown>)].filter(([id]) => !gone.includes(id));
  return { ...network, [table]: new Map(rest) };
}

/** `network` in which a table was not collected. */
export function uncollected(network: Network, table: TableName, call: string): Network {
  const gap = { known: false, fact: `${table} of the account`, settledBy: call } as const;
  const gaps = new Map([...(network.gaps.get(scope) ?? []), [table, gap] as const]);
  return { ...network, [table]: new Map(), gaps: new Map([[scope, gaps]]) };
}

export function vpc(id: string, cidrs: readonly string[], changes: Partial<Vpc> = {}): Vpc {
  return {
    ...entity(id),
    cidrs: known(
      cidrs.map((text, index) => ({ cidr: cidr(text), primary: index === 0, state: "associated" as const })),
    ),
    isDefault: false,
    enableDnsSupport: known(true),
    enableDnsHostnames: known(true),
    dhcpOptions: known("default"),
    encryptionControl: known("off"),
    ...changes,
  };
}

export function subnet(
  id: string,
  vpcId: string,
  cidrs: string,
  zone: string,
  changes: Partial<Subnet> = {},
): Subnet {
  return {
    ...entity(id),
    vpc: parseId<VpcId>(vpcId),
    cidrs: known(cidrs.split(" ").map(cidr)),
    availabilityZone: known(`${region}${zone}`),
    availabilityZoneId: known(`apne1-az-${zone}`),
    mapPublicIpOnLaunch: known(false),
    enableDns64: known(false),
    ...changes,
  };
}

/** Routes as `destination target`, with the state at the end where it is not active. */
export function table(
  id: string,
  vpcId: string,
  routes: readonly string[],
  more: { subnets?: readonly string[]; main?: boolean; gateways?: readonly string[] } = {},
): RouteTable {
  return {
    ...entity(id),
    vpc: parseId<VpcId>(vpcId),
    main: more.main ?? false,
    subnets: ids(more.subnets ?? []),
    gateways: more.gateways ?? [],
    routes: known(routes.map(route)),
  };
}

const targetKinds: Readonly<Record<string, RouteTargetKind>> = {
  local: "local",
  igw: "internet-gateway",
  eigw: "egress-only-internet-gateway",
  nat: "nat-gateway",
  i: "instance",
  eni: "network-interface",
  vpce: "vpc-endpoint",
  pcx: "peering",
  tgw: "transit-gateway",
  vgw: "vpn-gateway",
  cagw: "carrier-gateway",
};

export function route(text: string): Route {
  const [destination = "", id = "", state = "active"] = text.split(" ");
  const kind = targetKinds[id.split("-")[0] ?? ""];
  if (kind === undefined || !routeTargetKinds.includes(kind)) throw new Error(`no route target: ${text}`);
  const isList = destination.startsWith("pl-");
  return {
    destination: known(
      isList ? { kind: "prefix-list", id: parseId(destination) } : { kind: "cidr", cidr: cidr(destination) },
    ),
    target: known({ kind, id }),
    state: state === "propagated" ? "active" : (state as Route["state"]),
    via: kind === "local" ? "local" : state === "propagated" ? "propagated" : "static",
    origin,
  };
}

/** Rules as `protocol port peer`: `tcp 443 10.0.0.0/16`, `tcp 443 sg-1`, `tcp 443 pl-1`, `all 10.0.0.0/8`. */
export function group(
  id: string,
  vpcId: string,
  rules: { ingress?: readonly string[]; egress?: readonly string[] },
): SecurityGroup {
  return {
    ...entity(id),
    vpc: parseId<VpcId>(vpcId),
    groupName: id,
    associatedVpcs: known([]),
    ingress: known((rules.ingress ?? []).map(rule)),
    egress: known((rules.egress ?? []).map(rule)),
  };
}

export function rule(text: string): GroupRule {
  const { traffic, rest } = trafficOf(text);
  const peer: GroupPeer = rest.startsWith("sg-")
    ? { kind: "security-group", id: parseId(rest) }
    : rest.startsWith("pl-")
      ? { kind: "prefix-list", id: parseId(rest) }
      : { kind: "cidr", cidr: cidr(rest) };
  return { traffic: known(traffic), peer: known(peer), origin };
}

/** Entries as `number direction action protocol ports cidr`: `100 in allow tcp 1024-65535 0.0.0.0/0`. */
export function acl(
  id: string,
  vpcId: string,
  entries: readonly string[],
  more: { subnets?: readonly string[]; isDefault?: boolean } = {},
): NetworkAcl {
  return {
    ...entity(id),
    vpc: parseId<VpcId>(vpcId),
    isDefault: more.isDefault ?? false,
    subnets: ids(more.subnets ?? []),
    entries: known(entries.map(entry)),
  };
}

export function entry(text: string): AclEntry {
  const [number = "", direction = "", action = "", ...match] = text.split(" ");
  const { traffic, rest } = trafficOf(match.join(" "));
  return {
    ruleNumber: Number(number),
    direction: direction === "in" ? "ingress" : "egress",
    action: action === "allow" ? "allow" : "deny",
    traffic: known(traffic),
    cidr: known(cidr(rest)),
    origin,
  };
}

function trafficOf(text: string) {
  const [protocol = "", ...words] = text.split(" ");
  const rest = words.at(-1) ?? "";
  if (protocol === "all") return { traffic: allTraffic, rest };
  const [from, to] = (words.length > 1 ? (words[0] ?? "") : "").split("-").map(Number);
  const isAny = words.length < 2;
  return {
    traffic: toTraffic(
      parseProtocol(protocol) ?? [],
      isAny ? undefined : from,
      isAny ? undefined : (to ?? from),
    ),
    rest,
  };
}

export function networkInterface(
  id: string,
  place: { vpc: string; subnet: string; addresses: string; groups: readonly string[] },
  changes: Partial<NetworkInterface> = {},
): NetworkInterface {
  return {
    ...entity(id),
    vpc: parseId<VpcId>(place.vpc),
    subnet: known(parseId(place.subnet)),
    addresses: known(place.addresses.split(" ").map(mustAddress)),
    groups: known(ids(place.groups)),
    sourceDestCheck: known(true),
    hasPublicIpv4: known(false),
    client: "linux",
    owner: `owner of ${id}`,
    ...changes,
  };
}

export function natGateway(
  id: string,
  vpcId: string,
  subnetId: string,
  address: string,
  changes: Partial<NatGateway> = {},
): NatGateway {
  return {
    ...entity(id),
    vpc: known(parseId<VpcId>(vpcId)),
    availability: "zonal",
    connectivity: "public",
    subnet: known(parseId(subnetId)),
    addresses: known([
      {
        privateAddress: known(mustAddress(address)),
        publicAddress: known(mustAddress("203.0.113.10")),
        networkInterface: undefined,
        availabilityZone: known(`${region}a`),
      },
    ]),
    state: "available",
    ...changes,
  };
}

export function gateway(kind: Gateway["kind"], id: string, ...vpcs: readonly string[]): Gateway {
  return { ...entity(id), kind, vpcs: ids(vpcs) };
}

export function interfaceEndpoint(service: string, changes: Partial<VpcEndpoint> = {}): VpcEndpoint {
  return {
    ...entity(`vpce-${service}`),
    vpc: known(parseId("vpc-1")),
    type: "interface",
    serviceName: known(`com.amazonaws.${region}.${service}`),
    serviceRegion: known(region),
    state: known("available"),
    policy: known({ kind: "full-access" }),
    privateDnsEnabled: known(true),
    privateDnsOnlyForInboundResolver: undefined,
    dnsNames: known([]),
    subnets: known(ids(["subnet-a"])),
    groups: known(ids(["sg-endpoint"])),
    networkInterfaces: known(ids([`eni-${service}`])),
    routeTables: known([]),
    ipAddressType: known("ipv4"),
    ...changes,
  };
}

export function gatewayEndpoint(
  service: string,
  tables: readonly string[],
  changes: Partial<VpcEndpoint> = {},
): VpcEndpoint {
  return {
    ...interfaceEndpoint(service),
    type: "gateway",
    privateDnsEnabled: known(false),
    subnets: known([]),
    groups: known([]),
    networkInterfaces: known([]),
    routeTables: known(ids(tables)),
    ...changes,
  };
}

function cidr(text: string) {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`no block: ${text}`);
  return parsed;
}

const openAcl = [
  "100 in allow all 0.0.0.0/0",
  "100 out allow all 0.0.0.0/0",
  "101 in allow all ::/0",
  "101 out allow all ::/0",
];

export const base: Network = withRows(
  {
    ...emptyNetwork,
    scopes: new Map([[scope, { id: scope, account: "111122223333", region, kind: "account" }]]),
  },
  {
    vpcs: [vpc("vpc-1", ["10.0.0.0/16"])],
    subnets: [
      subnet("subnet-public", "vpc-1", "10.0.0.0/24", "a", { mapPublicIpOnLaunch: known(true) }),
      subnet("subnet-a", "vpc-1", "10.0.1.0/24", "a"),
      subnet("subnet-b", "vpc-1", "10.0.2.0/24", "c"),
    ],
    routeTables: [
      table("rtb-public", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 igw-1"], { subnets: ["subnet-public"] }),
      table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-1"], {
        subnets: ["subnet-a", "subnet-b"],
      }),
      table("rtb-main", "vpc-1", ["10.0.0.0/16 local"], { main: true }),
    ],
    networkAcls: [acl("acl-1", "vpc-1", openAcl, { isDefault: true })],
    securityGroups: [
      group("sg-client", "vpc-1", { egress: ["all 0.0.0.0/0", "all ::/0"] }),
      group("sg-endpoint", "vpc-1", { ingress: ["tcp 443 10.0.0.0/16"], egress: ["all 0.0.0.0/0"] }),
    ],
    gateways: [gateway("internet-gateway", "igw-1", "vpc-1")],
    natGateways: [natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5")],
    networkInterfaces: [
      networkInterface("eni-a", {
        vpc: "vpc-1",
        subnet: "subnet-a",
        addresses: "10.0.1.10",
        groups: ["sg-client"],
      }),
    ],
    blockPublicAccess: [{ ...entity("bpa"), mode: known("off"), exclusions: known([]) }],
  },
);

/** `base` with interface endpoints, each with an interface in subnet-b. */
export function withEndpoints(network: Network, ...services: readonly string[]): Network {
  return withRows(network, {
    vpcEndpoints: services.map((service) =>
      interfaceEndpoint(service, { subnets: known(ids(["subnet-b"])) }),
    ),
    networkInterfaces: services.map((service, index) =>
      networkInterface(
        `eni-${service}`,
        { vpc: "vpc-1", subnet: "subnet-b", addresses: `10.0.2.${20 + index}`, groups: ["sg-endpoint"] },
        { client: "endpoint", owner: `vpce-${service}` },
      ),
    ),
  });
}

/** A prefix list of the account's own. */
export function prefixList(id: string, name: string, cidrs: readonly string[]): RowOf<"prefixLists"> {
  return {
    ...entity(id),
    listName: name,
    owner: name.startsWith("com.amazonaws.") ? "aws" : "customer",
    entries: known(cidrs.map(cidr)),
  };
}

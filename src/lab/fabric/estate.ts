/** The network as the fabric builds it: what stands in each VPC, by which tables packets leave it, and on which wires. */
import { mustCidr } from "../../model/address.ts";
import type { Cidr, Family } from "../../model/address.ts";
import { parseId } from "../../model/entity/entity.ts";
import type { SubnetId, VpcId } from "../../model/entity/entity.ts";
import type { NetworkAcl } from "../../model/entity/firewall.ts";
import type { NatGateway, Peering } from "../../model/entity/gateway.ts";
import type { Route, RouteTable, RouteTarget } from "../../model/entity/route-table.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { known, valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import { natPorts, toPort } from "./port.ts";
import type { Port, PublicAddressOf } from "./port.ts";

export type { Port } from "./port.ts";

/** Where packets come into the router from, to be sent on by a table of its own: a subnet, or a regional NAT gateway. */
export interface Segment {
  readonly id: string;
  /** On every packet from there; 0 is on those from elsewhere. */
  readonly mark: number;
  readonly table: RouteTable | undefined;
  readonly acl: NetworkAcl | undefined;
  /** Within them, packets need no route. */
  readonly cidrs: readonly Cidr[];
}

export interface VpcEstate {
  readonly vpc: Vpc;
  /** Only blocks that are at work. */
  readonly cidrs: readonly Cidr[];
  readonly segments: ReadonlyMap<string, Segment>;
  readonly ports: readonly Port[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly exits: readonly Exit[];
  readonly peers: readonly Peer[];
}

/** The internet gateway, and the egress-only one. */
export type Exit = "igw" | "eigw";

/** A VPC at the other end of an active peering connection. */
export interface Peer {
  readonly peering: Peering;
  readonly vpc: VpcId;
  /** Groups of one Region may name those of the other VPC. */
  readonly isSameRegion: boolean;
}

export function toEstate(network: Network, vpc: Vpc, publicAddressOf: PublicAddressOf): VpcEstate {
  const natGateways = [...network.natGateways.values()].filter(
    (row) => valueOr(row.vpc, undefined) === vpc.id,
  );
  const regional = natGateways.filter(({ subnet }) => subnet === undefined);
  const cidrs = cidrsOf(vpc);
  return {
    vpc,
    cidrs,
    segments: segmentsOf(network, vpc, cidrs, regional),
    ports: eachOnce([
      ...rowsIn(vpc, network.networkInterfaces).flatMap((row) => toPort(row, publicAddressOf)),
      ...natGateways.flatMap((row) => natPorts(row, regional.indexOf(row), publicAddressOf)),
    ]),
    endpoints: [...network.vpcEndpoints.values()].filter((row) => valueOr(row.vpc, undefined) === vpc.id),
    exits: exitsOf(network, vpc),
    peers: peersOf(network, vpc.id),
  };
}

const rowsIn = <Row extends { readonly vpc: VpcId }>(
  vpc: Vpc,
  table: ReadonlyMap<unknown, Row>,
): readonly Row[] => [...table.values()].filter((row) => row.vpc === vpc.id);

/** An address is the first one's that has it. */
function eachOnce(ports: readonly Port[]): readonly Port[] {
  const taken = new Set<bigint>();
  return ports.map((port) => {
    const addresses = port.addresses.filter((address) => !taken.has(address));
    for (const address of addresses) taken.add(address);
    return addresses.length === port.addresses.length ? port : { ...port, addresses };
  });
}

const cidrsOf = ({ cidrs }: Vpc): readonly Cidr[] =>
  valueOr(cidrs, []).flatMap(({ cidr, state }) => (state === "associated" ? [cidr] : []));

/** Where the port's own packets come from; undefined where its subnet is not in the input. */
export const segmentOf = ({ segments }: VpcEstate, { subnet, id }: Port): Segment | undefined =>
  segments.get(subnet ?? id);

function segmentsOf(
  network: Network,
  vpc: Vpc,
  cidrs: readonly Cidr[],
  regional: readonly NatGateway[],
): ReadonlyMap<string, Segment> {
  const tables = rowsIn(vpc, network.routeTables);
  const acls = rowsIn(vpc, network.networkAcls);
  const main = tables.find((table) => table.main);
  const defaultAcl = acls.find(({ isDefault }) => isDefault);
  const tableOf = new Map<SubnetId, RouteTable>();
  for (const table of tables) for (const subnet of table.subnets) tableOf.set(subnet, table);
  const aclOf = new Map<SubnetId, NetworkAcl>();
  for (const acl of acls) for (const subnet of acl.subnets) aclOf.set(subnet, acl);
  const subnets = rowsIn(vpc, network.subnets).map((subnet) => ({
    id: subnet.id,
    table: tableOf.get(subnet.id) ?? main,
    acl: aclOf.get(subnet.id) ?? defaultAcl,
    cidrs: valueOr(subnet.cidrs, []),
  }));
  const others = regional.map((nat) => ({
    id: nat.id,
    table: tables.find(({ gateways }) => gateways.includes(nat.id)) ?? impliedTable(network, nat, vpc, cidrs),
    acl: undefined,
    cidrs: [],
  }));
  return new Map([...subnets, ...others].map((row, index) => [String(row.id), { ...row, mark: index + 1 }]));
}

/** AWS gives a regional NAT gateway a table of its own, with a route to the VPC's internet gateway. */
function impliedTable(
  network: Network,
  { id, scope, origin }: NatGateway,
  vpc: Vpc,
  cidrs: readonly Cidr[],
): RouteTable | undefined {
  const gateway = [...network.gateways.values()].find(
    ({ kind, vpcs }) => kind === "internet-gateway" && vpcs.includes(vpc.id),
  );
  if (gateway === undefined) return undefined;
  const toRoute = (cidr: Cidr, target: RouteTarget): Route => ({
    destination: known({ kind: "cidr", cidr }),
    target: known(target),
    state: "active",
    via: target.kind === "local" ? "local" : "static",
    origin,
  });
  return {
    id: parseId(`${id}.routes`),
    aliases: [],
    scope,
    origin,
    vpc: vpc.id,
    main: false,
    subnets: [],
    gateways: [id],
    routes: known([
      ...cidrs.map((cidr) => toRoute(cidr, { kind: "local", id: "local" })),
      toRoute(anywhere, { kind: "internet-gateway", id: gateway.id }),
    ]),
  };
}

const anywhere = mustCidr("0.0.0.0/0");

const exitKinds: readonly (readonly [Exit, RouteTarget["kind"]])[] = [
  ["igw", "internet-gateway"],
  ["eigw", "egress-only-internet-gateway"],
];

/** An active route says that a gateway is there, whether or not it was listed. */
function exitsOf(network: Network, vpc: Vpc): readonly Exit[] {
  const routes = rowsIn(vpc, network.routeTables).flatMap((table) => valueOr(table.routes, []));
  return exitKinds.flatMap(([exit, kind]) => {
    const isAttached = [...network.gateways.values()].some(
      (row) => row.kind === kind && row.vpcs.includes(vpc.id),
    );
    const isRouted = routes.some(
      ({ target, state }) =>
        state === "active" &&
        target.known &&
        target.value.kind === kind &&
        !network.gateways.has(target.value.id as never),
    );
    return isAttached || isRouted ? [exit] : [];
  });
}

export function peersOf(network: Network, vpc: VpcId): readonly Peer[] {
  return [...network.peerings.values()].flatMap((peering): readonly Peer[] => {
    const other = otherVpc(peering, vpc);
    if (other === undefined || !isActive(peering) || !network.vpcs.has(other)) return [];
    const { requester, accepter } = peering;
    return [{ peering, vpc: other, isSameRegion: requester.region === accepter.region }];
  });
}

export const isActive = ({ status }: Peering): boolean => status.toLowerCase() === "active";

/** Undefined as well where `vpc` has no part in the connection. */
export function otherVpc({ requester, accepter }: Peering, vpc: VpcId): VpcId | undefined {
  const ends = [requester, accepter].map((side) => valueOr(side.vpc, undefined));
  return ends.includes(vpc) ? ends.find((end) => end !== undefined && end !== vpc) : undefined;
}

export const cidrTexts = (cidrs: readonly Cidr[], family: Family): readonly string[] =>
  cidrs.filter((cidr) => cidr.family === family).map(({ text }) => text);

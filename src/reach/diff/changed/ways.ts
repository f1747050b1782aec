/**
 * Whether rules on the way have changed: for sources of one VPC and addresses of one area. What stands at neither end,
 * and nowhere between, does not matter; and of a route table that has changed only what it does with these addresses.
 */
import type { VpcId } from "../../../model/entity/entity.ts";
import type { NetworkAcl, AclEntry } from "../../../model/entity/firewall.ts";
import type { RouteTable } from "../../../model/entity/route-table.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import { intersect, subtract, toSet } from "../../../model/interval-set.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network, TableName } from "../../../model/network.ts";
import { chooseRoutes } from "../../route.ts";
import type { Choice } from "../../route.ts";
import { interfaceOf } from "../../way/appliance.ts";
import type { World } from "../../world.ts";
import { everywhere } from "../cells/area.ts";
import type { Area } from "../cells/area.ts";
import { vpcsTowards } from "../cells/reading.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { isAlike } from "./alike.ts";
import { changedTransit } from "./transit.ts";
import { changedItems, changedRows } from "./rows.ts";
import type { ChangedRow } from "./rows.ts";

/** Entries of ACLs that only one network has: they decide about no packet that they do not match. */
export interface ChangedAcl {
  readonly entries: readonly AclEntry[];
}

/** Of packets that go this way. */
export interface WayChange {
  /** Where any of them may fare otherwise. */
  readonly where: AddressSet;
  /** What else decides otherwise, about some of them. */
  readonly acls: readonly ChangedAcl[];
}

export interface ChangedWays {
  /** Whether something that belongs to no VPC has changed. */
  readonly isEverywhere: boolean;
  /** Where something has, or a name leads elsewhere. */
  readonly vpcs: ReadonlySet<string>;
  readonly between: (vpc: Sides<string>, area: Area) => WayChange;
}

interface OfVpc {
  isWhole: boolean;
  readonly tables: Sides<RouteTable | undefined>[];
  /** Gateways that matter where a route leads to them, each with the ends that it may treat otherwise. */
  readonly targets: Map<string, AddressSet>;
  readonly acls: ChangedAcl[];
}

const ofNoVpc: readonly TableName[] = ["blockPublicAccess", "endpointServices"];

export function changedWays(worlds: Sides<World>): ChangedWays {
  const networks = both(worlds, ({ network }) => network);
  const changes = changesByVpc(worlds, networks);
  const transit = { isWhole: false, tables: [], targets: changedTransit(worlds, networks), acls: [] };
  const isEverywhere =
    (["scopes", "gaps", "unresolved"] as const).some(
      (name) => !isAlike(networks.before[name], networks.after[name]),
    ) || ofNoVpc.some((table) => changedRows(networks, table).length > 0);
  return {
    isEverywhere,
    vpcs: new Set<string>([...changes.keys(), ...vpcsOf(changedRows(networks, "vpcEndpoints"))]),
    between: (vpc, area) => {
      const all = { where: area.set, acls: [] };
      if (isEverywhere) return all;
      const passed = new Set(
        sides.flatMap((side) => [vpc[side], area.holder[side] ?? "", ...vpcsTowards(worlds[side], area.set)]),
      );
      const met = [transit, ...[...passed].flatMap((id) => changes.get(id) ?? [])];
      if (met.some(({ isWhole }) => isWhole)) return all;
      // Answers come back to where the packets came from.
      const back = toSet(sides.flatMap((side) => blocksOf(worlds[side], vpc[side])));
      if (met.some((one) => reroutedBy(worlds, one, back, passed).length > 0)) return all;
      const where = met.flatMap((one) => reroutedBy(worlds, one, area.set, passed));
      return { where: toSet(where), acls: met.flatMap(({ acls }) => acls) };
    },
  };
}

function changesByVpc(worlds: Sides<World>, networks: Sides<Network>): ReadonlyMap<string, OfVpc> {
  const changes = new Map<string, OfVpc>();
  const at = (vpc: string | undefined): OfVpc => {
    const known = changes.get(vpc ?? "?") ?? {
      isWhole: false,
      tables: [],
      targets: new Map<string, AddressSet>(),
      acls: [],
    };
    changes.set(vpc ?? "?", known);
    return known;
  };
  for (const { before, after } of changedRows(networks, "vpcs")) at((before ?? after)?.id).isWhole = true;
  for (const row of changedRows(networks, "subnets"))
    for (const side of sides) at(row[side]?.vpc).isWhole = true;
  for (const row of changedRows(networks, "gateways"))
    for (const side of sides) for (const vpc of row[side]?.vpcs ?? []) at(vpc).isWhole = true;
  for (const row of changedRows(networks, "natGateways"))
    for (const side of sides) targetIn(at, row[side]?.vpc, row[side]?.id);
  // A gateway endpoint may bring routes that no table lists, and one endpoint may stand in another's way.
  for (const vpc of vpcsOfChangedEndpoints(networks)) {
    for (const { topology } of [worlds.before, worlds.after])
      for (const { id } of topology.endpointsOf(vpc)) at(vpc).targets.set(id, everywhere);
    at(vpc).tables.push(...tablesOf(networks, vpc));
  }
  for (const row of changedRows(networks, "peerings")) {
    for (const side of sides) {
      targetIn(at, row[side]?.requester.vpc, row[side]?.id);
      targetIn(at, row[side]?.accepter.vpc, row[side]?.id);
    }
  }
  for (const row of tablesThatMayDiffer(networks)) at((row.before ?? row.after)?.vpc).tables.push(row);
  for (const row of changedRows(networks, "networkAcls")) addAcl(at((row.before ?? row.after)?.vpc), row);
  for (const vpc of vpcsOfForwarders(worlds, networks)) at(vpc).isWhole = true;
  return changes;
}

/** Of endpoints that may treat packets to their addresses otherwise. */
export function vpcsOfChangedEndpoints(networks: Sides<Network>): ReadonlySet<VpcId> {
  return vpcsOf(changedRows(networks, "vpcEndpoints").filter((row) => !isOfNamesAlone(networks, row)));
}

const vpcsOf = (rows: readonly ChangedRow<VpcEndpoint>[]): ReadonlySet<VpcId> =>
  new Set(
    rows.flatMap(({ before, after }) =>
      [before, after].flatMap((row) => (row === undefined ? [] : valueOr(row.vpc, []))),
    ),
  );

/** Names that it owns matter to its packets only where AWS may yet refuse it for them (`endpoint/refusal.ts`). */
function isOfNamesAlone(networks: Sides<Network>, { before, after }: ChangedRow<VpcEndpoint>): boolean {
  if (before === undefined || after === undefined) return false;
  const isDeployed = (network: Network, { scope }: VpcEndpoint) =>
    network.scopes.get(scope)?.kind === "account";
  return (
    isDeployed(networks.before, before) &&
    isDeployed(networks.after, after) &&
    isAlike(withoutNames(before), withoutNames(after))
  );
}

const withoutNames = (row: VpcEndpoint) => ({
  ...row,
  privateDnsEnabled: undefined,
  privateDnsOnlyForInboundResolver: undefined,
  dnsNames: undefined,
});

function tablesOf({ before, after }: Sides<Network>, vpc: VpcId): readonly Sides<RouteTable | undefined>[] {
  return [...before.routeTables.values()]
    .filter((row) => row.vpc === vpc)
    .map((row) => ({ before: row, after: after.routeTables.get(row.id) }));
}

type At = (vpc: string | undefined) => OfVpc;

function targetIn(
  at: At,
  vpc: { readonly known: boolean; readonly value?: string } | undefined,
  id: string | undefined,
): void {
  if (vpc !== undefined && id !== undefined) at(vpc.value).targets.set(id, everywhere);
}

/** A table is another where a prefix list is that it names; `chooseRoutes` tells. */
function tablesThatMayDiffer(networks: Sides<Network>): readonly Sides<RouteTable | undefined>[] {
  const isListed = ({ routes }: RouteTable) =>
    valueOr(routes, []).some(
      ({ destination }) => destination.known && destination.value.kind === "prefix-list",
    );
  const lists = changedRows(networks, "prefixLists");
  const changed = changedRows(networks, "routeTables");
  if (lists.length === 0) return changed;
  const { before, after } = both(networks, ({ routeTables }) => routeTables);
  return [
    ...changed,
    ...[...before.values()].filter(isListed).map((row) => ({ before: row, after: after.get(row.id) })),
  ];
}

function addAcl(own: OfVpc, { before, after }: Sides<NetworkAcl | undefined>): void {
  const isSame =
    before !== undefined &&
    after !== undefined &&
    before.entries.known &&
    after.entries.known &&
    isAlike({ ...before, entries: [] }, { ...after, entries: [] });
  if (isSame && before.entries.known && after.entries.known)
    own.acls.push({ entries: changedItems(before.entries.value, after.entries.value) });
  else own.isWhole = true;
}

/** Whose interfaces, or groups of those, stand on the way: NAT instances and appliances. */
function vpcsOfForwarders(worlds: Sides<World>, networks: Sides<Network>): readonly string[] {
  const groups = new Set(
    changedRows(networks, "securityGroups").map(({ before, after }) => (before ?? after)?.id),
  );
  const interfaces = new Set(
    changedRows(networks, "networkInterfaces").map(({ before, after }) => (before ?? after)?.id),
  );
  return sides.flatMap((side) =>
    [...worlds[side].network.routeTables.values()].flatMap(({ routes }) =>
      valueOr(routes, []).flatMap(({ target }) => {
        if (!target.known || !["instance", "network-interface"].includes(target.value.kind)) return [];
        const row = interfaceOf(worlds[side].network, target.value);
        if (!row.known) return [];
        const isChanged =
          interfaces.has(row.value.id) || valueOr(row.value.groups, []).some((id) => groups.has(id));
        return isChanged ? [row.value.vpc] : [];
      }),
    ),
  );
}

const blocksOf = ({ network }: World, vpc: string): AddressSet => {
  const cidrs = network.vpcs.get(vpc as never)?.cidrs;
  return toSet(
    (cidrs === undefined ? [] : valueOr(cidrs, [])).map(({ cidr }) => [cidr.first, cidr.last] as const),
  );
};

/** Of `set`, what tables that have changed send elsewhere, and what goes by gateways that have. */
function reroutedBy(
  worlds: Sides<World>,
  { tables, targets }: OfVpc,
  set: AddressSet,
  vpcs: ReadonlySet<string>,
): AddressSet {
  const moved = tables.map(({ before, after }): AddressSet => {
    const isOther =
      before === undefined ||
      after === undefined ||
      !isAlike({ ...before, routes: [] }, { ...after, routes: [] });
    return isOther
      ? set
      : movedBetween(chooseRoutes(worlds.before, before, set), chooseRoutes(worlds.after, after, set), set);
  });
  const led = targets.size === 0 ? [] : sides.map((side) => ledTo(worlds[side], targets, set, vpcs));
  return toSet([...moved, ...led].flat());
}

/** Of `set`, what is not sent the same way by both. */
export function movedBetween(
  before: readonly Choice[],
  after: readonly Choice[],
  set: AddressSet,
): AddressSet {
  const alike = before.flatMap((was) =>
    after.filter((is) => isAlike(was.decision, is.decision)).flatMap((is) => intersect(was.dst, is.dst)),
  );
  return subtract(set, toSet(alike));
}

function ledTo(
  world: World,
  targets: OfVpc["targets"],
  set: AddressSet,
  vpcs: ReadonlySet<string>,
): AddressSet {
  const tables = [...world.network.routeTables.values()].filter(({ vpc }) => vpcs.has(vpc));
  const choices = tables.flatMap((table) => chooseRoutes(world, table, set));
  const led = choices.flatMap(({ decision, dst }): AddressSet => {
    if (decision.kind !== "route") return decision.kind === "unknown" ? dst : [];
    const { target } = decision.route;
    return target.known ? intersect(dst, targets.get(target.value.id) ?? []) : dst;
  });
  return toSet(led);
}

/**
 * Routes: which way out of a subnet a packet takes.
 *
 * Longest prefix first; between equal prefixes static before prefix list before propagated
 * (https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html, read 2026-11-24). Prefix lists are
 * expanded and matched entry by entry. A blackhole still wins and drops.
 *
 * | table                              | packet to 10.1.2.3      | because                                   |
 * |------------------------------------|-------------------------|-------------------------------------------|
 * | 10.0.0.0/8 → a, 10.1.0.0/16 → b    | b                       | the longer prefix                         |
 * | 10.1.0.0/16 → a, propagated → b    | a                       | static before propagated                  |
 * | pl-1 (10.1.0.0/16) → a, pl-2 → b   | cannot tell             | AWS picks one of two prefix lists at random |
 */
import type { AddressSet } from "../model/interval-set.ts";
import type { MissingFact } from "../model/answer.ts";
import { formatOrigin } from "../model/entity/entity.ts";
import type { PrefixListId } from "../model/entity/entity.ts";
import type { Route, RouteTable } from "../model/entity/route-table.ts";
import { intersect, isEmpty, nameOf, subtract, toSet } from "../model/interval-set.ts";
import { mapKnown, valueOr } from "../model/known.ts";
import { expandPrefixList } from "./prefix-list.ts";
import type { World } from "./world.ts";

/** Part of the destinations, and the route that takes them. */
export interface Choice {
  readonly dst: AddressSet;
  readonly decision:
    | { readonly kind: "route"; readonly route: Route; readonly assumed: readonly MissingFact[] }
    | { readonly kind: "none" }
    | { readonly kind: "unknown"; readonly missing: readonly MissingFact[] };
}

/** A table ready to be asked: one row per block, best first, and the routes whose destination is not known. */
interface CompiledTable {
  readonly table: RouteTable;
  readonly rows: readonly Row[];
  readonly unread: readonly MissingFact[];
  /** What has been asked already. */
  readonly choices: Map<AddressSet | bigint, readonly Choice[]>;
}

interface Row {
  readonly first: bigint;
  readonly last: bigint;
  readonly rank: number;
  readonly route: Route;
  readonly assumed: readonly MissingFact[];
}

const ranks = { local: 0, static: 0, "prefix-list": 1, propagated: 2 } as const;

/** Every destination goes to exactly one choice; the parts are disjoint and cover `dst`. */
export function chooseRoutes(world: World, table: RouteTable, dst: AddressSet): readonly Choice[] {
  const compiled = world.once("compiled route table", table, () => compileTable(world, table));
  const name = nameOf(dst);
  const known = compiled.choices.get(name);
  if (known !== undefined) return known;
  const choices = choose(compiled, dst);
  compiled.choices.set(name, choices);
  return choices;
}

function compileTable(world: World, table: RouteTable): CompiledTable {
  const rows: Row[] = [];
  const unread: MissingFact[] = table.routes.known ? [] : [table.routes];
  const declared = valueOr(table.routes, []);
  for (const route of [...declared, ...impliedRoutes(world, table, declared)]) {
    if (route.state === "filtered") continue;
    const { destination } = route;
    if (!destination.known) {
      unread.push(destination);
    } else if (destination.value.kind === "cidr") {
      rows.push({ ...destination.value.cidr, rank: ranks[route.via], route, assumed: [] });
    } else {
      const listed = expandPrefixList(world, destination.value.id);
      if (!listed.known) unread.push(listed);
      else
        rows.push(
          ...listed.value.cidrs.map((cidr) => ({
            ...cidr,
            rank: ranks["prefix-list"],
            route,
            assumed: listed.value.assumed,
          })),
        );
    }
  }
  return { table, rows: rows.toSorted(bySpecificity), unread, choices: new Map() };
}

const bySpecificity = (a: Row, b: Row) => {
  const sizeA = a.last - a.first;
  const sizeB = b.last - b.first;
  return sizeA === sizeB ? a.rank - b.rank : sizeA < sizeB ? -1 : 1;
};

interface Taken {
  readonly intervals: AddressSet[];
  readonly rivals: Route[];
  readonly assumed: readonly MissingFact[];
}

function choose(compiled: CompiledTable, dst: AddressSet): readonly Choice[] {
  const { rows, table, unread } = compiled;
  const taken = new Map<Route, Taken>();
  let rest = dst;
  for (const [index, row] of rows.entries()) {
    if (isEmpty(rest)) break;
    const hit = intersect(rest, [[row.first, row.last]]);
    if (isEmpty(hit)) continue;
    rest = subtract(rest, hit);
    const rivals = rivalsOf(rows, index);
    const earlier = taken.get(row.route);
    if (earlier === undefined) taken.set(row.route, { intervals: [hit], rivals, assumed: row.assumed });
    else {
      earlier.intervals.push(hit);
      earlier.rivals.push(...rivals);
    }
  }
  const decided = [...taken].map(([route, { intervals, rivals, assumed }]): Choice => {
    const whole = taken.size === 1 && isEmpty(rest) ? dst : toSet(intervals.flat());
    return decide(compiled, { route, dst: whole, rivals, assumed });
  });
  if (isEmpty(rest)) return decided;
  const left = taken.size === 0 ? dst : rest;
  return [
    ...decided,
    unread.length > 0 ? undecided(left, table, unread) : { dst: left, decision: { kind: "none" } },
  ];
}

interface Candidate {
  readonly route: Route;
  readonly dst: AddressSet;
  readonly rivals: readonly Route[];
  readonly assumed: readonly MissingFact[];
}

function decide({ table, unread }: CompiledTable, { route, dst, rivals, assumed }: Candidate): Choice {
  // A route we cannot read may be more specific than any but the local one, which only a middlebox may override.
  if (unread.length > 0 && route.via !== "local") return undecided(dst, table, unread);
  if (rivals.length === 0) return { dst, decision: { kind: "route", route, assumed } };
  const fact = `which of two overlapping prefix lists ${table.id} uses: AWS picks one at random`;
  const settledBy = `aws ec2 describe-route-tables --route-table-ids ${table.id}`;
  return undecided(dst, table, [{ fact, settledBy }]);
}

function undecided(dst: AddressSet, { id }: RouteTable, missing: readonly MissingFact[]): Choice {
  const facts =
    missing.length > 0
      ? missing
      : [{ fact: `the routes of ${id}`, settledBy: `aws ec2 describe-route-tables --route-table-ids ${id}` }];
  return { dst, decision: { kind: "unknown", missing: facts } };
}

/** Later rows of prefix lists with an equal block and another target (route-tables-priority, "prefix lists"). */
function rivalsOf(rows: readonly Row[], index: number): Route[] {
  const row = rows[index];
  const rivals: Route[] = [];
  if (row?.rank !== ranks["prefix-list"]) return rivals;
  for (let next = index + 1; next < rows.length; next += 1) {
    const other = rows[next];
    if (other === undefined || other.last - other.first !== row.last - row.first) break;
    if (
      other.rank === row.rank &&
      other.first === row.first &&
      targetText(other.route) !== targetText(row.route)
    ) {
      rivals.push(other.route);
    }
  }
  return rivals;
}

/**
 * The route a gateway endpoint adds to each of its tables. A live table lists it; a template implies it.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html (read 2026-11-24)
 */
function impliedRoutes(world: World, table: RouteTable, declared: readonly Route[]): readonly Route[] {
  if (world.network.scopes.get(table.scope)?.kind !== "template") return [];
  const taken = new Set<string>();
  return world.topology.endpointsOf(table.vpc).flatMap((endpoint): readonly Route[] => {
    const { id, type, routeTables, serviceName, origin } = endpoint;
    if (type !== "gateway" || (routeTables.known && !routeTables.value.includes(table.id))) return [];
    if (declared.some(({ target }) => target.known && target.value.id === id)) return [];
    // AWS refuses a second endpoint of a service in a table: it gets no route.
    const name = valueOr(serviceName, id);
    if (taken.has(name)) return [];
    taken.add(name);
    const destination = mapKnown(serviceName, (service) => ({
      kind: "prefix-list" as const,
      id: listIdOf(world, service),
    }));
    const target = mapKnown(routeTables, () => ({ kind: "vpc-endpoint" as const, id }));
    return [{ destination, target, state: "active", via: "static", origin }];
  });
}

/** The input's own list of this name, else the stand-in for AWS's. */
export function listIdOf({ network, facts }: World, listName: string): PrefixListId {
  for (const list of network.prefixLists.values()) if (list.listName === listName) return list.id;
  return facts.prefixListIdFor(listName);
}

/** `rtb-1: 0.0.0.0/0 -> nat-1` */
export function routeText(table: RouteTable, route: Route): string {
  const { destination, state } = route;
  const to = !destination.known
    ? "?"
    : destination.value.kind === "cidr"
      ? destination.value.cidr.text
      : destination.value.id;
  return `${table.id}: ${to} -> ${targetText(route)}${state === "active" ? "" : ` (${state})`}`;
}

const targetText = ({ target }: Route) => (target.known ? target.value.id : target.fact);

export const routeOrigin = (route: Route) => formatOrigin(route.origin);

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
import { familyOf } from "../model/address.ts";
import type { Cidr, Family } from "../model/address.ts";
import type { AddressSet } from "../model/interval-set.ts";
import type { MissingFact } from "../model/answer.ts";
import { formatOrigin } from "../model/entity/entity.ts";
import type { Route, RouteTable } from "../model/entity/route-table.ts";
import { intersect, isEmpty, nameOf, subtract, toSet } from "../model/interval-set.ts";
import { known, mapKnown, valueOr } from "../model/known.ts";
import type { Known } from "../model/known.ts";
import { familiesTaken, impliedRoutes } from "./gateway-route.ts";
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
  readonly unread: readonly Unread[];
  /** What has been asked already. */
  readonly choices: Map<AddressSet | bigint, readonly Choice[]>;
}

interface Unread {
  readonly missing: MissingFact;
  /** Of the destinations that it may have; undefined where they are not known at all. */
  readonly family: Family | undefined;
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
  const before = compiled.choices.get(name);
  if (before !== undefined) return before;
  const choices = choose(compiled, dst);
  compiled.choices.set(name, choices);
  return choices;
}

function compileTable(world: World, table: RouteTable): CompiledTable {
  const rows: Row[] = [];
  const unread: Unread[] = table.routes.known ? [] : [{ missing: table.routes, family: undefined }];
  const declared = valueOr(table.routes, []);
  const written = declared.map((route) => ({ route, family: undefined }));
  for (const { route, family } of [...written, ...impliedRoutes(world, table, declared)]) {
    if (route.state === "filtered") continue;
    const read = rowsOf(world, route);
    if (read.known) rows.push(...read.value);
    else unread.push({ missing: read, family });
  }
  return { table, rows: rows.toSorted(bySpecificity), unread, choices: new Map() };
}

/** One for each block that the route takes. */
function rowsOf(world: World, route: Route): Known<readonly Row[]> {
  const { destination } = route;
  if (!destination.known) return destination;
  const families = familiesTaken(world, route);
  const isTaken = ({ family }: Cidr) => families.includes(family);
  if (destination.value.kind === "cidr") {
    const { cidr } = destination.value;
    return known(isTaken(cidr) ? [{ ...cidr, rank: ranks[route.via], route, assumed: [] }] : []);
  }
  return mapKnown(expandPrefixList(world, destination.value.id), ({ cidrs, assumed }) =>
    cidrs.filter(isTaken).map((cidr) => ({ ...cidr, rank: ranks["prefix-list"], route, assumed })),
  );
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

function choose(whole: CompiledTable, dst: AddressSet): readonly Choice[] {
  const compiled = { ...whole, unread: whole.unread.filter(({ family }) => mayTake(family, dst)) };
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
    const part = taken.size === 1 && isEmpty(rest) ? dst : toSet(intervals.flat());
    return decide(compiled, { route, dst: part, rivals, assumed });
  });
  if (isEmpty(rest)) return decided;
  const left = taken.size === 0 ? dst : rest;
  return [
    ...decided,
    unread.length > 0 ? undecided(left, table, missingIn(unread)) : { dst: left, decision: { kind: "none" } },
  ];
}

const mayTake = (family: Family | undefined, dst: AddressSet): boolean =>
  family === undefined || dst.some(([first]) => familyOf(first) === family);

interface Candidate {
  readonly route: Route;
  readonly dst: AddressSet;
  readonly rivals: readonly Route[];
  readonly assumed: readonly MissingFact[];
}

function decide({ table, unread }: CompiledTable, { route, dst, rivals, assumed }: Candidate): Choice {
  // A route we cannot read may be more specific than any but the local one, which only a middlebox may override.
  if (unread.length > 0 && route.via !== "local") return undecided(dst, table, missingIn(unread));
  if (rivals.length === 0) return { dst, decision: { kind: "route", route, assumed } };
  const fact = `which of two overlapping prefix lists ${table.id} uses: AWS picks one at random`;
  const settledBy = `aws ec2 describe-route-tables --route-table-ids ${table.id}`;
  return undecided(dst, table, [{ fact, settledBy }]);
}

const missingIn = (unread: readonly Unread[]): readonly MissingFact[] => unread.map(({ missing }) => missing);

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

/**
 * Route tables as the kernel's: one table each, the longest prefix wins, and what no route takes is dropped in silence.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html (read 2026-11-29)
 */
import type { Cidr, Family } from "../../model/address.ts";
import type { Route, RouteDestination, RouteTable, RouteTarget } from "../../model/entity/route-table.ts";
import { valueOr } from "../../model/known.ts";
import { families } from "./next-hop.ts";
import type { IpObject, NotBuilt } from "./plan.ts";

/** Where a route leads: by which device and next hop; `local` to whoever has the address; nowhere. */
export type Lead =
  /** A family that is left out goes nowhere. */
  | { readonly kind: "via"; readonly hop: Readonly<Partial<Record<Family, string>>> }
  | { readonly kind: "local" }
  | { readonly kind: "blackhole" };

/** `why`: what of it is not built, where AWS may take packets further than the lab does. */
export interface Led {
  readonly lead: Lead;
  /** The route is there for these alone; left out, for both. */
  readonly families?: readonly Family[] | undefined;
  readonly why?: string | undefined;
}

export interface RouteAsk {
  readonly table: RouteTable;
  readonly number: number;
  readonly leadOf: (target: RouteTarget, destination: RouteDestination) => Led;
  readonly blocksOf: BlocksOf;
  /** Where routes lead in the end. */
  readonly leadOn: (taken: readonly Taken[]) => readonly Taken[];
}

/** Undefined: they are not known. */
export type BlocksOf = (destination: RouteDestination) => readonly Cidr[] | undefined;

type Found = Omit<RouteAsk, "number" | "leadOn">;

/** A route as it is taken: of several for one block, AWS prefers one. */
export interface Taken {
  readonly cidr: Cidr;
  readonly rank: number;
  readonly lead: Lead;
}

const ranks = { local: 0, static: 0, propagated: 2 } as const;
const prefixListRank = 1;

/** Everything below the routes themselves is a blackhole, so that no question falls through to another table. */
export function toRoutes(ask: RouteAsk): {
  readonly objects: readonly IpObject[];
  readonly notBuilt: readonly NotBuilt[];
} {
  const { taken, why } = takeRoutes(ask);
  const routes = ask.leadOn(taken).map(({ cidr, lead }): IpObject => ({
    family: cidr.family,
    object: "route",
    spec: `${routeText(cidr, lead)} table ${ask.number}`,
  }));
  const ends = families.map((family): IpObject => ({
    family,
    object: "route",
    spec: `blackhole default metric 9999 table ${ask.number}`,
  }));
  const component = { kind: "route-table", id: ask.table.id };
  return { objects: [...routes, ...ends], notBuilt: [...why].map((text) => ({ component, why: text })) };
}

/** One for each block. `why`: what of the table is not built. */
export function takeRoutes(ask: Found): {
  readonly taken: readonly Taken[];
  readonly why: ReadonlySet<string>;
} {
  const taken = new Map<string, Taken>();
  const why = new Set<string>(ask.table.routes.known ? [] : ["its routes are not known"]);
  for (const route of valueOr(ask.table.routes, [])) {
    for (const each of toTaken(ask, route, why)) {
      const known = taken.get(each.cidr.text);
      if (known === undefined || each.rank < known.rank) taken.set(each.cidr.text, each);
    }
  }
  return { taken: [...taken.values()], why };
}

function toTaken({ leadOf, blocksOf }: Found, route: Route, notBuilt: Set<string>): readonly Taken[] {
  const { destination, target, state, via } = route;
  if (state === "filtered") return [];
  if (!destination.known || !target.known) {
    notBuilt.add("a route of it is not known");
    return [];
  }
  const {
    lead,
    families: own = families,
    why,
  }: Led = state === "blackhole" ? { lead: { kind: "blackhole" } } : leadOf(target.value, destination.value);
  if (why !== undefined) notBuilt.add(why);
  const blocks = blocksOf(destination.value);
  if (blocks === undefined) {
    notBuilt.add("the entries of a prefix list of it are not known");
    return [];
  }
  const rank = destination.value.kind === "prefix-list" ? prefixListRank : ranks[via];
  return blocks.filter(({ family }) => own.includes(family)).map((cidr) => ({ cidr, rank, lead }));
}

function routeText({ text, family }: Cidr, lead: Lead): string {
  // On to the table that knows every address of the VPC.
  if (lead.kind === "local") return `throw ${text}`;
  const hop = lead.kind === "via" ? lead.hop[family] : undefined;
  return hop === undefined ? `blackhole ${text}` : `${text} ${hop}`;
}

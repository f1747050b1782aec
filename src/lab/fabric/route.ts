/**
 * Route tables as the kernel's: one table each, the longest prefix wins, and what no route takes is dropped in silence.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html (read 2026-11-29)
 */
import type { Cidr, Family } from "../../model/address.ts";
import type { Route, RouteTable, RouteTarget } from "../../model/entity/route-table.ts";
import { valueOr } from "../../model/known.ts";
import { families } from "./next-hop.ts";
import type { IpObject, NotBuilt } from "./plan.ts";

/** Where a route leads: by which device and next hop; `local` to whoever has the address; nowhere. */
export type Lead =
  | { readonly kind: "via"; readonly hop: Readonly<Record<Family, string>> }
  | { readonly kind: "local" }
  | { readonly kind: "blackhole"; readonly why?: string };

export interface RouteAsk {
  readonly table: RouteTable;
  readonly number: number;
  readonly leadOf: (target: RouteTarget) => Lead;
  readonly blocksOf: (
    destination: Extract<Route["destination"], { known: true }>["value"],
  ) => readonly Cidr[];
}

interface Taken {
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
  const taken = new Map<string, Taken>();
  const notBuilt: NotBuilt[] = [];
  for (const route of valueOr(ask.table.routes, [])) {
    for (const each of toTaken(ask, route, notBuilt)) {
      const known = taken.get(each.cidr.text);
      if (known === undefined || each.rank < known.rank) taken.set(each.cidr.text, each);
    }
  }
  const routes = [...taken.values()].map(({ cidr, lead }): IpObject => ({
    family: cidr.family,
    object: "route",
    spec: `${routeText(cidr, lead)} table ${ask.number}`,
  }));
  const ends = families.map((family): IpObject => ({
    family,
    object: "route",
    spec: `blackhole default metric 9999 table ${ask.number}`,
  }));
  return { objects: [...routes, ...ends], notBuilt };
}

function toTaken(
  { table, leadOf, blocksOf }: RouteAsk,
  route: Route,
  notBuilt: NotBuilt[],
): readonly Taken[] {
  const { destination, target, state, via } = route;
  if (state === "filtered") return [];
  const component = { kind: "route-table", id: table.id };
  if (!destination.known || !target.known) {
    notBuilt.push({ component, why: "a route of it is not known" });
    return [];
  }
  const lead: Lead = state === "blackhole" ? { kind: "blackhole" } : leadOf(target.value);
  if (lead.kind === "blackhole" && lead.why !== undefined) notBuilt.push({ component, why: lead.why });
  const rank = destination.value.kind === "prefix-list" ? prefixListRank : ranks[via];
  return blocksOf(destination.value).map((cidr) => ({ cidr, rank, lead }));
}

function routeText({ text, family }: Cidr, lead: Lead): string {
  switch (lead.kind) {
    case "via":
      return `${text} ${lead.hop[family]}`;
    case "local":
      // On to the table that knows every address of the VPC.
      return `throw ${text}`;
    case "blackhole":
      return `blackhole ${text}`;
  }
}

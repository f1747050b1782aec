/**
 * Routes of a transit gateway: longest prefix, then static before propagated; a blackhole drops.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html#tgw-route-evaluation-overview (read 2026-11-24)
 */
import type { Leg, MissingFact } from "../../model/answer.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type {
  TransitGatewayAttachment,
  TransitGatewayRoute,
  TransitGatewayRouteTable,
} from "../../model/entity/transit-gateway.ts";
import { intersect, isEmpty, subtract } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import { find } from "../../model/network.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { addressLabel } from "../flow.ts";
import { at } from "../hop.ts";
import { expandPrefixList } from "../prefix-list.ts";
import type { World } from "../world.ts";

/** Part of the destinations, and the attachment they leave by; without one the findings say why. */
export interface TransitChoice {
  readonly dst: AddressSet;
  readonly attachment: TransitGatewayAttachment | undefined;
  readonly findings: readonly Finding[];
}

/** Where the table that `entry` is associated with sends `dst`. */
export function chooseTransitRoutes(
  world: World,
  entry: TransitGatewayAttachment,
  dst: AddressSet,
  leg: Leg,
): readonly TransitChoice[] {
  const place = at(leg, "transit-gateway", "transit-gateway-attachment", entry.id);
  const { association } = entry;
  const stop = (finding: Finding): readonly TransitChoice[] => [
    { dst, attachment: undefined, findings: [finding] },
  ];
  if (!association.known) return stop(cannotTell(place, `the route table of ${entry.id}`, [association]));
  if (association.value === "none") return stop(notAssociated(entry, leg));
  const table = find(world.network, "transitGatewayRouteTables", association.value);
  if (!table.known) return stop(cannotTell(place, `the route table of ${entry.id}`, [table]));
  if (!table.value.routes.known)
    return stop(cannotTell(place, `routes of ${table.value.id}`, [table.value.routes]));
  const routes = table.value.routes.value;
  const { rows, unread } = world.once("rows of a transit gateway table", routes, () => rowsOf(world, routes));
  const choices: TransitChoice[] = [];
  let rest = dst;
  for (const row of rows) {
    const hit = intersect(rest, [[row.first, row.last]]);
    if (isEmpty(hit)) continue;
    rest = subtract(rest, hit);
    choices.push(
      unread.length > 0
        ? unsure(hit, table.value, unread, leg)
        : take(world, hit, table.value, row.route, leg),
    );
  }
  if (isEmpty(rest)) return choices;
  return [
    ...choices,
    unread.length > 0 ? unsure(rest, table.value, unread, leg) : none(rest, table.value, leg),
  ];
}

interface Row {
  readonly first: bigint;
  readonly last: bigint;
  readonly route: TransitGatewayRoute;
}

function rowsOf(
  world: World,
  routes: readonly TransitGatewayRoute[],
): { rows: readonly Row[]; unread: readonly MissingFact[] } {
  const unread: MissingFact[] = [];
  const rows = routes
    .filter(({ state }) => state === "active" || state === "blackhole")
    .flatMap((route): readonly Row[] => {
      const { destination } = route;
      if (!destination.known) unread.push(destination);
      if (!destination.known) return [];
      if (destination.value.kind === "cidr") return [{ ...destination.value.cidr, route }];
      const listed = expandPrefixList(world, destination.value.id);
      if (!listed.known) unread.push(listed);
      return listed.known ? listed.value.cidrs.map((cidr) => ({ ...cidr, route })) : [];
    });
  return { rows: rows.toSorted(bySpecificity), unread };
}

function bySpecificity(a: Row, b: Row): number {
  const difference = a.last - a.first - (b.last - b.first);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return Number(a.route.via === "propagated") - Number(b.route.via === "propagated");
}

const inTable = (leg: Leg, id: string) => at(leg, "transit-gateway", "transit-gateway-route-table", id);

function take(
  world: World,
  dst: AddressSet,
  { id }: TransitGatewayRouteTable,
  route: TransitGatewayRoute,
  leg: Leg,
): TransitChoice {
  const origin = formatOrigin(route.origin);
  const to = route.destination.known
    ? route.destination.value.kind === "cidr"
      ? route.destination.value.cidr.text
      : route.destination.value.id
    : "?";
  const { attachment } = route;
  if (route.state === "blackhole" || attachment === undefined) {
    const finding = drop(inTable(leg, id), `${id}: ${to} is a blackhole`, origin, {
      code: "TGW_RTB_BAD_STATE_ROUTE",
      direction: leg === "forward" ? "egress" : "ingress",
      message: `the route to ${to} in ${id} is a blackhole`,
      fix: `replace or delete it`,
    });
    return { dst, attachment: undefined, findings: [finding] };
  }
  const row = attachment.known
    ? find(world.network, "transitGatewayAttachments", attachment.value)
    : attachment;
  if (!row.known)
    return {
      dst,
      attachment: undefined,
      findings: [cannotTell(inTable(leg, id), `${id}: ${to}`, [row], origin)],
    };
  return {
    dst,
    attachment: row.value,
    findings: [pass(inTable(leg, id), `${id}: ${to} -> ${row.value.id}`, origin)],
  };
}

function unsure(
  dst: AddressSet,
  { id }: TransitGatewayRouteTable,
  unread: readonly MissingFact[],
  leg: Leg,
): TransitChoice {
  return { dst, attachment: undefined, findings: [cannotTell(inTable(leg, id), `routes of ${id}`, unread)] };
}

function none(dst: AddressSet, { id, origin }: TransitGatewayRouteTable, leg: Leg): TransitChoice {
  const to = addressLabel(dst);
  const finding = drop(inTable(leg, id), `no route of ${id} leads to ${to}`, formatOrigin(origin), {
    code: "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
    direction: leg === "forward" ? "egress" : "ingress",
    message: `no route of ${id} leads ${leg === "forward" ? "to" : "back to"} ${to}`,
    fix: `add a static route for it to ${id}, or propagate the attachment's routes`,
  });
  return { dst, attachment: undefined, findings: [finding] };
}

function notAssociated({ id, origin }: TransitGatewayAttachment, leg: Leg): Finding {
  return drop(
    at(leg, "transit-gateway", "transit-gateway-attachment", id),
    `${id} is associated with no route table`,
    formatOrigin(origin),
    {
      code: "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
      direction: leg === "forward" ? "egress" : "ingress",
      message: `${id} is associated with no route table of its transit gateway: what it brings is dropped`,
      fix: `associate ${id} with a route table`,
    },
  );
}

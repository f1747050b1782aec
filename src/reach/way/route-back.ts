/** The answer's route out of a subnet: it must lead to where the packet came from. */
import { mustCidr } from "../../model/address.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { RouteTable, RouteTarget, RouteTargetKind } from "../../model/entity/route-table.ts";
import { meets, toAddressSet } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import { isNeighbour, isUnread } from "../end.ts";
import type { VpcEnd } from "../end.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { Hop } from "../hop.ts";
import { chooseRoutes, routeOrigin, routeText } from "../route.ts";
import type { Choice } from "../route.ts";

/** Gateways that lead out. */
const leadsAway: readonly RouteTargetKind[] = [
  "internet-gateway",
  "egress-only-internet-gateway",
  "nat-gateway",
  "vpc-endpoint",
];

const globalIpv6 = toAddressSet([mustCidr("2000::/3")]);

/** Whether the table of the far end sends answers to where the packet came from. */
export function routeBack(hop: Hop, end: VpcEnd): readonly Finding[] {
  const { world, flow, sender, at: here } = hop;
  // Within one subnet the answer needs no route, unless it has to leave the VPC again.
  if (isNeighbour(here, end) && sender.vpc === end.vpc) return [];
  const { table, component } = end;
  if (isUnread(sender) && sender.vpc === end.vpc) {
    return [
      pass(at("return", "route", "vpc", end.vpc), `the local route of ${end.vpc} takes its own blocks`),
    ];
  }
  if (!table.known) {
    const place = at("return", "route", component.kind, component.id);
    return [cannotTell(place, "the route table is not known", [table])];
  }
  return chooseRoutes(world, table.value, flow.packets.src).map((choice) =>
    askBack(hop, table.value, choice),
  );
}

function askBack({ flow, back }: Hop, table: RouteTable, { decision }: Choice): Finding {
  const place = at("return", "route", "route-table", table.id);
  if (decision.kind === "unknown") return cannotTell(place, `routes of ${table.id}`, decision.missing);
  if (decision.kind === "none")
    return noWayBack(table, `no route of ${table.id} leads back to ${flow.from}`, flow.from);
  const { route } = decision;
  const text = routeText(table, route);
  const { target, state } = route;
  if (!target.known) return cannotTell(place, text, [target], routeOrigin(route));
  if (state === "active" && isSame(target.value, back)) return pass(place, text, routeOrigin(route));
  if (state !== "active" || isLost(flow.packets.src, target.value)) return noWayBack(table, text, flow.from);
  const fact = `whether ${target.value.id}, which answers to ${flow.from} are sent to, brings them back`;
  const settledBy = "denat does not follow answers through another way than the packet's own";
  return cannotTell(place, text, [{ fact, settledBy }], routeOrigin(route));
}

/**
 * What leads out brings no answer to a private address back in. A global IPv6 address is another matter: the internet
 * leads to it, by the gateway of its own VPC.
 */
function isLost(to: AddressSet, { kind }: RouteTarget): boolean {
  if (!leadsAway.includes(kind)) return false;
  const isInternet = kind === "internet-gateway" || kind === "egress-only-internet-gateway";
  return !isInternet || !meets(to, globalIpv6);
}

const isSame = (a: RouteTarget, b: RouteTarget) => a.kind === b.kind && (a.kind === "local" || a.id === b.id);

function noWayBack({ id, origin }: RouteTable, rule: string, to: string): Finding {
  return drop(at("return", "route", "route-table", id), rule, formatOrigin(origin), {
    code: "NO_ROUTE_TO_DESTINATION",
    direction: "ingress",
    message: `no route of ${id} leads back to ${to}: answers are lost`,
    fix: `add a route to ${to} to ${id}`,
  });
}

/**
 * Sends a packet on from where it stands: the sender's groups, the subnet's ACL, the route that takes it, the way
 * behind that route; and back, the subnet's ACL again.
 *
 * Within one subnet neither routes nor ACLs are asked
 * (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html, read 2026-11-24).
 */
import type { MissingFact } from "../model/answer.ts";
import { formatOrigin } from "../model/entity/entity.ts";
import type { Route, RouteTable } from "../model/entity/route-table.ts";
import { valueOr } from "../model/known.ts";
import { isNeighbour, isUnread } from "./end.ts";
import type { VpcEnd } from "./end.ts";
import { cannotTell, drop, pass } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { towards } from "./flow.ts";
import { at } from "./hop.ts";
import type { Hop } from "./hop.ts";
import { junctionBy } from "./junction.ts";
import type { Junction } from "./junction.ts";
import { after, before, behindGate, either, every, inSeries } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { chooseRoutes, routeOrigin, routeText } from "./route.ts";
import type { Choice } from "./route.ts";
import { crossBack, crossOnce } from "./screen/boundary.ts";
import { addressFact, gateNumber, screenGroups } from "./screen/security-group.ts";
import { deliver } from "./way/deliver.ts";
import { ways } from "./way/index.ts";
import type { World } from "./world.ts";

/** A packet that has passed so many places is in a loop. */
const longestTrail = 8;

export function send(hop: Hop): Outcome {
  const { world, aim, flow } = hop;
  const here = hop.at;
  if (aim.kind === "interface" && isNeighbour(here, aim.end)) return leave(hop, "vpc", deliver(hop));
  if (aim.kind === "interface" && aim.end.vpc === here.vpc && isUnread(aim.end)) return sendLocally(hop);
  if (hop.trail.length > longestTrail) return inSeries([looped(hop)]);
  if (!here.table.known) {
    const place = at("forward", "route", here.component.kind, here.component.id);
    return leave(hop, "vpc", inSeries([cannotTell(place, "the route table is not known", [here.table])]));
  }
  const table = here.table.value;
  const outcomes = chooseRoutes(world, table, flow.packets.dst).map((choice) => {
    const part = towards(flow, choice.dst);
    return follow(part === flow ? hop : { ...hop, flow: part }, table, choice);
  });
  if (!flow.undetermined.dst) return every(outcomes);
  const place = at("forward", "route", "route-table", table.id);
  return either([cannotTell(place, `which address ${flow.to} has`, [addressFact(flow, "egress")])], outcomes);
}

/** Whether the local route alone takes packets from one end to the other. */
export function staysInside(world: World, from: VpcEnd, to: VpcEnd): boolean {
  if (isNeighbour(from, to)) return true;
  if (from.vpc !== to.vpc || !from.table.known) return false;
  return (
    isUnread(to) ||
    chooseRoutes(world, from.table.value, to.span.set).every(
      ({ decision }) =>
        decision.kind === "route" && valueOr(decision.route.target, undefined)?.kind === "local",
    )
  );
}

/** To an address that AWS has yet to pick, and of which it is only certain that it is one of the VPC's own. */
function sendLocally(hop: Hop): Outcome {
  const { world, at: here, flow, sender } = hop;
  const local = pass(
    at("forward", "route", "vpc", here.vpc),
    `the local route of ${here.vpc} takes its own blocks`,
  );
  const left = [...crossOnce(world, here, "egress", flow), local];
  const back = crossBack(world, here, "ingress", { flow, client: sender.client });
  return leave(hop, "vpc", before(after(left, deliver(hop)), back));
}

/**
 * What happens beyond the sender's own groups. The client's are left as a gate; a NAT instance's are asked at once; and a
 * packet that only passes through here has none to ask.
 */
function leave(
  { world, at: here, sender, client, aim, flow, junction }: Hop,
  onto: Junction,
  beyond: Outcome,
): Outcome {
  const { groups } = here;
  if (here !== sender || groups === "ignored") return beyond;
  const other = aim.kind === "interface" ? aim.end : undefined;
  const peerGroups = other === undefined || other.groups === "ignored" ? undefined : other.groups;
  const asked = {
    direction: "egress",
    peerGroups,
    junction: junction === "vpc" ? onto : junction,
    flow,
  } as const;
  if (here === client)
    return behindGate({ ...asked, end: "client", number: gateNumber(world, asked) }, beyond);
  return after([screenGroups(world, asked, groups)], beyond);
}

function follow(hop: Hop, table: RouteTable, { decision }: Choice): Outcome {
  const { world, at: here, flow } = hop;
  const place = at("forward", "route", "route-table", table.id);
  const crossed = crossOnce(world, here, "egress", flow);
  if (decision.kind === "none") return leave(hop, "none", inSeries([...crossed, noRoute(hop, table)]));
  if (decision.kind === "unknown") {
    return leave(
      hop,
      "vpc",
      inSeries([...crossed, cannotTell(place, `routes of ${table.id}`, decision.missing)]),
    );
  }
  const { route, assumed } = decision;
  const { target, state } = route;
  const onto = target.known ? junctionBy(world.network, target.value) : "none";
  const left = [...crossed, takeRoute(table, route, [...(table.assumed ?? []), ...assumed])];
  if (!target.known || state === "blackhole") return leave(hop, onto, inSeries(left));
  const beyond = ways[target.value.kind](hop, target.value);
  const back = crossBack(world, here, "ingress", { flow, client: hop.sender.client });
  return leave(hop, onto, before(after(left, beyond), back));
}

function takeRoute(table: RouteTable, route: Route, assumed: readonly MissingFact[]): Finding {
  const place = at("forward", "route", "route-table", table.id);
  const text = routeText(table, route);
  if (!route.target.known) return cannotTell(place, text, [route.target], routeOrigin(route));
  if (route.state !== "blackhole") return pass(place, text, routeOrigin(route), assumed);
  return drop(place, text, routeOrigin(route), {
    code: "BAD_STATE_ROUTE",
    direction: "egress",
    message: `the route ${text} is a blackhole: what it led to is gone`,
    fix: `replace or delete the route in ${table.id}`,
  });
}

function noRoute({ flow }: Hop, table: RouteTable): Finding {
  const place = at("forward", "route", "route-table", table.id);
  return drop(place, `no route of ${table.id} leads to ${flow.to}`, formatOrigin(table.origin), {
    code: "NO_ROUTE_TO_DESTINATION",
    direction: "egress",
    message: `no route of ${table.id} leads to ${flow.to}`,
    fix: `add a route for it to ${table.id}, or an endpoint that serves it`,
  });
}

function looped({ trail, flow }: Hop): Finding {
  const circle = trail.map(({ component }) => component.id).join(" -> ");
  return drop(
    at("forward", "route", "route-table", trail[0]?.component.id ?? "?"),
    `a circle: ${circle}`,
    "",
    {
      code: "CANNOT_ROUTE",
      direction: "egress",
      message: `packets to ${flow.to} run in a circle: ${circle}`,
      fix: "break the circle of routes",
    },
  );
}

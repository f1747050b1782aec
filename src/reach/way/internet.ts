/**
 * Internet gateways of both kinds: who may leave by them, and where they lead.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html (read 2026-11-24)
 */
import { familyOf, mustCidr } from "../../model/address.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import { intersect, isEmpty, toAddressSet } from "../../model/interval-set.ts";
import { askPublicAccess } from "../account/public-access.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { Hop, Way } from "../hop.ts";
import { inSeries, withVia } from "../outcome.ts";
import { chooseRoutes, routeOrigin, routeText } from "../route.ts";

type GatewayKind = "internet-gateway" | "egress-only-internet-gateway";

export const byInternetGateway: Way = (hop, { id }) =>
  withVia(
    inSeries([
      ...attached(hop, "internet-gateway", id),
      ...publicSource(hop, id),
      ...destinations(hop, id),
      ...intoVpc(hop),
      ...askPublicAccess(hop, "internet-gateway"),
      ...redirected(hop, id),
    ]),
    { kind: "internet-gateway", id },
  );

/** For IPv6 alone, stateful, outbound only. */
export const byEgressOnlyGateway: Way = (hop, { id }) =>
  withVia(
    inSeries([
      ...attached(hop, "egress-only-internet-gateway", id),
      ...ownSource(hop, id),
      ...destinations(hop, id),
      ...intoVpc(hop),
      ...askPublicAccess(hop, "egress-only-internet-gateway"),
    ]),
    { kind: "egress-only-internet-gateway", id },
  );

function attached({ world, at: here }: Hop, kind: GatewayKind, id: string): readonly Finding[] {
  const place = at("forward", "gateway", kind, id);
  const gateway = world.once("gateway", id, () =>
    [...world.network.gateways.values()].find((row) => row.id === id),
  );
  // An active route says that the gateway is there, whether or not it was listed.
  if (gateway === undefined) return [pass(place, `${id}, by its active route`)];
  const origin = formatOrigin(gateway.origin);
  if (gateway.vpcs.includes(here.vpc)) return [pass(place, `${id} is attached to ${here.vpc}`, origin)];
  return [
    drop(place, `${id} is not attached to ${here.vpc}`, origin, {
      code: "BAD_STATE",
      direction: "egress",
      message: `${id} is not attached to ${here.vpc}`,
      fix: `attach ${id} to ${here.vpc}`,
    }),
  ];
}

/** IPv4 needs a public address mapped to the private one; IPv6 is public, but only the VPC's own addresses pass. */
function publicSource(hop: Hop, id: string): readonly Finding[] {
  const { sender, at: here, flow } = hop;
  if (familyOf(flow.packets.src[0]?.[0] ?? 0n) === 6) return ownSource(hop, id);
  const place = at("forward", "gateway", "internet-gateway", id);
  const { hasPublicIpv4, component } = sender;
  if (sender.vpc === here.vpc && !hasPublicIpv4.known) {
    return [cannotTell(place, `whether ${component.id} has a public IPv4 address`, [hasPublicIpv4])];
  }
  if (sender.vpc === here.vpc && hasPublicIpv4.known && hasPublicIpv4.value) {
    return [pass(place, `${component.id} has a public IPv4 address`)];
  }
  return [
    drop(place, `${component.id} has no public IPv4 address`, "", {
      code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
      direction: "egress",
      message: `${component.id} has no public IPv4 address, without which ${id} drops its packets`,
      fix: "route it to a NAT gateway or an endpoint instead, or give it an Elastic IP address",
    }),
  ];
}

function ownSource({ sender, at: here, flow }: Hop, id: string): readonly Finding[] {
  if (sender.vpc === here.vpc) return [];
  return [
    drop(at("forward", "gateway", "internet-gateway", id), `${flow.from} is no address of ${here.vpc}`, "", {
      code: "GATEWAY_REJECTS_SPOOFED_TRAFFIC",
      direction: "egress",
      message: `${id} passes only addresses of ${here.vpc}, and ${flow.from} is none`,
      fix: "give the client's own VPC a way to the internet",
    }),
  ];
}

/** Addresses the internet does not route, and the code that says so. */
export const unrouted = [
  {
    code: "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
    blocks: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
  },
  { code: "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS", blocks: ["100.64.0.0/10"] },
  // Link-local addresses no router forwards (RFC 3927, section 7; RFC 4291, section 2.5.6).
  { code: "NO_POSSIBLE_DESTINATION", blocks: ["64:ff9b::/96", "fc00::/7", "169.254.0.0/16", "fe80::/10"] },
].map(({ code, blocks }) => ({ code, set: toAddressSet(blocks.map(mustCidr)) }));

function destinations({ flow }: Hop, id: string): readonly Finding[] {
  const place = at("forward", "gateway", "internet-gateway", id);
  return unrouted
    .filter(({ set }) => !isEmpty(intersect(flow.packets.dst, set)))
    .map(({ code }) =>
      drop(place, `the internet does not route ${flow.to}`, "", {
        code,
        direction: "egress",
        message: `${id} leads nowhere for ${flow.to}, which the internet does not route`,
        fix: "route it to what has it: a NAT gateway for 64:ff9b::/96, a peering connection, transit gateway or VPN else",
      }),
    );
}

/** An address of a VPC of the input: what its own gateway, routes, ACLs and groups say to the internet is not walked. */
function intoVpc({ aim, flow }: Hop): readonly Finding[] {
  if (aim.kind === "public") return [];
  const [kind, id] = aim.kind === "interface" ? ["vpc", aim.end.vpc] : ["address", flow.to];
  const fact = {
    fact: `whether ${id} lets in what comes for ${flow.to} from the internet`,
    settledBy: "denat does not follow packets from the internet into a VPC: try it with real traffic",
  };
  return [
    cannotTell(
      at("forward", "gateway", kind, id),
      `${flow.to} is in a VPC, and not known to be on the internet`,
      [fact],
    ),
  ];
}

/** A table on the gateway itself may send answers through an appliance (ingress routing). */
function redirected({ world, flow }: Hop, id: string): readonly Finding[] {
  const table = world.once("table of a gateway", id, () =>
    [...world.network.routeTables.values()].find(({ gateways }) => gateways.includes(id)),
  );
  if (table === undefined) return [];
  const place = at("return", "route", "route-table", table.id);
  return chooseRoutes(world, table, flow.packets.src).map(({ decision }) => {
    if (decision.kind === "unknown") return cannotTell(place, `routes of ${table.id}`, decision.missing);
    // What an edge table does not name goes the ordinary way.
    if (decision.kind === "none") return pass(place, `${table.id} redirects nothing to ${flow.from}`);
    const text = routeText(table, decision.route);
    if (decision.route.via === "local") return pass(place, text, routeOrigin(decision.route));
    const fact = {
      fact: `what the appliance behind ${text} does with answers`,
      settledBy: "look at the appliance",
    };
    return cannotTell(place, text, [fact], routeOrigin(decision.route));
  });
}

/**
 * NAT gateways: the packet goes on under the gateway's own address.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html and nat-gateways-regional (read 2026-11-24)
 *
 * A zonal one stands in a subnet, whose ACL and routes it obeys; a regional one has routes of its own and no ACL. A
 * private one translates and leads wherever its routes do, but an internet gateway does not take its packets.
 */
import { familyOf, mustCidr } from "../../model/address.ts";
import type { Address, Cidr } from "../../model/address.ts";
import { formatOrigin, parseId } from "../../model/entity/entity.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { NatGateway } from "../../model/entity/gateway.ts";
import type { Route, RouteTable, RouteTarget } from "../../model/entity/route-table.ts";
import { toSet } from "../../model/interval-set.ts";
import { known, unknown, valueOr } from "../../model/known.ts";
import type { Known } from "../../model/known.ts";
import { find } from "../../model/network.ts";
import { protocolNumbers } from "../../model/traffic.ts";
import { nat64Last, nat64Origin } from "../dns/resolver.ts";
import { endOfSubnet, ephemeralPortsOf, isNeighbour, subnetOf } from "../end.ts";
import type { VpcEnd } from "../end.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { addressLabel, translated } from "../flow.ts";
import type { Flow, Span } from "../flow.ts";
import { at, home } from "../hop.ts";
import type { Hop, Way } from "../hop.ts";
import { isPeering } from "../junction.ts";
import { after, before, inSeries, withVia } from "../outcome.ts";
import { crossBack, crossOnce } from "../screen/boundary.ts";
import type { World } from "../world.ts";
import { routeBack } from "./route-back.ts";

export const byNatGateway: Way = (hop, { id }) => {
  const via = { kind: "nat-gateway", id } as const;
  const nat = find(hop.world.network, "natGateways", id);
  if (!nat.known)
    return withVia(inSeries([cannotTell(at("forward", "nat", "nat-gateway", id), id, [nat])]), via);
  const end = hop.world.once("end of a NAT gateway", nat.value, () => endOfNat(hop.world, nat.value));
  const isInside = isNeighbour(hop.at, end);
  const enter = isInside ? [] : crossOnce(hop.world, end, "ingress", hop.flow);
  const met = [...enter, askNat(hop, nat.value)];
  if (met.some(({ outcome }) => outcome === "drop")) return withVia(inSeries(met), via);
  const onward = hop.onward({
    ...hop,
    sender: end,
    at: end,
    flow: translated(toIpv4(hop.flow), end.span, ephemeralPortsOf("nat-gateway")),
    junction: "vpc",
    back: home,
    trail: [...hop.trail, hop.at],
  });
  const { flow, sender } = hop;
  const leave = isInside ? [] : crossBack(hop.world, end, "egress", { flow, client: sender.client });
  return withVia(before(after(met, onward), [...routeBack(hop, end), ...leave]), via);
};

function askNat(hop: Hop, nat: NatGateway): Finding {
  const place = at("forward", "nat", "nat-gateway", nat.id);
  const origin = formatOrigin(nat.origin);
  const text = `${nat.id} is ${nat.state}, ${nat.connectivity}`;
  const blocker = blockerOf(hop, nat);
  if (blocker === undefined) return pass(place, text, origin, nat.assumed);
  return drop(place, text, origin, { direction: "egress", ...blocker });
}

const natProtocols: readonly number[] = [
  protocolNumbers.tcp,
  protocolNumbers.udp,
  protocolNumbers.icmp,
  protocolNumbers.icmpv6,
];

function blockerOf(hop: Hop, { id, state, vpc }: NatGateway) {
  const { at: here, junction, flow } = hop;
  if (state !== "available") {
    return {
      code: "BAD_STATE",
      message: `${id} is ${state}`,
      fix: `route to a NAT gateway that is available`,
    };
  }
  if (vpc.known && vpc.value !== here.vpc) {
    return {
      code: "BAD_STATE_ROUTE",
      message: `${id} is not in ${here.vpc}`,
      fix: `route to a NAT gateway of ${here.vpc}`,
    };
  }
  if (isPeering(junction)) {
    return {
      code: "NGW_REQUIRES_SOURCE_IN_VPC",
      message: `${id} serves ${here.vpc} only, and ${flow.from} comes over a peering connection`,
      fix: "give the client's own VPC a way to the internet",
    };
  }
  if (!natProtocols.includes(flow.protocol)) {
    return {
      code: "PROTOCOL_RESTRICTION",
      message: `${id} takes TCP, UDP and ICMP only`,
      fix: "use another way",
    };
  }
  if (familyOf(flow.packets.dst[0]?.[0] ?? 0n) === 6 && !isNat64(flow)) {
    return {
      code: "PROTOCOL_RESTRICTION",
      message: `${id} translates IPv6 only to 64:ff9b::/96 (NAT64)`,
      fix: "route IPv6 to an egress-only internet gateway",
    };
  }
  return undefined;
}

const isNat64 = ({ packets }: Flow) =>
  packets.dst.every(([first, last]) => first >= nat64Origin && last <= nat64Last);

/** NAT64: the IPv4 address is in the last 32 bits. */
function toIpv4(flow: Flow): Flow {
  if (!isNat64(flow)) return flow;
  const dst = flow.packets.dst.map(([first, last]) => [first - nat64Origin, last - nat64Origin] as const);
  return { ...flow, packets: { ...flow.packets, dst } };
}

/** The gateway as the sender of what it has translated. */
function endOfNat(world: World, nat: NatGateway): VpcEnd {
  const subnet = nat.subnet === undefined ? "none" : subnetOf(world, nat.subnet);
  const inSubnet = subnet !== "none" && subnet.known ? endOfSubnet(world, subnet.value, 4) : undefined;
  const own = addressesOf(nat);
  const span: Span = own ?? {
    set: inSubnet?.span.set ?? [[0n, (1n << 32n) - 1n]],
    quantifier: "one",
    label: nat.id,
  };
  return {
    component: { kind: "nat-gateway", id: nat.id },
    vpc: valueOr(nat.vpc, "?" as VpcEnd["vpc"]),
    subnet,
    table:
      subnet === "none"
        ? tableOfRegional(world, nat)
        : subnet.known
          ? world.topology.tableOf(subnet.value)
          : subnet,
    span,
    groups: "ignored",
    client: "nat-gateway",
    hasPublicIpv4: known(nat.connectivity === "public"),
    networkInterface: undefined,
  };
}

function addressesOf({ addresses }: NatGateway): Span | undefined {
  if (!addresses.known || addresses.value.length === 0) return undefined;
  const own = addresses.value.flatMap(({ privateAddress }): Address[] =>
    privateAddress.known ? [privateAddress.value] : [],
  );
  if (own.length < addresses.value.length) return undefined;
  const set = toSet(own.map((address): [bigint, bigint] => [address, address]));
  return { set, quantifier: "every", label: addressLabel(set) };
}

/** AWS gives a regional NAT gateway a table of its own, with a route to the VPC's internet gateway. */
function tableOfRegional(world: World, nat: NatGateway): Known<RouteTable> {
  const { network } = world;
  for (const table of network.routeTables.values()) if (table.gateways.includes(nat.id)) return known(table);
  const gateway = [...network.gateways.values()].find(
    ({ kind, vpcs }) => kind === "internet-gateway" && nat.vpc.known && vpcs.includes(nat.vpc.value),
  );
  if (gateway === undefined || !nat.vpc.known) {
    return unknown(
      `the route table of ${nat.id}`,
      "aws ec2 describe-route-tables and describe-internet-gateways",
    );
  }
  return known(impliedTable(world, nat, nat.vpc.value, gateway.id));
}

function impliedTable(world: World, nat: NatGateway, vpc: VpcId, gateway: string): RouteTable {
  const blocks = valueOr(world.network.vpcs.get(vpc)?.cidrs ?? known([]), []).map(({ cidr }) => cidr);
  return {
    id: parseId(`${nat.id}.routes`),
    aliases: [],
    scope: nat.scope,
    origin: nat.origin,
    vpc,
    main: false,
    subnets: [],
    gateways: [nat.id],
    routes: known([
      ...blocks.map((cidr) => toRoute(nat, cidr, { kind: "local", id: "local" })),
      toRoute(nat, anywhere, { kind: "internet-gateway", id: gateway }),
    ]),
  };
}

const anywhere = mustCidr("0.0.0.0/0");

const toRoute = ({ origin }: NatGateway, cidr: Cidr, target: RouteTarget): Route => ({
  destination: known({ kind: "cidr", cidr }),
  target: known(target),
  state: "active",
  via: target.kind === "local" ? "local" : "static",
  origin,
});

/**
 * From a network to the plan of its fabric.
 *
 * Each interface is a namespace at the end of a wire of its own; there is no shared ground in a subnet, as there is none
 * in AWS. One router for each VPC sees every packet twice at most and applies what the VPC applies.
 */
import type { Facts } from "../../facts/index.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import type { Network } from "../../model/network.ts";
import { portEnd } from "./end.ts";
import { toEstate } from "./estate.ts";
import type { VpcEstate } from "./estate.ts";
import { routerRuleset } from "./filter/router.ts";
import { internetNamespace } from "./internet.ts";
import { neighbours, passingOn } from "./next-hop.ts";
import { outsidesOf } from "./nat.ts";
import { notBuiltIn } from "./not-built/index.ts";
import type { FabricPlan, IpObject, Namespace, NotBuilt } from "./plan.ts";
import type { PublicAddressOf } from "./port.ts";
import { routerRoutes } from "./router-route.ts";
import { servicesNamespace } from "./services.ts";
import {
  exitWire,
  gatewayEndpointWire,
  linkOf,
  metaWire,
  peeringWire,
  portWire,
  routerName,
} from "./wire.ts";
import type { Wire } from "./wire.ts";

export interface FabricOptions {
  readonly facts: Facts;
  readonly publicAddressOf: PublicAddressOf;
  /** Public addresses at which somebody answers. */
  readonly alive: AddressSet;
}

export function compileFabric(network: Network, options: FabricOptions): FabricPlan {
  const estates = [...network.vpcs.values()].map((vpc) => toEstate(network, vpc, options.publicAddressOf));
  const namespaces: Namespace[] = [internetNamespace(estates, options.alive)];
  const wires: Wire[] = [];
  const notBuilt: NotBuilt[] = [...notBuiltIn(network, options.facts, estates)];
  for (const estate of estates) {
    const own = wiresOf(estate);
    const router = toRouter(network, estate, own, options.facts);
    wires.push(...own);
    namespaces.push(router.namespace, servicesNamespace(options.facts, estate));
    notBuilt.push(...router.notBuilt);
    const ends = estate.ports.filter(({ kind }) => kind !== "endpoint");
    namespaces.push(...ends.map((port) => portEnd(network, estate, port)));
  }
  return {
    namespaces: new Map(namespaces.map((namespace) => [namespace.name, namespace])),
    links: new Map(wires.map((wire) => [linkName(wire), linkOf(wire)])),
    notBuilt,
  };
}

/** The same from both ends: a peering connection is a wire of two VPCs. */
const linkName = ({ near, far }: Wire): string =>
  [near, far]
    .map(({ namespace, name }) => `${namespace}/${name}`)
    .sort()
    .join(" ");

/** All wires with an end at the VPC's router. */
function wiresOf(estate: VpcEstate): readonly Wire[] {
  const { vpc, ports, endpoints, exits, peers } = estate;
  return [
    metaWire(vpc.id),
    ...ports.map((port) => portWire(vpc.id, port)),
    ...endpoints.filter(({ type }) => type === "gateway").map(({ id }) => gatewayEndpointWire(vpc.id, id)),
    ...exits.map((exit) => exitWire(vpc.id, exit)),
    ...outsidesOf(estate).map(({ wire }) => wire),
    ...peers.map((peer) => peeringWire(peer.peering.id, vpc.id, peer.vpc)),
  ];
}

const settings = [...passingOn, ["net/ipv6/conf/all/forwarding", "1"]] as const;

function toRouter(
  network: Network,
  estate: VpcEstate,
  wires: readonly Wire[],
  facts: Facts,
): { readonly namespace: Namespace; readonly notBuilt: readonly NotBuilt[] } {
  const { objects, notBuilt } = routerRoutes(network, estate, facts);
  const beyond = wires.filter(({ near }) => near.name !== "meta" && !near.name.startsWith("x-"));
  return {
    namespace: {
      name: routerName(estate.vpc.id),
      kind: "router",
      settings,
      objects: [
        ...beyond.flatMap(({ near, far }) => neighbours(near, far)),
        ...overPorts(estate),
        ...objects,
      ],
      ruleset: routerRuleset(network, estate, facts),
    },
    notBuilt,
  };
}

/** Gateways and appliances are next hops of routes as well. */
function overPorts(estate: VpcEstate): readonly IpObject[] {
  return estate.ports.flatMap((port) => {
    const { near, far } = portWire(estate.vpc.id, port);
    return neighbours(near, far);
  });
}

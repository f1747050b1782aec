/**
 * The namespace of a NAT gateway. What leaves by the internet gateway leaves here, under the public address, on a wire of its
 * own: the routes and the ACL of its subnet are asked here, as the router would. Everything else goes by the router.
 */
import type { Facts } from "../../facts/index.ts";
import { formatAddress } from "../../model/address.ts";
import type { Cidr } from "../../model/address.ts";
import type { Network } from "../../model/network.ts";
import { addressSpec, endObjects, forwarding } from "./end.ts";
import { segmentOf } from "./estate.ts";
import type { VpcEstate } from "./estate.ts";
import { gatewayTranslation } from "./filter/nat.ts";
import type { Outlet } from "./filter/nat.ts";
import { ruleset } from "./filter/ruleset.ts";
import { leadOf } from "./lead.ts";
import { neighbour, otherEnd, viaWire } from "./next-hop.ts";
import type { IpObject, Namespace } from "./plan.ts";
import { addressesOf } from "./port.ts";
import type { Port } from "./port.ts";
import { takeRoutes } from "./route.ts";
import type { Lead } from "./route.ts";
import { blocksIn, isInside } from "./router-route.ts";
import { exitWire, outsideWire, portNamespace, portWire } from "./wire.ts";
import type { Wire } from "./wire.ts";

/** A way to the internet, and the address there. */
export interface Outside {
  readonly wire: Wire;
  readonly address: string;
}

/** Undefined for a private gateway, and where the VPC has no internet gateway. */
export function outsideOf({ exits }: VpcEstate, port: Port): Outside | undefined {
  const { kind, publicAddress } = port;
  if (kind !== "nat" || publicAddress === undefined || !exits.includes("igw")) return undefined;
  return { wire: outsideWire(port), address: formatAddress(publicAddress) };
}

export function natGateway(network: Network, estate: VpcEstate, port: Port, facts: Facts): Namespace {
  const wire = portWire(estate.vpc.id, port);
  const outside = outsideOf(estate, port);
  const own = addressesOf(port, 4);
  const [first] = own;
  const inside: readonly Outlet[] =
    first === undefined ? [] : [{ device: wire.far.name, address: first, own }];
  const acl = segmentOf(estate, port)?.acl;
  const base = { name: portNamespace(port), kind: "nat", settings: forwarding } as const;
  if (outside === undefined) {
    const rules = gatewayTranslation(inside, undefined);
    return { ...base, objects: endObjects(wire, port), ruleset: ruleset(rules) };
  }
  const { address } = outside;
  const { name: device } = outside.wire.near;
  const rules = gatewayTranslation([...inside, { device, address, own: [address] }], { device, acl });
  return {
    ...base,
    objects: [
      ...endObjects(wire, port, behind),
      ...outsideObjects(outside, outsideRoutes(network, estate, port, facts)),
    ],
    ruleset: ruleset(rules),
  };
}

/** All of them in one table, without a rule: the kernel finds its way in half the time. */
const behind = " metric 9999";

function outsideObjects(
  { wire: { near, far }, address }: Outside,
  routes: readonly string[],
): readonly IpObject[] {
  return [
    { family: 4, object: "address", spec: addressSpec(address, 4, near.name) },
    neighbour(near, far, 4, otherEnd[4]),
    ...routes.map((spec): IpObject => ({ family: 4, object: "route", spec })),
  ];
}

/**
 * Those of its subnet's table: to the internet by the wire to there, all others by the router, which knows where they lead;
 * inside the VPC, it does not go by this table alone.
 */
function outsideRoutes(network: Network, estate: VpcEstate, port: Port, facts: Facts): readonly string[] {
  const table = segmentOf(estate, port)?.table;
  if (table === undefined) return [];
  const { vpc, cidrs } = estate;
  const toInternet = viaWire(exitWire(vpc.id, "igw").near, 4);
  const leaves = ({ lead, cidr }: { readonly lead: Lead; readonly cidr: Cidr }) =>
    lead.kind === "via" && lead.hop[4] === toInternet && !isInside(cidrs, cidr);
  const { taken } = takeRoutes({
    table,
    leadOf: (target, destination) => leadOf({ network, estate, target, destination }),
    blocksOf: blocksIn(network, facts),
  });
  const { far } = portWire(vpc.id, port);
  const { near } = outsideWire(port);
  return taken
    .filter(({ cidr }) => cidr.family === 4)
    .map((route) => `${route.cidr.text} ${viaWire(leaves(route) ? near : far, 4)}`);
}

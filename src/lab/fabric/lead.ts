/** Where each kind of route target leads from the router of a VPC, and what the lab lacks behind it. */
import { mustCidr, overlaps } from "../../model/address.ts";
import type { Family } from "../../model/address.ts";
import type { RouteDestination, RouteTarget } from "../../model/entity/route-table.ts";
import { familiesOfType } from "../../model/entity/vpc-endpoint.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import { isActive, otherVpc } from "./estate.ts";
import type { Exit, VpcEstate } from "./estate.ts";
import { viaWire } from "./next-hop.ts";
import { isNatInstance } from "./port.ts";
import type { Port } from "./port.ts";
import type { Led } from "./route.ts";
import { exitWire, gatewayEndpointWire, peeringWire, portWire } from "./wire.ts";
import type { Wire } from "./wire.ts";

interface Asked {
  readonly network: Network;
  readonly estate: VpcEstate;
  readonly target: RouteTarget;
  readonly destination: RouteDestination;
}

type LeadFor = (asked: Asked) => Led;

export const leadOf: LeadFor = (asked) => leads[asked.target.kind](asked);

/** What AWS drops, it drops; `why` is for what it may not. */
const nowhere = (why?: string): Led => ({ lead: { kind: "blackhole" }, why });

const notInInput = ({ id }: RouteTarget): Led => nowhere(`${id} is not in the input`);

const notModelled: LeadFor = ({ target: { kind, id } }) => nowhere(`the lab has no ${kind} (${id})`);

const overWire = ({ near }: Wire): Led => ({
  lead: { kind: "via", hop: { 4: viaWire(near, 4), 6: viaWire(near, 6) } },
});

const onlyIpv4 = ({ near }: Wire): Led => ({ lead: { kind: "via", hop: { 4: viaWire(near, 4) } } });

const toExit =
  (exit: Exit): LeadFor =>
  ({ network, estate: { vpc }, target }) => {
    const gateway = network.gateways.get(target.id as never);
    return gateway === undefined || gateway.vpcs.includes(vpc.id)
      ? overWire(exitWire(vpc.id, exit))
      : nowhere();
  };

const nat64 = mustCidr("64:ff9b::/96");

const toNatGateway: LeadFor = ({ network, estate, target, destination }) => {
  const row = network.natGateways.get(target.id as never);
  if (row === undefined) return notInInput(target);
  const isNat64 = destination.kind === "cidr" && overlaps(destination.cidr, nat64);
  return { ...natPort(estate, target), why: isNat64 ? "the lab has no NAT64" : undefined };
};

function natPort({ vpc, ports }: VpcEstate, { id }: RouteTarget): Led {
  const port = ports.find((each) => each.kind === "nat" && each.id === id);
  return port === undefined ? nowhere() : onlyIpv4(portWire(vpc.id, port));
}

const isIpv6 = (destination: RouteDestination): boolean =>
  destination.kind === "cidr" && destination.cidr.family === 6;

/** The interface itself, or the instance's first one. */
const toInterface: LeadFor = ({ network, estate: { vpc, ports }, target, destination }) => {
  const { kind, id } = target;
  const [first] = kind === "instance" ? (network.workloads.get(id as never)?.networkInterfaces ?? []) : [id];
  const port = ports.find((each) => each.kind !== "nat" && each.id === first);
  if (port === undefined) return notInInput(target);
  return { ...overWire(portWire(vpc.id, port)), why: whyNoAppliance(port, destination) };
};

/** An interface that is checked drops what is not its own, whatever runs behind it. */
function whyNoAppliance(port: Port, destination: RouteDestination): string | undefined {
  if (port.isChecked || (isNatInstance(port) && !isIpv6(destination))) return undefined;
  return `the lab knows of no forwarding by ${port.id} but a NAT instance's`;
}

const toEndpoint: LeadFor = ({ network, estate: { vpc, endpoints }, target }) => {
  const endpoint = network.vpcEndpoints.get(target.id as never);
  if (endpoint === undefined || valueOr(endpoint.vpc, vpc.id) !== vpc.id) return notInInput(target);
  if (endpoint.type !== "gateway")
    return nowhere(`the lab has nothing behind ${target.id} (${endpoint.type})`);
  const led = endpoints.includes(endpoint) ? overWire(gatewayEndpointWire(vpc.id, endpoint.id)) : nowhere();
  return { ...led, families: takenBy(endpoint) };
};

/**
 * The address type of a gateway endpoint says which of its service's lists are in the route tables.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-ip-address-type (read 2026-11-29)
 */
const takenBy = ({ ipAddressType }: VpcEndpoint): readonly Family[] | undefined =>
  ipAddressType.known ? familiesOfType[ipAddressType.value] : undefined;

const toPeering: LeadFor = ({ network, estate: { vpc, peers }, target }) => {
  const peering = network.peerings.get(target.id as never);
  if (peering === undefined) return notInInput(target);
  if (!isActive(peering)) return nowhere();
  const other = otherVpc(peering, vpc.id);
  return other === undefined || !peers.some((peer) => peer.peering === peering)
    ? nowhere(`the other VPC of ${target.id} is not in the input`)
    : overWire(peeringWire(peering.id, vpc.id, other));
};

const leads: Readonly<Record<RouteTarget["kind"], LeadFor>> = {
  local: () => ({ lead: { kind: "local" } }),
  "internet-gateway": toExit("igw"),
  "egress-only-internet-gateway": toExit("eigw"),
  "nat-gateway": toNatGateway,
  instance: toInterface,
  "network-interface": toInterface,
  "vpc-endpoint": toEndpoint,
  peering: toPeering,
  "transit-gateway": notModelled,
  "vpn-gateway": notModelled,
  "carrier-gateway": notModelled,
  "local-gateway": notModelled,
  "core-network": notModelled,
};

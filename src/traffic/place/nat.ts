/** NATs as logs know them: the interfaces whose records tell of them, and the addresses that these have. */
import { formatAddress } from "../../model/address.ts";
import type { Cidr } from "../../model/address.ts";
import type { MissingFact } from "../../model/answer.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { NatGateway } from "../../model/entity/gateway.ts";
import { valueOr } from "../../model/known.ts";
import { regionOf, unknownRegion } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";

export interface NatPoint {
  /** The gateway's or instance's id; that of the interface where no topology names them. */
  readonly id: string;
  /** `-` for a regional gateway, which has none. */
  readonly interface: string;
  readonly addresses: readonly string[];
  readonly isPrivate: boolean;
  readonly zone: string | undefined;
  readonly vpc: VpcId | undefined;
  readonly region: string | undefined;
}

/** What the user says on the command line: an interface, and its private addresses. */
export interface GivenNat {
  readonly interface: string;
  readonly addresses: readonly string[];
}

export interface NatPoints {
  readonly points: readonly NatPoint[];
  /** NATs whose records nobody could recognise. */
  readonly unknowns: readonly MissingFact[];
}

/** `instances`: ids of what a route takes for a NAT that is no gateway. */
export function findNatPoints(
  network: Network | undefined,
  given: readonly GivenNat[],
  instances: readonly string[],
): NatPoints {
  const gateways = network === undefined ? [] : [...network.natGateways.values()];
  const found = gateways.flatMap((gateway) => pointsOf(network as Network, gateway));
  const others = network === undefined ? [] : instances.flatMap((id) => instancePoints(network, id));
  const named = new Map([...found, ...others].map((point) => [point.interface, point]));
  for (const nat of given)
    named.set(nat.interface, { ...(named.get(nat.interface) ?? barePoint(nat)), ...nat });
  const regional = found.filter((point) => point.interface === noInterface);
  const points = [...[...named.values()].filter((point) => point.interface !== noInterface), ...regional];
  const known = new Set(points.map(({ id }) => id));
  const unknowns = gateways
    .filter(({ id }) => !known.has(id) && given.length === 0)
    .map(({ id }) => ({
      fact: `the network interface of ${id}`,
      settledBy: "--nat ENI=IP, or a live --topology",
    }));
  return { points, unknowns };
}

export const noInterface = "-";

const barePoint = (nat: GivenNat): NatPoint => ({
  ...nat,
  id: nat.interface,
  isPrivate: false,
  zone: undefined,
  vpc: undefined,
  region: undefined,
});

function pointsOf(network: Network, gateway: NatGateway): readonly NatPoint[] {
  const subnet = gateway.subnet?.known === true ? network.subnets.get(gateway.subnet.value) : undefined;
  const all = valueOr(gateway.addresses, []);
  const common = {
    id: gateway.id,
    isPrivate: gateway.connectivity === "private",
    vpc: valueOr(gateway.vpc, undefined),
    region: knownRegion(regionOf(network, gateway)),
  };
  if (gateway.availability === "regional") {
    return [{ ...common, interface: noInterface, addresses: [], zone: undefined }];
  }
  const rows = [...network.networkInterfaces.values()].filter(({ owner }) => owner === gateway.id);
  const named = all.flatMap(({ networkInterface: eni }) => (eni?.known === true ? [eni.value] : []));
  return [...new Set([...named, ...rows.map(({ id }) => id)])].map((id) => {
    const own = all.filter(({ networkInterface: eni }) => eni?.known === true && eni.value === id);
    const zones = own.flatMap(({ availabilityZone }) => valueOr(availabilityZone, undefined) ?? []);
    const addresses = [
      ...own.flatMap(({ privateAddress: ip }) => (ip.known ? [ip.value] : [])),
      ...rows.filter((row) => row.id === id).flatMap((row) => valueOr(row.addresses, [])),
    ];
    return {
      ...common,
      interface: id,
      addresses: [...new Set(addresses.map(formatAddress))],
      zone: zones[0] ?? (subnet && valueOr(subnet.availabilityZone, undefined)),
    };
  });
}

/** An instance by its own id, or by that of the interface a route leads to. */
function instancePoints(network: Network, id: string): readonly NatPoint[] {
  return [...network.networkInterfaces.values()]
    .filter((row) => row.id === id || row.owner === id)
    .map((row) => {
      const subnet = row.subnet.known ? network.subnets.get(row.subnet.value) : undefined;
      return {
        id,
        interface: row.id,
        addresses: valueOr(row.addresses, []).map(formatAddress),
        isPrivate: false,
        zone: subnet && valueOr(subnet.availabilityZone, undefined),
        vpc: row.vpc,
        region: knownRegion(regionOf(network, row)),
      };
    });
}

export const knownRegion = (region: string): string | undefined =>
  region === unknownRegion ? undefined : region;

/** Blocks of a VPC, or of all. */
export function blocksOf(network: Network | undefined, vpc?: VpcId): readonly Cidr[] {
  if (network === undefined) return [];
  return [...network.vpcs.values()]
    .filter(({ id }) => vpc === undefined || id === vpc)
    .flatMap(({ cidrs }) => valueOr(cidrs, []).map(({ cidr }) => cidr));
}

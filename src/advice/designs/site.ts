/**
 * Sites: VPCs that share their NATs, and so keep or lose them together. A VPC with NATs of its own is one; those without,
 * whose traffic is routed to another VPC's, belong to the sites of their Region.
 */
import type { SubnetId } from "../../model/entity/entity.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { Nat } from "../../reach/index.ts";
import { subnetMember } from "../member.ts";
import type { Member } from "../member.ts";
import type { Case } from "../prove/case.ts";
import type { Survey } from "../survey.ts";

export interface PlacedNat extends Nat {
  /** Undefined for a regional one, and where it is not known. */
  readonly zone: string | undefined;
}

export interface Site {
  readonly region: string;
  readonly cases: readonly Case[];
  /** Those that lead to the internet; none for VPCs that have none and use none. */
  readonly nats: readonly PlacedNat[];
}

export function sitesOf({ cases, today }: Survey): readonly Site[] {
  const { network } = today.world;
  const own = cases.filter(({ egressNats }) => egressNats.length > 0);
  const guests = cases.filter(({ egressNats, dependsOnNat }) => egressNats.length === 0 && dependsOnNat);
  const others = cases.filter((one) => !own.includes(one) && !guests.includes(one));
  const hosts = [...new Set(own.map(({ region }) => region))];
  const hostOf = ({ region }: Case) => hosts.find((host) => host === region) ?? hosts[0];
  const groups = hosts.flatMap((host): readonly (readonly Case[])[] => {
    const here = own.filter(({ region }) => region === host);
    const visiting = guests.filter((guest) => hostOf(guest) === host);
    return visiting.length > 0 ? [[...here, ...visiting]] : here.map((one) => [one]);
  });
  const lost = own.length === 0 ? guests.map((one) => [one]) : [];
  return [...groups, ...lost, ...others.map((one) => [one])].map((together) => ({
    region: together[0]?.region ?? "",
    cases: together,
    nats: together.flatMap(({ egressNats }) => egressNats.map((nat) => placed(network, nat))),
  }));
}

function placed(network: Network, nat: Nat): PlacedNat {
  return {
    ...nat,
    zone: nat.kind === "regional" ? undefined : zoneOfSubnet(network, subnetOf(network, nat)),
  };
}

/** Where the NAT stands; undefined for a regional one, and where it is not known. */
export function subnetOf(network: Network, { id }: Nat): SubnetId | undefined {
  const gateway = [...network.natGateways.values()].find((one) => one.id === id);
  if (gateway !== undefined) {
    return gateway.subnet === undefined ? undefined : valueOr(gateway.subnet, undefined);
  }
  const interfaces = [...network.networkInterfaces.values()];
  const own = interfaces.find((one) => one.id === id) ?? interfaces.find(({ owner }) => owner === id);
  return own === undefined ? undefined : valueOr(own.subnet, undefined);
}

export function zoneOfSubnet(network: Network, id: SubnetId | undefined): string | undefined {
  const subnet = id === undefined ? undefined : network.subnets.get(id);
  return subnet === undefined ? undefined : valueOr(subnet.availabilityZone, undefined);
}

/** Who loses something with the NAT: workloads, and subnets in which the input shows none. */
export function clientsOf({ planned, emptySubnets }: Case): readonly Member[] {
  const standing = new Set(planned.map(({ id }) => id));
  return [...planned, ...emptySubnets.filter(({ id }) => !standing.has(id)).map(subnetMember)];
}

/** Zones of the clients of a case, by name. */
export function clientZones(network: Network, one: Case): readonly string[] {
  const zones = clientsOf(one).flatMap(({ subnets }) => subnets.map((id) => zoneOfSubnet(network, id)));
  return [...new Set(zones.flatMap((zone) => zone ?? []))].sort();
}

/** A NAT of a network as what AWS bills of it. */
import { valueOr } from "../model/known.ts";
import type { Network } from "../model/network.ts";
import { zonalNat } from "../pricing/index.ts";
import type { NatEntry } from "../pricing/index.ts";
import type { Nat } from "../reach/index.ts";

export function natEntry(network: Network, { id, kind }: Nat, hours: number): NatEntry {
  const entry = { ...zonalNat(hours), kind };
  if (kind === "instance") return entry;
  if (kind === "private") return { ...entry, publicIpv4s: 0 };
  const gateway = [...network.natGateways.values()].find((nat) => nat.id === id);
  const addresses = gateway === undefined ? [] : valueOr(gateway.addresses, []);
  const zones = new Set(addresses.flatMap(({ availabilityZone }) => valueOr(availabilityZone, [])));
  const azs = kind === "regional" ? Math.max(1, zones.size) : 1;
  const publicIpv4s = addresses.filter(({ publicAddress }) => publicAddress !== undefined).length;
  return { ...entry, azs, publicIpv4s: publicIpv4s === 0 ? azs : publicIpv4s };
}

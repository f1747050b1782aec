import type { Network } from "../../model/network.ts";
import { regionOf } from "../../model/network.ts";

/** Public NAT gateways, with their Regions. */
export function findNatsOf(network: Network): readonly { readonly id: string; readonly region: string }[] {
  return [...network.natGateways.values()]
    .filter(({ connectivity }) => connectivity === "public")
    .map((nat) => ({ id: nat.id, region: regionOf(network, nat) }));
}

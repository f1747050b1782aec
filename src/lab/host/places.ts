/** Where the lab put what the network does not tell, for those who answer names. */
import type { Facts } from "../../facts/index.ts";
import type { Address } from "../../model/address.ts";
import type { Network } from "../../model/network.ts";
import { findInternetHost } from "../dns/index.ts";
import type { Places } from "../dns/index.ts";
import { publicAddressOf } from "./addresses.ts";

export function toPlaces(facts: Facts, network: Network, publicOf: (id: string) => Address): Places {
  const behind = new Map(
    [...network.networkInterfaces.values()].flatMap(({ id, vpc, addresses, hasPublicIpv4 }) => {
      const [address] = addresses.known ? addresses.value : [];
      const isPublic = hasPublicIpv4.known && hasPublicIpv4.value;
      return isPublic && address !== undefined ? [[publicOf(id), { vpc, address }] as const] : [];
    }),
  );
  return {
    publicAddressOf: (service, region, family) => publicAddressOf(facts, { service, region, family }),
    addressesOf: findInternetHost,
    privateAddressBehind: (address) => behind.get(address),
    // The network does not tell; the hands-on switches them on, and a name more does no harm.
    resourceNameRecords: () => ({ a: true, aaaa: true }),
    // A bucket is near whoever asks, as the lab has no other Region's.
    regionOfBucket: () => undefined,
  };
}

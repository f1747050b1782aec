/** Where the lab put things that the network does not tell. */
import type { Facts } from "../../facts/index.ts";
import type { Address, Family } from "../../model/address.ts";
import type { VpcId, WorkloadId } from "../../model/entity/entity.ts";
import type { Network } from "../../model/network.ts";

export interface Places {
  /**
   * Public addresses of a service in a Region; none where the lab has none, and then the name does not exist. The
   * service is undefined for a name of AWS that no table puts to a service.
   */
  readonly publicAddressOf: (
    service: string | undefined,
    region: string,
    family: Family,
  ) => readonly Address[];
  /** Addresses of a host outside AWS; undefined where the lab's internet has no such name. */
  readonly addressesOf: (host: string) => readonly Address[] | undefined;
  /** The private address to which an internet gateway maps a public one. */
  readonly privateAddressBehind: (
    address: Address,
  ) => { readonly vpc: VpcId; readonly address: Address } | undefined;
  /** Which records the name `i-….REGION.compute.internal` of an instance has: its PrivateDnsNameOptions. */
  readonly resourceNameRecords: (instance: WorkloadId) => ResourceNameRecords;
  /** Undefined for a bucket that the lab does not have. */
  readonly regionOfBucket: (bucket: string) => string | undefined;
}

export interface ResourceNameRecords {
  readonly a: boolean;
  readonly aaaa: boolean;
}

/** What a resolver is made of. */
export interface Sources {
  readonly network: Network;
  readonly facts: Facts;
  readonly places: Places;
}

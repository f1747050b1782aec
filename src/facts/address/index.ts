/**
 * Public addresses: AWS's ranges by tag, its prefix lists, and what "any public address" means.
 *
 * Decides what stands in for addresses that an input does not carry, and says how exact that is; the ranges are dated, and
 * AWS changes them several times a week.
 */
import type { Family } from "../../model/address.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import { once } from "../once.ts";
import type { RegionFacts } from "../region.ts";
import type { ServiceFacts } from "../service/index.ts";
import { createPrefixLists } from "./prefix-list.ts";
import type { PrefixListFacts } from "./prefix-list.ts";
import { parseLocalAddresses, parsePublicAddresses, addressesIn, whereabouts } from "./public.ts";
import type { DatedSet } from "./public.ts";
import { parseAddressRanges } from "./range.ts";
import type { AddressRanges } from "./range.ts";
import { parseRemoteTags } from "./remote-tag.ts";
import type { RemoteTag } from "./remote-tag.ts";
import { parseAddressTags } from "./tag.ts";

export type { DatedSet } from "./public.ts";
export type { AddressRanges } from "./range.ts";

export interface AddressFacts extends PrefixListFacts {
  /** Every unicast address that the internet routes, of both families. */
  readonly publicAddresses: AddressSet;
  /** What no remote of the internet has. Blocks set apart for documentation are in neither set. */
  readonly localAddresses: () => AddressSet;
  /** What the tag of a range tells of a remote; undefined for a tag that the table does not have. */
  readonly remoteTag: (tag: string) => RemoteTag | undefined;
  /** Where a service's public names may point in a Region. */
  readonly publicAddressesOf: (service: string, region: string) => DatedSet;
  /** All of ip-ranges.json; read on the first call. */
  readonly addressRanges: () => AddressRanges;
  /** `com.amazonaws.REGION.s3` for a service with a gateway endpoint, undefined for all others. */
  readonly prefixListOf: (service: string, region: string, family: Family) => string | undefined;
}

export interface AddressTexts {
  readonly tags: string;
  readonly remoteTags: string;
  readonly specialAddresses: string;
  readonly prefixListIds: string;
  readonly readRanges: () => string;
}

export function createAddressFacts(
  texts: AddressTexts,
  services: ServiceFacts,
  regions: RegionFacts,
): AddressFacts {
  const ranges = once(() => parseAddressRanges(texts.readRanges()));
  const tags = once(() => parseAddressTags(texts.tags));
  const isService = (token: string) => services.findService(token) !== undefined;
  const remoteTags = once(() => parseRemoteTags(texts.remoteTags, isService));
  const everyPublicAddress = parsePublicAddresses(texts.specialAddresses);
  const sets = new Map<string, DatedSet>();
  const lists = createPrefixLists(texts.prefixListIds, tags, ranges);
  return {
    ...lists,
    publicAddresses: everyPublicAddress,
    localAddresses: once(() => parseLocalAddresses(texts.specialAddresses)),
    remoteTag: (tag) => remoteTags().get(tag),
    addressRanges: ranges,
    prefixListOf: (service, region, family) => {
      const name = services.gatewayServices.includes(service)
        ? services.serviceNameIn(service, region, "gateway")
        : undefined;
      return name && lists.gatewayListName(name, family);
    },
    publicAddressesOf: (service, region) => {
      const published = { ranges: ranges(), tags: tags(), everyPublicAddress, services, regions };
      const where = whereabouts(service, region, published);
      const key = `${where.tag?.tag ?? ""} ${where.regions.join(" ")}`;
      const set = sets.get(key) ?? addressesIn(where, published);
      sets.set(key, set);
      return set;
    },
  };
}

/** What "any public address" means, and where a service's public names may point. */
import { mustCidr, parseCidr } from "../../model/address.ts";
import { subtract, toAddressSet } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import { datedOf, failAt, parseTable } from "../csv.ts";
import type { Dated } from "../dated.ts";
import type { RegionFacts } from "../region.ts";
import type { ServiceFacts } from "../service/index.ts";
import type { AddressRanges } from "./range.ts";
import type { AddressTag } from "./tag.ts";

export interface DatedSet extends Dated {
  readonly set: AddressSet;
  /** How exactly: the service's own tag, or all that AWS has in the Region. */
  readonly basis: string;
}

/** Every unicast address that the internet routes: both families without what the table sets apart. */
export function parsePublicAddresses(specialAddresses: string): AddressSet {
  const special = parseSpecial(specialAddresses).map(({ cidr }) => cidr);
  return subtract(toAddressSet([mustCidr("0.0.0.0/0"), mustCidr("::/0")]), toAddressSet(special));
}

/** The table's blocks without those for documentation, which stand for the internet wherever someone made up addresses. */
export function parseLocalAddresses(specialAddresses: string): AddressSet {
  const local = parseSpecial(specialAddresses).filter(({ why }) => why !== "documentation");
  return toAddressSet(local.map(({ cidr }) => cidr));
}

function parseSpecial(text: string) {
  return parseTable("special-addresses", text, ["cidr", "why", "source", "date"]).map((row) => {
    datedOf(row);
    const { cidr, why } = row.cells;
    return { cidr: parseCidr(cidr) ?? failAt(row, `no CIDR block: ${cidr}`), why };
  });
}

export interface Published {
  readonly ranges: AddressRanges;
  readonly tags: readonly AddressTag[];
  readonly everyPublicAddress: AddressSet;
  readonly services: ServiceFacts;
  readonly regions: RegionFacts;
}

/** Edge services have this in place of a Region in ip-ranges.json. */
const edge = "GLOBAL";
const anyService = "*";

/** Where to look for a service's addresses: services that share it share the set. */
export interface Whereabouts {
  readonly tag: AddressTag | undefined;
  /** False when the tag is that of all of AWS. */
  readonly isOwn: boolean;
  readonly regions: readonly string[];
}

export function whereabouts(service: string, region: string, published: Published): Whereabouts {
  const { tags } = published;
  const own = tags.find((tag) => tag.services.includes(service));
  const tag = own ?? tags.find((each) => each.services.includes(anyService));
  return { tag, isOwn: own !== undefined, regions: regionsOf(service, region, published) };
}

export function addressesIn({ tag, isOwn, regions }: Whereabouts, published: Published): DatedSet {
  const { ranges, everyPublicAddress } = published;
  const { source, date } = ranges;
  const set = toAddressSet(
    ranges.ranges
      .filter((range) => tag !== undefined && range.tags.includes(tag.tag) && regions.includes(range.region))
      .map(({ cidr }) => cidr()),
  );
  const where = regions.join(" and ");
  if (tag === undefined || set.length === 0) {
    const basis = `every public address: no range of ${where} is published`;
    return { set: everyPublicAddress, basis, source, date };
  }
  const which = isOwn ? `ranges of tag ${tag.tag}` : `all ranges of AWS (tag ${tag.tag})`;
  return { set, basis: `${which} in ${where}`, source, date };
}

/** A service with one host for every Region answers from that host's Region; one with a global name also from the edge. */
function regionsOf(service: string, region: string, { services, regions }: Published): readonly string[] {
  const [host] = services.hostNames(service, region);
  if (host === undefined) return [region];
  const named = host.split(".").find(regions.isRegionName);
  return named === undefined ? [edge, regions.regionNamed(region).partition.globalRegion] : [named];
}

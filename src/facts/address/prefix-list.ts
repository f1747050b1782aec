/**
 * AWS's own prefix lists, by name and id.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html (read 2026-11-24)
 */
import type { Cidr, Family } from "../../model/address.ts";
import { parseId } from "../../model/entity/entity.ts";
import type { PrefixListId } from "../../model/entity/entity.ts";
import { datedOf, mustHold, parseTable } from "../csv.ts";
import type { Dated } from "../dated.ts";
import { once, onceEach } from "../once.ts";
import type { AddressRanges } from "./range.ts";
import type { AddressTag } from "./tag.ts";

/** A stand-in for a prefix list of AWS whose entries the input does not carry. An approximation: see `basis`. */
export interface DatedPrefixList extends Dated {
  readonly name: string;
  readonly entries: readonly Cidr[];
  readonly basis: string;
}

export interface PrefixListFacts {
  /** A readable stand-in for the id of AWS's list of this name, and back. */
  readonly prefixListIdFor: (listName: string) => PrefixListId;
  /** Of a stand-in, or of a real id. Some real ids name other lists in other Regions: those need the Region. */
  readonly prefixListNameOf: (id: string, region?: string) => string | undefined;
  /** The name of the list of a gateway endpoint's service in one family: that of the service, and of its IPv6 list. */
  readonly gatewayListName: (serviceName: string, family: Family) => string;
  readonly findPrefixList: (listName: string) => DatedPrefixList | undefined;
  /** The id that AWS gave the list of this name, where it is recorded. */
  readonly realPrefixListId: (listName: string) => string | undefined;
}

const standIn = "pl-";

export function createPrefixLists(
  ids: string,
  tags: () => readonly AddressTag[],
  ranges: () => AddressRanges,
): PrefixListFacts {
  const real = once(() => parsePrefixListIds(ids));
  return {
    prefixListIdFor: (listName) => parseId<PrefixListId>(standIn + listName),
    prefixListNameOf: (id, region) => {
      const name = id.startsWith(standIn) ? id.slice(standIn.length) : "";
      // A real id is hexadecimal; only a stand-in holds a dotted name.
      if (name.includes(".")) return name;
      const rows = real().filter((row) => row.id === id && (region === undefined || row.region === region));
      return rows.length === 1 ? rows[0]?.listName : undefined;
    },
    gatewayListName: (serviceName, family) =>
      family === 4 ? serviceName : serviceName.replace(/\.([^.]+)$/, ".ipv6.$1"),
    findPrefixList: onceEach((listName) => toList(listName, findTag(listName, tags()), ranges)),
    realPrefixListId: (name) => real().find(({ listName }) => listName === name)?.id,
  };
}

interface TaggedList {
  readonly tag: AddressTag;
  /** Undefined for a global list. */
  readonly region: string | undefined;
}

function findTag(listName: string, tags: readonly AddressTag[]): TaggedList | undefined {
  for (const tag of tags) {
    if (tag.listName === listName) return { tag, region: undefined };
    const [before = "", after] = tag.listName?.split("REGION") ?? [];
    if (after === undefined || !listName.startsWith(before) || !listName.endsWith(after)) continue;
    const region = listName.slice(before.length, listName.length - after.length);
    if (/^[a-z0-9-]+$/.test(region)) return { tag, region };
  }
  return undefined;
}

function toList(
  name: string,
  tagged: TaggedList | undefined,
  readRanges: () => AddressRanges,
): DatedPrefixList | undefined {
  if (tagged === undefined) return undefined;
  const { tag, region } = tagged;
  const { ranges, source, date } = readRanges();
  const entries = ranges
    .filter((range) => range.tags.includes(tag.tag) && (region === undefined || range.region === region))
    .map(({ cidr }) => cidr())
    .filter(({ family }) => family === tag.family);
  if (entries.length === 0) return undefined;
  const where = region === undefined ? "every Region" : region;
  return { name, entries, basis: `IPv${tag.family} ranges of tag ${tag.tag} in ${where}`, source, date };
}

interface RealId {
  readonly region: string;
  readonly id: string;
  readonly listName: string;
}

function parsePrefixListIds(text: string): readonly RealId[] {
  return parseTable("prefix-list-ids", text, ["region", "id", "list_name", "source", "date"]).map((row) => {
    datedOf(row);
    const { region, id, list_name } = row.cells;
    mustHold(row, /^pl-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id), `no id: ${id}`);
    mustHold(row, list_name.includes(`.${region}.`), `${list_name} is no list of ${region}`);
    return { region, id, listName: list_name };
  });
}

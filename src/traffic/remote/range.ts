/**
 * The ranges of all remotes as disjoint intervals, each with what is said of it: AWS's published tags, the entries of the
 * network's own prefix lists, and what is local.
 *
 * CIDR blocks hold each other or are apart, so that one pass over them, largest first at each start, with those that are
 * open kept on a stack, cuts the line of addresses into pieces.
 */
import type { Facts } from "../../facts/index.ts";
import { toCidr } from "../../model/address.ts";
import type { Address, Cidr } from "../../model/address.ts";
import type { AddressSet } from "../../model/interval-set.ts";

/** What all addresses of some intervals have in common. */
export interface RangeKind {
  /** Of every range that holds it, sorted. */
  readonly tags: readonly string[];
  /** Of the longest prefix; undefined outside AWS. */
  readonly region: string | undefined;
  /** A block of AWS's own among those of EC2: `AMAZON` alone, within one that has EC2 as well. */
  readonly isCarveOut: boolean;
  readonly isLocal: boolean;
  /** Names of prefix lists of the network that hold it. */
  readonly lists: readonly string[];
}

export interface RangeInterval {
  readonly first: bigint;
  readonly last: bigint;
  readonly kind: number;
}

export interface Ranges {
  /** The first is that of addresses of which nothing is said. */
  readonly kinds: readonly RangeKind[];
  /** Sorted, disjoint, both families. */
  readonly intervals: readonly RangeInterval[];
}

export interface ListedBlocks {
  readonly listName: string;
  readonly entries: readonly Cidr[];
}

const nothing: RangeKind = { tags: [], region: undefined, isCarveOut: false, isLocal: false, lists: [] };

interface Layer {
  readonly first: bigint;
  readonly last: bigint;
  readonly tags?: readonly string[];
  readonly region?: string;
  readonly list?: string;
  readonly isLocal?: true;
}

export function toRanges(facts: Facts, local: AddressSet, lists: readonly ListedBlocks[]): Ranges {
  const layers: readonly Layer[] = [
    ...facts.addressRanges().ranges.map(({ cidr, tags, region }) => {
      const { first, last } = cidr();
      return { first, last, tags, region };
    }),
    ...local
      .flatMap(([first, last]) => blocksOf(first, last))
      .map((block) => ({ ...block, isLocal: true as const })),
    ...lists.flatMap(({ listName, entries }) =>
      entries.map(({ first, last }) => ({ first, last, list: listName })),
    ),
  ];
  return cut(
    layers.toSorted((a, b) => (a.first === b.first ? compare(b.last, a.last) : compare(a.first, b.first))),
  );
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

function cut(layers: readonly Layer[]): Ranges {
  const kinds: RangeKind[] = [nothing];
  const numberOf = numbering(kinds);
  const intervals: RangeInterval[] = [];
  const open: Layer[] = [];
  let from = 0n;
  const cutAt = (until: bigint) => {
    if (open.length > 0 && from <= until) {
      intervals.push({ first: from, last: until, kind: numberOf(open) });
    }
    from = until + 1n;
  };
  const closeBefore = (next: bigint | undefined) => {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (next !== undefined && top.last >= next) return;
      cutAt(top.last);
      open.pop();
    }
  };
  for (const layer of layers) {
    closeBefore(layer.first);
    if (open.length > 0) cutAt(layer.first - 1n);
    from = layer.first;
    open.push(layer);
  }
  closeBefore(undefined);
  return { kinds, intervals };
}

/** Numbers kinds as they are met; of layers that say the same, what they amount to is found out once. */
function numbering(kinds: RangeKind[]): (open: readonly Layer[]) => number {
  const numbers = new Map(kinds.map((kind, number) => [JSON.stringify(kind), number]));
  const bySaid = new Map<string, number>();
  const find = (open: readonly Layer[]) => {
    const kind = kindOf(open);
    const name = JSON.stringify(kind);
    const number = numbers.get(name) ?? kinds.push(kind) - 1;
    numbers.set(name, number);
    return number;
  };
  return (open) => {
    const said = open
      .map(({ tags, region, list, isLocal }) => `${tags?.join()} ${region} ${list} ${isLocal}`)
      .join("\n");
    const number = bySaid.get(said) ?? find(open);
    bySaid.set(said, number);
    return number;
  };
}

/** `open`: outermost first. */
function kindOf(open: readonly Layer[]): RangeKind {
  const published = open.filter(({ tags }) => tags !== undefined);
  const tags = [...new Set(published.flatMap((layer) => layer.tags ?? []))].sort();
  const own = published.at(-1);
  return {
    tags,
    region: own?.region,
    isCarveOut: own?.tags?.join() === "AMAZON" && tags.includes("EC2"),
    isLocal: open.some(({ isLocal }) => isLocal === true),
    lists: open.flatMap(({ list }) => list ?? []),
  };
}

/** A set's interval as aligned blocks. */
function blocksOf(first: bigint, last: bigint): readonly { readonly first: bigint; readonly last: bigint }[] {
  const blocks: { first: bigint; last: bigint }[] = [];
  for (let at = first; at <= last;) {
    const family = toCidr(at as Address, 0).family;
    const bits = family === 4 ? 32 : 128;
    let length = 0;
    let block = toCidr(at as Address, length);
    while (block.first !== at || block.last > last) block = toCidr(at as Address, Math.min(++length, bits));
    blocks.push({ first: block.first, last: block.last });
    at = block.last + 1n;
  }
  return blocks;
}

/** The number of the kind of an address; 0 where nothing is said of it. */
export function findKind({ intervals }: Ranges, address: bigint): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((intervals[middle]?.last ?? 0n) < address) low = middle + 1;
    else high = middle;
  }
  const found = intervals[low];
  return found !== undefined && found.first <= address ? found.kind : 0;
}

const bucketSize = 65_536n;

/** IPv4 intervals as rows of the table that SQL joins: cut at the edges of blocks of 65,536 addresses. */
export function toRangeRows({ intervals }: Ranges): readonly (readonly [number, number, number, number])[] {
  return intervals.flatMap(({ first, last, kind }) => {
    if (last >= 1n << 32n) return [];
    const rows: [number, number, number, number][] = [];
    for (let bucket = first - (first % bucketSize); bucket <= last; bucket += bucketSize) {
      const end = bucket + bucketSize - 1n;
      rows.push([
        Number(bucket),
        Number(first > bucket ? first : bucket),
        Number(last < end ? last : end),
        kind,
      ]);
    }
    return rows;
  });
}

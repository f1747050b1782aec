/** Partitions and Regions: which DNS suffix, which zones, since when. */
import { unknownRegion } from "../model/network.ts";
import { datedOf, failAt, indexRows, mustHold, oneOf, parseTable } from "./csv.ts";
import type { Row } from "./csv.ts";
import type { Dated } from "./dated.ts";

export interface Partition extends Dated {
  readonly name: string;
  /** `amazonaws.com` in the partition aws. */
  readonly dnsSuffix: string;
  /** Of dual-stack names: `api.aws` in the partition aws; undefined where none is documented. */
  readonly dualStackSuffix: string | undefined;
  /** Where the SDKs place its global services: `us-east-1` in the partition aws. */
  readonly globalRegion: string;
  /** Which names are names of its Regions, known or to come. */
  readonly regionPattern: RegExp;
}

export interface Region extends Dated {
  readonly name: string;
  readonly partition: Partition;
  /** Zone names as an account may see them (`ap-northeast-1a`), for `Fn::GetAZs`; letters differ between accounts. */
  readonly zones: readonly string[];
  /** Date of general availability, or as much of one as the table has (`2023`); undefined where it does not say. */
  readonly opened: string | undefined;
  /** Whether the Region has the endpoint service `ec2messages`; undefined where the table does not say. */
  readonly hasEc2Messages: boolean | undefined;
  /** Whether ECS needs its three endpoints for every launch type there; undefined where the table does not say. */
  readonly ecsNeedsAllEndpoints: boolean | undefined;
}

export interface RegionFacts {
  /** The partition aws first: the tables are written with its suffixes. */
  readonly partitions: readonly Partition[];
  readonly regions: readonly Region[];
  /** Always answers: a name that is in no table (`unknown-region` too) is taken for a Region of its prefix's partition. */
  readonly regionNamed: (name: string) => Region;
  /** A Region of the table, a name made like one, or `unknown-region`. */
  readonly isRegionName: (text: string) => boolean;
  /** Whether it opened on or after `date`; undefined when the table does not say, or not exactly enough. */
  readonly isOpenedSince: (region: string, date: string) => boolean | undefined;
}

export function createRegionFacts(partitions: string, regions: string): RegionFacts {
  const all = parsePartitions(partitions);
  const byName = new Map(parseRegions(regions, all).map((region) => [region.name, region]));
  const unlisted = new Map<string, Region>();
  const regionNamed = (name: string): Region => {
    const region = byName.get(name) ?? unlisted.get(name) ?? unlistedRegion(name, all);
    if (!byName.has(name)) unlisted.set(name, region);
    return region;
  };
  return {
    partitions: all,
    regions: [...byName.values()],
    regionNamed,
    isRegionName: (text) =>
      byName.has(text) || text === unknownRegion || all.some(({ regionPattern }) => regionPattern.test(text)),
    isOpenedSince: (region, date) => isSince(regionNamed(region).opened, date),
  };
}

const partitionColumns = [
  "partition",
  "dns_suffix",
  "dual_stack_suffix",
  "region_pattern",
  "global_region",
  "source",
  "date",
] as const;

function parsePartitions(text: string): readonly Partition[] {
  const rows = parseTable("partitions", text, partitionColumns);
  return [...indexRows(rows, ({ cells }) => cells.partition).values()].map((row) => ({
    name: row.cells.partition,
    dnsSuffix: row.cells.dns_suffix || failAt(row, "no DNS suffix"),
    dualStackSuffix: row.cells.dual_stack_suffix || undefined,
    globalRegion: row.cells.global_region || failAt(row, "no Region of global services"),
    regionPattern: new RegExp(row.cells.region_pattern),
    ...datedOf(row),
  }));
}

const regionColumns = [
  "region",
  "partition",
  "zones",
  "opened",
  "ec2messages",
  "ecs_needs_all",
  "source",
  "date",
] as const;

function parseRegions(text: string, partitions: readonly Partition[]): readonly Region[] {
  const rows = parseTable("regions", text, regionColumns);
  return [...indexRows(rows, ({ cells }) => cells.region).values()].map((row) => {
    const { region: name, partition, zones, opened } = row.cells;
    mustHold(row, /^[a-z]*$/.test(zones), `zones are not letters: ${zones}`);
    mustHold(row, /^(\d{4}(-\d\d-\d\d)?)?$/.test(opened), `opened is no date: ${opened}`);
    return {
      name,
      partition:
        partitions.find((known) => known.name === partition) ?? failAt(row, `no partition ${partition}`),
      zones: zones.split("").map((letter) => `${name}${letter}`),
      opened: opened || undefined,
      hasEc2Messages: yesOrNo(row, "ec2messages"),
      ecsNeedsAllEndpoints: yesOrNo(row, "ecs_needs_all"),
      ...datedOf(row),
    };
  });
}

function yesOrNo(
  row: Row<(typeof regionColumns)[number]>,
  column: "ec2messages" | "ecs_needs_all",
): boolean | undefined {
  const word = oneOf(row, column, ["yes", "no", ""]);
  return word === "" ? undefined : word === "yes";
}

function unlistedRegion(name: string, partitions: readonly Partition[]): Region {
  const prefixOf = ({ regionPattern }: Partition) => /^\^([a-z-]*)/.exec(regionPattern.source)?.[1] ?? "";
  const [nearest] = partitions
    .filter((partition) => name.startsWith(prefixOf(partition)))
    .toSorted((a, b) => prefixOf(b).length - prefixOf(a).length);
  if (nearest === undefined) throw new Error("data/partitions.csv: no partition takes Regions of any prefix");
  return {
    name,
    partition: nearest,
    zones: [],
    opened: undefined,
    hasEc2Messages: undefined,
    ecsNeedsAllEndpoints: undefined,
    source: `the prefix of its name: ${nearest.source}`,
    date: nearest.date,
  };
}

/** A year alone settles what lies in other years, and its own first day. */
function isSince(opened: string | undefined, date: string): boolean | undefined {
  if (opened === undefined) return undefined;
  if (opened.length >= date.length || opened !== date.slice(0, opened.length)) return opened >= date;
  return date.slice(opened.length) === "-01-01" ? true : undefined;
}

/** ip-ranges.json as the table of data/address-ranges.csv. */
import { AppError } from "../../model/app-error.ts";
import { parseCidr } from "../../model/address.ts";

/** Far fewer than AWS has had for years: a file with less was cut off, or is another. */
const fewestPrefixes = 1000;

interface Prefix {
  readonly cidr: string;
  readonly region: string;
  readonly service: string;
}

/**
 * Throws an AppError where `value` is not ip-ranges.json, whole.
 * https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-syntax.html (read 2026-11-29)
 */
export function toAddressRangeTable(value: unknown): string {
  const file = recordOf(value);
  const { syncToken, createDate } = file;
  if (typeof syncToken !== "string" || !/^\d+$/.test(syncToken)) throw noRanges("it has no syncToken");
  if (typeof createDate !== "string" || !/^\d{4}(-\d\d){5}$/.test(createDate))
    throw noRanges("it has no createDate");
  const prefixes = [
    ...prefixesIn(file["prefixes"], "ip_prefix"),
    ...prefixesIn(file["ipv6_prefixes"], "ipv6_prefix"),
  ];
  if (prefixes.length < fewestPrefixes) throw noRanges(`it holds ${prefixes.length} prefixes`);
  const services = new Map<string, Set<string>>();
  for (const { cidr, region, service } of prefixes) {
    const key = `${cidr},${region}`;
    services.set(key, (services.get(key) ?? new Set()).add(service));
  }
  return [
    `# AWS address ranges by tag, from ip-ranges.json syncToken ${syncToken} (${createDate}); one row a prefix and region`,
    "cidr,region,services",
    ...[...services].map(([key, names]) => `${key},${[...names].sort().join(" ")}`),
    "",
  ].join("\n");
}

function prefixesIn(list: unknown, field: string): readonly Prefix[] {
  if (!Array.isArray(list)) throw noRanges(`it has no list of ${field}`);
  return list.map((one: unknown) => {
    const { [field]: cidr, region, service } = recordOf(one);
    const isPrefix = typeof cidr === "string" && parseCidr(cidr) !== undefined;
    if (!isPrefix || !isWord(region) || !isWord(service))
      throw noRanges(`an entry of it is no prefix: ${JSON.stringify(one).slice(0, 100)}`);
    return { cidr, region, service };
  });
}

const isWord = (value: unknown): value is string => typeof value === "string" && /^[\w-]+$/.test(value);

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw noRanges("it is no object");
  return { ...value };
}

function noRanges(why: string): AppError {
  return new AppError(
    "FACTS_NO_RANGES",
    `ip-ranges.json cannot be used: ${why}`,
    "the facts stay as they are; try again later, or give another --source",
    { source: "aws" },
  );
}

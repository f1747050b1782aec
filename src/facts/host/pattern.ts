/**
 * Patterns of host names as hosts.csv and images.csv write them: literal text, with capital words for what varies.
 */
import type { RegionFacts } from "../region.ts";

export interface HostPattern {
  readonly text: string;
  readonly match: (host: string) => HostParts | undefined;
}

/** What the capital words of a pattern stood for; undefined for those it does not have. */
export interface HostParts {
  readonly region: string | undefined;
  readonly service: string | undefined;
  readonly bucket: string | undefined;
  readonly account: string | undefined;
  readonly endpointId: string | undefined;
  readonly availabilityZone: string | undefined;
}

/** Labels of DNS; an underscore is legal in buckets of old. NAMES, SERVICE and BUCKET take several labels. */
const label = "[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?";
const labels = `${label}(?:\\.${label})*`;
const zone = "[a-z]{2,4}(?:-[a-z]+)+-\\d+(?:-[a-z]+-\\d+)?[a-z]";
const words: Readonly<Record<string, string>> = {
  REGION: "(?<region>[a-z0-9-]+)",
  SERVICE: `(?<service>${labels})`,
  BUCKET: `(?<bucket>${labels})`,
  ACCOUNT: `(?<account>${label})`,
  NAMES: labels,
  NAME: label,
  /** https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html (read 2026-11-24) */
  ENDPOINT: `(?<endpointId>vpce-[0-9a-f]+)(?:-[0-9a-z]+)?(?:-(?<availabilityZone>${zone}))?`,
};

/** SUFFIX and DUALSTACK stand for the suffix of any partition, REGION for names that `regions` takes for one. */
export function compilePattern(text: string, { partitions, isRegionName }: RegionFacts): HostPattern {
  const suffixes = {
    SUFFIX: oneOfThese(partitions.map(({ dnsSuffix }) => dnsSuffix)),
    DUALSTACK: oneOfThese(partitions.flatMap(({ dualStackSuffix }) => dualStackSuffix ?? [])),
  };
  const all: Readonly<Record<string, string>> = { ...words, ...suffixes };
  const seen = new Set<string>();
  const source = text.replaceAll(/[A-Z]+|[^A-Z]+/g, (part) => {
    const word = all[part];
    if (word === undefined) {
      if (/[A-Z]/.test(part)) throw new Error(`pattern ${text}: ${part} stands for nothing`);
      return escaped(part);
    }
    // A word that comes twice (a bucket named for its Region) must be the same text both times.
    const name = /^\(\?<(\w+)>/.exec(word)?.[1];
    if (name !== undefined && seen.has(name)) return `\\k<${name}>`;
    if (name !== undefined) seen.add(name);
    return word;
  });
  const regex = new RegExp(`^${source}$`);
  return {
    text,
    match: (host) => {
      const groups = regex.exec(host)?.groups;
      if (groups === undefined) return regex.test(host) ? noParts : undefined;
      const parts = { ...noParts, ...groups };
      return parts.region === undefined || isRegionName(parts.region) ? parts : undefined;
    },
  };
}

const noParts: HostParts = {
  region: undefined,
  service: undefined,
  bucket: undefined,
  account: undefined,
  endpointId: undefined,
  availabilityZone: undefined,
};

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
const oneOfThese = (texts: readonly string[]) => `(?:${texts.map(escaped).join("|")})`;

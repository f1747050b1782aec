/**
 * What a host name says: which service of AWS in which Region, in which form, or a host of the internet.
 *
 * Asked in this order: names with a row of their own (hosts.csv), names of the catalogue, patterns that take any service.
 * Whether an endpoint covers a name, and where it resolves to, is left to others.
 */
import { once, onceEach } from "../once.ts";
import type { RegionFacts } from "../region.ts";
import type { ServiceFacts } from "../service/index.ts";
import { createCatalogue } from "./catalogue.ts";
import type { Catalogue } from "./catalogue.ts";
import type { AwsHost, HostName } from "./host-name.ts";
import type { HostParts } from "./pattern.ts";
import { parseHosts } from "./table.ts";
import type { HostRow } from "./table.ts";

export type { AwsHost, HostName } from "./host-name.ts";

export interface HostFacts {
  /** Case and a trailing dot do not matter. */
  readonly classifyHost: (host: string) => HostName;
}

export function createHostFacts(hosts: string, services: ServiceFacts, regions: RegionFacts): HostFacts {
  const knowledge = once((): Knowledge => {
    const known = new Set([
      ...services.services.map(({ token }) => token),
      ...services.servicesWithoutEndpoint.map(({ name }) => name),
    ]);
    const rows = parseHosts(hosts, regions, (token) => known.has(token));
    return {
      own: rows.filter(({ isGeneric }) => !isGeneric),
      generic: rows.filter(({ isGeneric }) => isGeneric),
      catalogue: createCatalogue(services, regions),
      regions,
    };
  });
  const classified = onceEach((host: string) => classify(host, knowledge()));
  return { classifyHost: (text) => classified(text.trim().toLowerCase().replace(/\.$/, "")) };
}

interface Knowledge {
  readonly own: readonly HostRow[];
  readonly generic: readonly HostRow[];
  readonly catalogue: Catalogue;
  readonly regions: RegionFacts;
}

const anyAws: AwsHost = {
  kind: "aws",
  service: undefined,
  region: undefined,
  form: "regional",
  endpointId: undefined,
  availabilityZone: undefined,
  bucket: undefined,
};

function classify(host: string, { own, generic, catalogue, regions }: Knowledge): HostName {
  if (!isHostName(host)) return { kind: "internet" };
  const special = findRow(host, own);
  if (special !== undefined) return toHost(host, special, catalogue);
  const listed = catalogue.findHost(host);
  if (listed !== undefined) return { ...anyAws, ...listed };
  const any = findRow(host, generic);
  if (any !== undefined) return toHost(host, any, catalogue);
  if (catalogue.suffixOf(host) === undefined) return { kind: "internet" };
  return { ...anyAws, region: host.split(".").find(regions.isRegionName) };
}

interface Matched {
  readonly row: HostRow;
  readonly parts: HostParts;
}

function findRow(host: string, rows: readonly HostRow[]): Matched | undefined {
  for (const row of rows) {
    const parts = row.pattern.match(host);
    if (parts !== undefined) return { row, parts };
  }
  return undefined;
}

function toHost(host: string, { row, parts }: Matched, catalogue: Catalogue): AwsHost {
  const stem = parts.service === undefined ? undefined : catalogue.findStem(parts.service);
  return {
    kind: "aws",
    service: row.service ?? stem,
    region: row.region ?? parts.region,
    form: row.form,
    endpointId: parts.endpointId,
    availabilityZone: parts.availabilityZone,
    bucket: row.isBucket ? host : parts.bucket,
  };
}

/** Labels of 1 to 63 characters, 253 in all (RFC 1035); an underscore is legal in buckets of old. */
function isHostName(text: string): boolean {
  const label = /^[a-z0-9_*]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
  const labels = text.split(".");
  return text.length <= 253 && labels.length > 1 && labels.every((part) => label.test(part));
}

/** Host names of a service in a Region of any partition. */
import { datedOf, indexRows, mustHold, parseTable } from "../csv.ts";
import type { RegionFacts } from "../region.ts";
import type { Service } from "./service.ts";

export interface ServiceHosts {
  readonly hostNames: (token: string, region: string) => readonly string[];
  readonly privateNamesIn: (token: string, region: string) => readonly string[];
  /** Names in full that no template of the catalogue gives: [host, token, Region]. */
  readonly irregularHosts: readonly IrregularHost[];
}

export interface IrregularHost {
  readonly host: string;
  readonly token: string;
  readonly region: string;
}

export function createServiceHosts(
  services: ReadonlyMap<string, Service>,
  irregularHosts: string,
  regions: RegionFacts,
): ServiceHosts {
  const irregular = parseIrregularHosts(irregularHosts, services);
  return {
    irregularHosts: [...irregular.values()],
    hostNames: (token, region) => {
      const own = irregular.get(`${region} ${token}`);
      const templates = services.get(token)?.hosts ?? [];
      if (own === undefined) return namesIn(region, templates, regions);
      // A host of one fixed Region is that of the partition aws: another partition has its own in its place.
      const regional = templates.filter((template) => template.includes("REGION"));
      return [...new Set([own.host, ...namesIn(region, regional, regions)])];
    },
    privateNamesIn: (token, region) => {
      const own = irregular.get(`${region} ${token}`);
      const templates = services.get(token)?.privateNames ?? [];
      return own === undefined || templates.length === 0 ? namesIn(region, templates, regions) : [own.host];
    },
  };
}

function parseIrregularHosts(
  text: string,
  services: ReadonlyMap<string, Service>,
): ReadonlyMap<string, IrregularHost> {
  const rows = parseTable("service-hosts", text, ["region", "token", "host", "source", "date"]);
  const hosts = rows.map((row) => {
    datedOf(row);
    const { host, token, region } = row.cells;
    mustHold(row, services.has(token), `no service ${token}`);
    return { ...row, host, token, region };
  });
  return indexRows(hosts, ({ token, region }) => `${region} ${token}`);
}

/** The tables are written for the partition aws; other partitions have the same names under suffixes of their own. */
function namesIn(
  region: string,
  templates: readonly string[],
  { partitions, regionNamed }: RegionFacts,
): readonly string[] {
  const [base] = partitions;
  const { partition } = regionNamed(region);
  const suffixes: readonly (readonly [string | undefined, string | undefined])[] = [
    [base?.dnsSuffix, partition.dnsSuffix],
    [base?.dualStackSuffix, partition.dualStackSuffix],
  ];
  return templates.flatMap((template) => {
    const name = template.replaceAll("REGION", region);
    const pair = suffixes.find(([from]) => from !== undefined && name.endsWith(`.${from}`));
    if (pair === undefined) return [name];
    const [from = "", to] = pair;
    return to === undefined ? [] : [name.slice(0, -from.length) + to];
  });
}

/** From host names back to services: the catalogue turned round. */
import type { RegionFacts } from "../region.ts";
import type { ServiceFacts } from "../service/index.ts";
import type { HostForm } from "./host-name.ts";

interface Listed {
  readonly service: string;
  readonly region: string | undefined;
  readonly form: HostForm;
}

export interface Catalogue {
  readonly findHost: (host: string) => Listed | undefined;
  /** The service of a name without Region and suffix: `dkr.ecr`, as the names of endpoints and global names have it. */
  readonly findStem: (stem: string) => string | undefined;
  /** The suffix of AWS's own names at the end of `host`, if any. */
  readonly suffixOf: (host: string) => string | undefined;
}

/**
 * An index of every name under its template. On one name of two services the earlier claim holds: a default name before
 * a further one, a service with an endpoint before one without.
 */
export function createCatalogue(services: ServiceFacts, regions: RegionFacts): Catalogue {
  const suffixes = suffixesOf(regions);
  const suffixOf = (host: string) => suffixes.find(({ suffix }) => host.endsWith(`.${suffix}`));
  const templateOf = (host: string) => {
    const known = suffixOf(host);
    return known === undefined ? host : host.slice(0, -known.suffix.length) + known.word;
  };
  const index = new Map<string, string>();
  const full = new Map(services.irregularHosts.map(({ host, token, region }) => [host, { token, region }]));
  for (const [host, service] of claims(services)) {
    const template = templateOf(host).split(".").map(lowerCase).join(".");
    if (!index.has(template)) index.set(template, service);
  }
  const find = (template: string) => index.get(template) ?? index.get(template.replace(/^[^.]+\./, "*."));
  return {
    suffixOf: (host) => suffixOf(host)?.suffix,
    findStem: (stem) =>
      index.get(`${stem}.REGION.suffix`) ??
      index.get(`*.${stem}.REGION.suffix`) ??
      index.get(`${stem}.suffix`),
    findHost: (host) => {
      const irregular = full.get(host);
      if (irregular !== undefined) {
        const region = host.split(".").find(regions.isRegionName);
        return { service: irregular.token, region, form: formOf(host, region, suffixOf(host)) };
      }
      const template = templateOf(host);
      for (const { region, reading } of readingsOf(template, regions)) {
        const service = find(reading);
        if (service !== undefined) return { service, region, form: formOf(host, region, suffixOf(host)) };
      }
      return undefined;
    },
  };
}

const lowerCase = (label: string) => (label === "REGION" ? label : label.toLowerCase());

interface Suffix {
  readonly suffix: string;
  readonly word: "suffix" | "dualstack";
}

/** Longest first: `amazonaws.com.cn` is not a name under `com.cn`, and api.aws.ic.gov none under ic.gov. */
function suffixesOf({ partitions }: RegionFacts): readonly Suffix[] {
  const all = partitions.flatMap(({ dnsSuffix, dualStackSuffix }): readonly Suffix[] => [
    { suffix: dnsSuffix, word: "suffix" },
    ...(dualStackSuffix === undefined ? [] : [{ suffix: dualStackSuffix, word: "dualstack" } as const]),
  ]);
  return all.toSorted((a, b) => b.suffix.length - a.suffix.length);
}

/** Every name with the service that claims it, strongest claims first. */
function claims({ services, servicesWithoutEndpoint }: ServiceFacts): readonly (readonly [string, string])[] {
  const unserved = servicesWithoutEndpoint.map(({ name, host }) => [host, name] as const);
  return [
    ...services.flatMap(({ token, hosts }) => hosts.slice(0, 1).map((host) => [host, token] as const)),
    ...services.flatMap(({ token, hosts }) => hosts.map((host) => [host, token] as const)),
    ...services.flatMap(({ token, privateNames }) => privateNames.map((host) => [host, token] as const)),
    ...unserved.filter(([host, name]) => host.startsWith(`${name}.`)),
    ...unserved,
  ];
}

/** The name as it stands, and with each label that may be a Region read as one. */
function readingsOf(template: string, { isRegionName }: RegionFacts) {
  const labels = template.split(".");
  const regional = labels.flatMap((label, index) =>
    isRegionName(label) ? [{ region: label, reading: labels.with(index, "REGION").join(".") }] : [],
  );
  return [...regional, { region: regional[0]?.region, reading: template }];
}

function formOf(host: string, region: string | undefined, suffix: Suffix | undefined): HostForm {
  const isFips = /(^|[.-])fips[.-]/.test(host);
  if (suffix?.word === "dualstack") return isFips ? "fips-dualstack" : "dualstack";
  if (isFips) return "fips";
  return region === undefined ? "global" : "regional";
}

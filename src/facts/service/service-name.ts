/**
 * Endpoint service names in full: `com.amazonaws.REGION.TOKEN` with many exceptions, among them all of another partition.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html (read 2026-11-24)
 */
import { datedOf, indexRows, mustHold, parseTable, wordsIn } from "../csv.ts";
import { onceEach } from "../once.ts";
import type { RegionFacts } from "../region.ts";
import type { EndpointServiceName, Service, ServiceType } from "./service.ts";

export interface ServiceNames {
  readonly endpointServiceOf: (serviceName: string) => EndpointServiceName;
  readonly tokenOf: (serviceName: string) => string | undefined;
  readonly serviceNameIn: (token: string, region: string, type?: ServiceType) => string | undefined;
}

export function createServiceNames(
  services: ReadonlyMap<string, Service>,
  irregularNames: string,
  { isRegionName }: RegionFacts,
): ServiceNames {
  const irregular = parseIrregularNames(irregularNames);
  const tokens = new Map([
    ...[...irregular].map(([key, { template }]): [string, string] => [template, tokenIn(key)]),
    ...[...services.values()].flatMap(({ token, serviceName, alternateNames }) =>
      [serviceName, ...alternateNames].map((name): [string, string] => [name, token]),
    ),
  ]);
  const prefixes = prefixesOf(tokens);
  const endpointServiceOf = onceEach((serviceName: string) =>
    readServiceName(serviceName, { tokens, services, prefixes, isRegionName }),
  );
  return {
    endpointServiceOf,
    tokenOf: (serviceName) => endpointServiceOf(serviceName).token,
    serviceNameIn: (token, region, type) => {
      const service = services.get(token);
      // Irregular names are those of interface endpoints; a gateway endpoint keeps com.amazonaws in every partition.
      const isGateway = type === undefined ? service?.types.includes("gateway") : type === "gateway";
      const own = isGateway === true ? undefined : irregular.get(`${region} ${token}`);
      return (own?.template ?? service?.serviceName)?.replace("REGION", region);
    },
  };
}

interface IrregularName {
  readonly template: string;
}

const tokenIn = (key: string) => key.slice(key.indexOf(" ") + 1);

/**
 * Templates with REGION, by `REGION TOKEN` of the Region they hold in. Some tokens exist in isolated partitions alone, and
 * are in no other table.
 */
function parseIrregularNames(text: string): ReadonlyMap<string, IrregularName> {
  const rows = parseTable("service-names", text, ["region", "template", "tokens", "source", "date"]);
  const names = rows.flatMap((row) => {
    datedOf(row);
    const { region, template, tokens } = row.cells;
    mustHold(row, template.includes("REGION") && template.includes("TOKEN"), `no template: ${template}`);
    return wordsIn(tokens).map((token) => ({
      ...row,
      key: `${region} ${token}`,
      template: template.replace("TOKEN", token),
    }));
  });
  return indexRows(names, ({ key }) => key);
}

/** What stands before the token: `com.amazonaws.REGION.`. */
function prefixesOf(tokens: ReadonlyMap<string, string>): readonly string[] {
  const prefixes = [...tokens].flatMap(([name, token]) =>
    name.includes("REGION") && name.endsWith(`.${token}`) ? [name.slice(0, -token.length)] : [],
  );
  return [...new Set(prefixes)];
}

interface KnownNames {
  readonly tokens: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, Service>;
  readonly prefixes: readonly string[];
  readonly isRegionName: RegionFacts["isRegionName"];
}

const other: EndpointServiceName = { owner: "other", token: undefined, region: undefined, types: [] };

function readServiceName(serviceName: string, names: KnownNames): EndpointServiceName {
  const name = serviceName.trim();
  const labels = name.split(".");
  const customer = labels.findIndex((label) => label.startsWith("vpce-svc-"));
  if (customer > 0) return { ...other, region: labels[customer - 1] };
  const listed = names.tokens.get(name);
  if (listed !== undefined) return ofToken(listed, labels.find(names.isRegionName), names);
  const readings = labels.map((region, index) => ({
    region,
    template: labels.with(index, "REGION").join("."),
  }));
  for (const { region, template } of readings) {
    const token = names.tokens.get(template);
    if (token !== undefined) return ofToken(token, region, names);
  }
  for (const { region, template } of readings) {
    const prefix = names.prefixes.find(
      (known) => template.startsWith(known) && template.length > known.length,
    );
    if (prefix !== undefined) return ofToken(template.slice(prefix.length), region, names);
  }
  return other;
}

function ofToken(token: string, region: string | undefined, { services }: KnownNames): EndpointServiceName {
  return { owner: "aws", token, region, types: services.get(token)?.types ?? [] };
}

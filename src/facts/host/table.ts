/** The rows of hosts.csv: names that follow from no template of the catalogue. */
import { datedOf, failAt, mustHold, oneOf, parseTable } from "../csv.ts";
import type { RegionFacts } from "../region.ts";
import { hostForms } from "./host-name.ts";
import type { HostForm } from "./host-name.ts";
import { compilePattern } from "./pattern.ts";
import type { HostPattern } from "./pattern.ts";

export interface HostRow {
  readonly pattern: HostPattern;
  /** Undefined where the name is no service's that is known, or where the pattern's SERVICE says which. */
  readonly service: string | undefined;
  readonly form: HostForm;
  /** For names that stand for one Region without saying so. */
  readonly region: string | undefined;
  /** The whole name is the bucket. */
  readonly isBucket: boolean;
  /** Asked only after the catalogue: the pattern takes any service. */
  readonly isGeneric: boolean;
}

const columns = ["pattern", "service", "form", "region", "bucket", "source", "date", "note"] as const;

export function parseHosts(
  text: string,
  regions: RegionFacts,
  isService: (token: string) => boolean,
): readonly HostRow[] {
  return parseTable("hosts", text, columns).map((row) => {
    datedOf(row);
    const { pattern, service, region, bucket } = row.cells;
    mustHold(row, service === "" || isService(service), `no service ${service}`);
    mustHold(row, region === "" || regions.isRegionName(region), `no Region ${region}`);
    if (bucket !== "" && bucket !== "HOST") failAt(row, `bucket is neither empty nor HOST: ${bucket}`);
    return {
      pattern: compilePattern(pattern, regions),
      service: service || undefined,
      form: oneOf(row, "form", hostForms),
      region: region || undefined,
      isBucket: bucket === "HOST",
      isGeneric: pattern.includes("SERVICE") && !pattern.includes("ENDPOINT"),
    };
  });
}

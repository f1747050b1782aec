/** Endpoint services that an account sees and the catalogue lacks, as further rows of data/services.csv. */
import type { RegionFacts } from "../region.ts";
import type { ServiceFacts } from "../service/index.ts";
import { serviceColumns } from "../service/table.ts";

/** One answer of DescribeVpcEndpointServices, as far as it is used. */
export interface ServiceDetail {
  readonly ServiceName?: string | undefined;
  readonly Owner?: string | undefined;
  readonly ServiceType?: readonly { readonly ServiceType?: string | undefined }[] | undefined;
  readonly PrivateDnsNames?: readonly { readonly PrivateDnsName?: string | undefined }[] | undefined;
  readonly VpcEndpointPolicySupported?: boolean | undefined;
}

const types: Readonly<Record<string, string>> = { Interface: "interface", Gateway: "gateway" };
const header = serviceColumns.join(",");

export interface Seen {
  readonly region: string;
  /** The day they were seen. */
  readonly date: string;
  readonly details: readonly ServiceDetail[];
}

/** Its tokens are those that `facts`, without this table, does not know. `before` is the table that it takes the place of. */
export function toServiceTable(
  before: string | undefined,
  { region, date, details }: Seen,
  facts: Pick<ServiceFacts, "endpointServiceOf" | "findService"> & Pick<RegionFacts, "regionNamed">,
): string {
  const rows = new Map(
    rowsIn(before ?? "").map((row): [string, string] => [row.slice(0, row.indexOf(",")), row]),
  );
  for (const detail of details) {
    const {
      ServiceName: name = "",
      Owner,
      ServiceType,
      PrivateDnsNames,
      VpcEndpointPolicySupported,
    } = detail;
    const { owner, token, region: own } = facts.endpointServiceOf(name);
    const kinds = (ServiceType ?? []).flatMap((one) => types[one.ServiceType ?? ""] ?? []);
    const isNew = token !== undefined && facts.findService(token) === undefined;
    if (Owner !== "amazon" || owner !== "aws" || !isNew || own !== region || kinds.length === 0) continue;
    const names = (PrivateDnsNames ?? []).flatMap(({ PrivateDnsName }) => PrivateDnsName ?? []);
    const templates = names.map((host) => host.replaceAll(region, "REGION")).join("|");
    rows.set(
      token,
      [
        token,
        token,
        [...new Set(kinds)].sort().join("|"),
        name.replace(region, "REGION"),
        // What a wildcard answers is no name that a client dials.
        templates.replaceAll("*.", "name."),
        templates,
        "443",
        VpcEndpointPolicySupported === undefined ? "unknown" : String(VpcEndpointPolicySupported),
        "",
        `DescribeVpcEndpointServices in ${region}`,
        date,
        "port 443 is assumed",
      ].join(","),
    );
  }
  return [header, ...[...rows.values()].sort(), ""].join("\n");
}

/** `catalogue` with what `seen` has besides. */
export function addServices(catalogue: string, seen: string | undefined): string {
  if (seen === undefined) return catalogue;
  const known = new Set(rowsIn(catalogue).map((row) => row.slice(0, row.indexOf(","))));
  const added = rowsIn(seen).filter((row) => !known.has(row.slice(0, row.indexOf(","))));
  return `${catalogue.trimEnd()}\n${added.join("\n")}\n`;
}

function rowsIn(table: string): readonly string[] {
  return table.split("\n").filter((line) => line !== "" && !line.startsWith("#") && line !== header);
}

/**
 * Ids in AWS's form for what a template only names: clients tell kinds apart by what an id begins with. An id is made of the
 * name, so that one input always gets the same; AWS's own ids stay, and so do names that the lab needs as they are.
 */
import { createHash } from "node:crypto";
import type { Facts } from "../../../facts/index.ts";
import { findPlannedId, plannedNameOf } from "../../../model/entity/vpc-endpoint.ts";
import { emptyNetwork, tableNames } from "../../../model/network.ts";
import type { Network, TableName, Tables } from "../../../model/network.ts";
import { awsListId } from "../actions/prefix-list/find.ts";

/** What the user calls something, by the id that it got. */
export type Names = ReadonlyMap<string, string>;

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** What ids of a table begin with; undefined where EC2 gives no ids. */
const prefixes: { readonly [T in TableName]?: (row: Row) => string | undefined } = {
  vpcs: () => "vpc",
  subnets: () => "subnet",
  dhcpOptions: () => "dopt",
  routeTables: () => "rtb",
  securityGroups: () => "sg",
  networkAcls: () => "acl",
  prefixLists: () => "pl",
  networkInterfaces: () => "eni",
  natGateways: () => "nat",
  gateways: ({ kind }) => gatewayPrefixes[String(kind)],
  peerings: () => "pcx",
  transitGateways: () => "tgw",
  transitGatewayAttachments: () => "tgw-attach",
  transitGatewayRouteTables: () => "tgw-rtb",
  vpcEndpoints: () => "vpce",
  // One of kind `interface` is its interface, and has its id.
  workloads: ({ kind }) => (kind === "instance" ? "i" : undefined),
};

const gatewayPrefixes: Readonly<Record<string, string>> = {
  "internet-gateway": "igw",
  "egress-only-internet-gateway": "eigw",
  "vpn-gateway": "vgw",
};

/** Sixteen digits, always the same for a text. */
export const digitsOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

const isAwsId = (id: string, prefix: string): boolean => new RegExp(`^${prefix}-[0-9a-z]+$`).test(id);

/** Words that stand where ids do. Something of such a name keeps it, and the API does not show it. */
const words: ReadonlySet<string> = new Set(["local", "default", "none", "aws", "customer", "vpc"]);

export function giveIds(
  network: Network,
  facts: Facts,
): { readonly network: Network; readonly names: Names } {
  const given = new Map<string, string>();
  for (const table of tableNames) {
    for (const row of network[table].values() as Iterable<Row>) {
      const prefix = prefixes[table]?.(row);
      if (prefix === undefined || words.has(row.id)) continue;
      const id = newIdOf(row, prefix, facts);
      if (id !== row.id) given.set(row.id, id);
    }
  }
  const renamed = tableNames.map((table) => [table, renamedTable(network[table], given)] as const);
  return {
    network: { ...emptyNetwork, ...network, ...(Object.fromEntries(renamed) as unknown as Tables) },
    names: new Map([...given].map(([name, id]) => [id, name])),
  };
}

function newIdOf(row: Row, prefix: string, facts: Facts): string {
  const { id, listName, owner } = row;
  if (isAwsId(id, prefix)) return id;
  if (owner === "aws" && typeof listName === "string") return awsListId(facts, listName);
  return `${prefix}-0${digitsOf(`${prefix} ${String(row["scope"])} ${id}`)}`;
}

function renamedTable(
  table: ReadonlyMap<string, unknown>,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, unknown> {
  const planned = new Map([...given].map(([name, id]) => [name.toLowerCase(), id]));
  const rename = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return renamedText(value, key);
    if (Array.isArray(value)) return value.map((one) => rename(one, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, own]) => [name, rename(own, keyIn(name, key))]),
    );
  };
  const renamedText = (text: string, key: string): string => {
    if (references.has(key)) return given.get(text) ?? text;
    const id = key === "values" ? findPlannedId(text) : undefined;
    return id === undefined ? text : plannedNameOf(planned.get(id) ?? id);
  };
  return new Map(
    [...table].map(([id, row]) => {
      const renamed = rename(row, "") as Row;
      const name = given.get(id);
      const aliases = (row as { readonly aliases: readonly string[] }).aliases;
      return [renamed.id, name === undefined ? renamed : { ...renamed, aliases: [...aliases, id] }] as const;
    }),
  );
}

/** Fields in which ids stand, in whatever row. Where a policy of a template names one, the policy is not known. */
const references: ReadonlySet<string> = new Set([
  "id",
  "vpc",
  "vpcs",
  "associatedVpcs",
  "subnet",
  "subnets",
  "groups",
  "gateways",
  "networkInterface",
  "networkInterfaces",
  "routeTables",
  "owner",
  "dhcpOptions",
  "peering",
  "transitGateway",
  "attachment",
  "association",
  "resource",
  "resourceId",
]);

/** The value of a known fact is of the field that it stands in. */
const keyIn = (name: string, outer: string): string => (name === "value" ? outer : name);

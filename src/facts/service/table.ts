/** The catalogue's rows, checked. */
import { known, unknown } from "../../model/known.ts";
import type { Known } from "../../model/known.ts";
import { datedOf, failAt, indexRows, mustHold, oneOf, parseTable, wordsIn } from "../csv.ts";
import type { Row } from "../csv.ts";
import type { Service, ServiceType, ServiceWithoutEndpoint } from "./service.ts";

export const serviceColumns = [
  "token",
  "title",
  "types",
  "service_name",
  "hosts",
  "private_names",
  "ports",
  "policy",
  "companions",
  "source",
  "date",
  "note",
] as const;
type ServiceRow = Row<(typeof serviceColumns)[number]>;

export function parseServices(text: string, crossRegion: ReadonlySet<string>): ReadonlyMap<string, Service> {
  const rows = indexRows(parseTable("services", text, serviceColumns), ({ cells }) => cells.token);
  for (const row of rows.values()) {
    for (const companion of wordsIn(row.cells.companions)) {
      mustHold(row, rows.has(companion), `no service ${companion}`);
    }
  }
  return new Map([...rows].map(([token, row]) => [token, toService(row, crossRegion.has(token))]));
}

function toService(row: ServiceRow, crossRegion: boolean): Service {
  const { token, title, service_name, hosts, private_names, ports, companions, note } = row.cells;
  const [serviceName = failAt(row, "no service name"), ...alternateNames] = wordsIn(service_name, "|");
  mustHold(row, title !== "", "no title");
  return {
    token,
    title,
    types: typesIn(row),
    serviceName,
    alternateNames,
    hosts: hostsIn(row, hosts),
    privateNames: hostsIn(row, private_names),
    ports: wordsIn(ports).map((port) => portIn(row, port)),
    policySupported: policyIn(row, serviceName),
    companions: wordsIn(companions),
    crossRegion,
    note,
    ...datedOf(row),
  };
}

function typesIn(row: ServiceRow): readonly ServiceType[] {
  const types = wordsIn(row.cells.types, "|");
  mustHold(row, types.length > 0, "no type");
  return types.map((type) =>
    type === "interface" || type === "gateway" ? type : failAt(row, `no type of endpoint: ${type}`),
  );
}

function hostsIn(row: ServiceRow, cell: string): readonly string[] {
  const hosts = wordsIn(cell, "|");
  for (const host of hosts)
    mustHold(row, /^(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(host), `no host: ${host}`);
  return hosts;
}

function portIn(row: ServiceRow, word: string): number {
  mustHold(row, /^\d{1,5}$/.test(word), `no port: ${word}`);
  return Number(word);
}

function policyIn(row: ServiceRow, serviceName: string): Known<boolean> {
  const word = oneOf(row, "policy", ["true", "false", "unknown"]);
  if (word !== "unknown") return known(word === "true");
  return unknown(
    `whether endpoints of ${row.cells.token} take a policy`,
    `aws ec2 describe-vpc-endpoint-services --service-names ${serviceName}`,
  );
}

export function parseServicesWithoutEndpoint(text: string): readonly ServiceWithoutEndpoint[] {
  const rows = parseTable("services-without-endpoint", text, ["name", "host", "note", "source", "date"]);
  return [...indexRows(rows, ({ cells }) => cells.name).values()].map((row) => {
    const { name, host, note } = row.cells;
    mustHold(row, host.includes("."), `no host: ${host}`);
    return { name, host, note, ...datedOf(row) };
  });
}

export interface CrossRegion {
  readonly services: ReadonlySet<string>;
  readonly excludedZoneIds: readonly string[];
}

export function parseCrossRegion(text: string): CrossRegion {
  const rows = parseTable("cross-region", text, ["kind", "value", "source", "date"]);
  for (const row of rows) datedOf(row);
  const valuesOf = (kind: "service" | "excluded-zone") =>
    rows
      .filter((row) => oneOf(row, "kind", ["service", "excluded-zone"]) === kind)
      .map(({ cells }) => cells.value);
  return { services: new Set(valuesOf("service")), excludedZoneIds: valuesOf("excluded-zone") };
}

/**
 * The tables of traffic as text and Markdown show them: the largest rows, and one that adds up all the others, so that
 * each table has every byte. Rows that would read alike are one: of services, what tells apart the tags of addresses.
 */
import type { RemoteName, TrafficAnswer, TrafficClass } from "../../model/traffic-answer.ts";
import { bytes } from "./bytes.ts";
import type { Cell, Column } from "./layout.ts";
import { quantity } from "./words.ts";

const left = (title: string): Column => ({ title, align: "left" });
const right = (title: string): Column => ({ title, align: "right" });

export const serviceColumns: readonly Column[] = [
  left("to"),
  left("could take"),
  left("region"),
  right("out"),
  right("in"),
  right("share"),
];
export const clientColumns: readonly Column[] = [
  left("client"),
  left("workload"),
  left("zone"),
  right("out"),
  right("in"),
];
export const hostColumns: readonly Column[] = [left("host"), left("class"), right("out"), right("in")];

/** What could take the traffic in place of the NAT. */
const classLooks: Readonly<Record<TrafficClass, Cell>> = {
  "gateway-endpoint": { text: "gateway endpoint", style: "good" },
  "interface-endpoint": { text: "interface endpoint", style: "good" },
  "aws-unnamed": { text: "AWS, service not known", style: "doubtful" },
  "ec2-hosted": { text: "somebody's host at AWS", style: "doubtful" },
  internet: { text: "NAT" },
  private: { text: "private address" },
};

interface Moved {
  readonly bytesOut: number;
  readonly bytesIn: number;
}

const most = 12;

const sizeOf = ({ bytesOut, bytesIn }: Moved) => bytesOut + bytesIn;

function sumOf(rows: readonly Moved[]): Moved {
  return {
    bytesOut: rows.reduce((sum, row) => sum + row.bytesOut, 0),
    bytesIn: rows.reduce((sum, row) => sum + row.bytesIn, 0),
  };
}

const movedCells = ({ bytesOut, bytesIn }: Moved): readonly Cell[] => [
  { text: bytes(bytesOut) },
  { text: bytes(bytesIn) },
];

/** The largest rows, each by its names, and the rest as one; `names` is how many columns come before the bytes. */
function largest<Row extends Moved>(
  rows: readonly Row[],
  names: number,
  namesOf: (row: Row) => readonly Cell[],
): readonly { readonly cells: readonly Cell[]; readonly size: number }[] {
  const toRow = (cells: readonly Cell[], moved: Moved) => ({
    cells: [...cells, ...movedCells(moved)],
    size: sizeOf(moved),
  });
  const rest = rows.slice(most);
  const restName: Cell = { text: `${quantity(rest.length)} more`, style: "faint" };
  const restCells = [restName, ...Array.from({ length: names - 1 }, (): Cell => ({ text: "" }))];
  return [
    ...rows.slice(0, most).map((row) => toRow(namesOf(row), row)),
    ...(rest.length === 0 ? [] : [toRow(restCells, sumOf(rest))]),
  ];
}

type Service = TrafficAnswer["byService"][number];

/** Services with their part of all bytes; the bar is as long as the part of the largest. */
export function serviceRows({ byService, nat }: TrafficAnswer): readonly (readonly Cell[])[] {
  const total = nat?.bytes ?? 0;
  const rows = largest(alike(byService), 3, (row) => [
    { text: remoteText(row) },
    classLooks[row.class],
    { text: row.region ?? "" },
  ]);
  return rows.map(({ cells, size }) => [
    ...cells,
    { text: `${quantity(total === 0 ? 0 : (size / total) * 100)} %` },
  ]);
}

export function serviceBars({ byService }: TrafficAnswer): readonly Cell[] {
  const rows = largest(alike(byService), 1, () => []);
  const longest = Math.max(1, ...rows.map(({ size }) => size));
  return rows.map(({ size }) => ({
    text: "█".repeat(Math.round((size / longest) * barWidth)),
    style: "faint",
  }));
}

const barWidth = 20;

function alike(services: readonly Service[]): readonly Service[] {
  const merged = new Map<string, Service>();
  for (const row of services) {
    const key = `${remoteText(row)} ${row.class} ${row.region ?? ""}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? row : { ...row, ...sumOf([known, row]) });
  }
  return [...merged.values()].sort((a, b) => sizeOf(b) - sizeOf(a));
}

function remoteText({ service, tags, class: name }: RemoteName): string {
  if (service !== undefined) return service;
  return tags.length === 0 ? name : tags.join(" ");
}

export function clientRows({ byClient }: TrafficAnswer): readonly (readonly Cell[])[] {
  const rows = largest(byClient, 3, ({ ip, workload, interface: eni, zone }) => [
    { text: ip },
    { text: workload ?? eni ?? "" },
    { text: zone ?? "" },
  ]);
  return rows.map(({ cells }) => cells);
}

export function hostRows({ hosts }: TrafficAnswer): readonly (readonly Cell[])[] {
  return largest(hosts, 2, ({ host, class: name }) => [{ text: host }, { text: name }]).map(
    ({ cells }) => cells,
  );
}

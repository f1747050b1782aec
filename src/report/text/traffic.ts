/** Traffic as a person reads it, and pastes into a ticket: the total, where it goes, for whom, and what that rests on. */
import type { RemoteName, TrafficAnswer, TrafficClass } from "../../model/traffic-answer.ts";
import { bytes } from "./bytes.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell, Column } from "./layout.ts";
import { meterColumns, meterLines, meterRows } from "./meters.ts";
import type { Page, Style } from "./page.ts";
import { count, list, quantity, unknownsSection } from "./words.ts";

export function trafficText(answer: TrafficAnswer, page: Page): string {
  return [
    ...paragraph(
      page,
      {
        text: `${answer.nat === undefined ? "CANNOT TELL" : "TRAFFIC"}  `,
        style: answer.nat === undefined ? "doubtful" : "good",
      },
      { text: trafficSentence(answer) },
    ),
    ...tables(page, answer),
    ...section(
      page,
      "Rests on",
      basisLines(answer).flatMap((text) => paragraph(page, { text: "  · ", style: "faint" }, { text })),
    ),
    ...unknownsSection(page, answer.unknowns),
    "",
  ].join("\n");
}

function tables(page: Page, answer: TrafficAnswer): readonly string[] {
  if (answer.nat === undefined) return [];
  return [
    ...section(
      page,
      "By service",
      table(
        page,
        [...serviceColumns, { title: "", align: "left" }],
        serviceRows(answer).map((row, index) => [...row, barCell(answer, index)]),
      ),
    ),
    ...section(page, "By client", table(page, clientColumns, clientRows(answer))),
    ...section(page, "By host", table(page, hostColumns, hostRows(answer))),
    ...section(page, "Metered by AWS", table(page, meterColumns, meterRows(answer))),
  ];
}

export function trafficSentence({ nat, method, period, nats }: TrafficAnswer): string {
  if (nat === undefined) return "the logs do not tell what crossed a NAT";
  const through = nats.length === 0 ? "" : ` through ${list(nats.map(({ id }) => id))}`;
  const when =
    period.start === undefined || period.end === undefined ? "" : `, ${period.start} to ${period.end}`;
  return `${bytes(nat.bytes)}${through}: ${bytes(nat.bytesOut)} out, ${bytes(nat.bytesIn)} in${when}. Method ${method ?? "none"}`;
}

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
const classLooks: Readonly<
  Record<TrafficClass, { readonly text: string; readonly style: Style | undefined }>
> = {
  "gateway-endpoint": { text: "gateway endpoint", style: "good" },
  "interface-endpoint": { text: "interface endpoint", style: "good" },
  "aws-unnamed": { text: "AWS, service not known", style: "doubtful" },
  "ec2-hosted": { text: "somebody's host at AWS", style: "doubtful" },
  internet: { text: "NAT", style: undefined },
  private: { text: "private address", style: undefined },
};

const most = 12;

export function serviceRows({ byService, nat }: TrafficAnswer): readonly (readonly Cell[])[] {
  const total = nat?.bytes ?? 0;
  return byService.slice(0, most).map((row) => {
    const look = classLooks[row.class];
    const share = total === 0 ? 0 : (row.bytesOut + row.bytesIn) / total;
    return [
      { text: remoteText(row) },
      { text: look.text, style: look.style },
      { text: row.region ?? "" },
      { text: bytes(row.bytesOut) },
      { text: bytes(row.bytesIn) },
      { text: `${quantity(share * 100)} %` },
    ];
  });
}

function remoteText({ service, tags, class: name }: RemoteName): string {
  if (service !== undefined) return service;
  return tags.length === 0 ? name : tags.join(" ");
}

const barWidth = 20;

/** A bar as long as the row's part of the largest. */
function barCell({ byService }: TrafficAnswer, index: number): Cell {
  const size = (row: TrafficAnswer["byService"][number] | undefined) =>
    (row?.bytesOut ?? 0) + (row?.bytesIn ?? 0);
  const largest = size(byService[0]);
  const length = largest === 0 ? 0 : Math.round((size(byService[index]) / largest) * barWidth);
  return { text: "█".repeat(length), style: "faint" };
}

export function clientRows({ byClient }: TrafficAnswer): readonly (readonly Cell[])[] {
  return byClient
    .slice(0, most)
    .map(({ ip, workload, interface: eni, zone, bytesOut, bytesIn }) => [
      { text: ip },
      { text: workload ?? eni ?? "" },
      { text: zone ?? "" },
      { text: bytes(bytesOut) },
      { text: bytes(bytesIn) },
    ]);
}

export function hostRows({ hosts }: TrafficAnswer): readonly (readonly Cell[])[] {
  return hosts
    .slice(0, most)
    .map(({ host, class: name, bytesOut, bytesIn }) => [
      { text: host },
      { text: name },
      { text: bytes(bytesOut) },
      { text: bytes(bytesIn) },
    ]);
}

/** Of how many records, with which facts, and what is missing of the logs. */
export function basisLines(answer: TrafficAnswer): readonly string[] {
  const { records, coverage, facts } = answer;
  const { read, counted, duplicate, noData, skipData, malformed, other } = records;
  const parts = [
    [duplicate, "of another flow log of the same traffic"],
    [noData, "NODATA"],
    [skipData, "SKIPDATA"],
    [malformed, "malformed"],
    [other, "of other traffic"],
  ] as const;
  const rest = parts.filter(([number]) => number > 0).map(([number, what]) => `${quantity(number)} ${what}`);
  return [
    `${count(counted, "record")} of ${quantity(read)} in ${count(coverage.files, "file")}${rest.length === 0 ? "" : `; ${list(rest)}`}`,
    `${quantity(coverage.share * 100)} % of all records could be used`,
    ...meterLines(answer),
    ...coverage.gaps.slice(0, most).map(({ of, start, end }) => `nothing of ${of} from ${start} to ${end}`),
    ...(coverage.gaps.length > most ? [`and ${coverage.gaps.length - most} more gaps`] : []),
    ...(coverage.clockSkew > 0 ? [`${count(coverage.clockSkew, "record")} with a clock gone wrong`] : []),
    ...(coverage.straddling > 0 ? [`${count(coverage.straddling, "record")} that end after the period`] : []),
    ...coverage.skipped.map(({ path, reason }) => `passed over: ${path} (${reason})`),
    ...(coverage.unknownFields.length > 0
      ? [`fields that are not known: ${list(coverage.unknownFields)}`]
      : []),
    `address ranges of ${facts.ranges.date} (syncToken ${facts.ranges.syncToken})`,
  ];
}

/** Traffic as a person reads it, and pastes into a ticket: the total, where it goes, for whom, and what that rests on. */
import type { TrafficAnswer } from "../../model/traffic-answer.ts";
import { bytes } from "./bytes.ts";
import { paragraph, section, table } from "./layout.ts";
import { meterColumns, meterLines, meterRows } from "./meters.ts";
import type { Page } from "./page.ts";
import {
  clientColumns,
  clientRows,
  hostColumns,
  hostRows,
  serviceBars,
  serviceColumns,
  serviceRows,
} from "./traffic-rows.ts";
import { count, list, quantity, unknownsSection } from "./words.ts";

export function trafficText(answer: TrafficAnswer, page: Page): string {
  return [
    ...paragraph(
      page,
      {
        text: `${trafficTitle(answer)}  `,
        style: answer.answer === "known" ? "good" : "doubtful",
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
  const bars = serviceBars(answer);
  return [
    ...section(
      page,
      "By service",
      table(
        page,
        [...serviceColumns, { title: "", align: "left" }],
        serviceRows(answer).map((row, index) => [...row, bars[index] ?? { text: "" }]),
      ),
    ),
    ...section(page, "By client", table(page, clientColumns, clientRows(answer))),
    ...section(page, "By host", table(page, hostColumns, hostRows(answer))),
    ...section(page, "Metered by AWS", table(page, meterColumns, meterRows(answer))),
  ];
}

/** Totals that are known to lack something are a lower bound. */
export function trafficTitle({ answer, nat }: TrafficAnswer): string {
  if (nat === undefined) return "CANNOT TELL";
  return answer === "known" ? "TRAFFIC" : "AT LEAST";
}

export function trafficSentence({ nat, method, period, nats }: TrafficAnswer): string {
  if (nat === undefined) return "the logs do not tell what crossed a NAT";
  const through = nats.length === 0 ? "" : ` through ${list(nats.map(({ id }) => id))}`;
  const when =
    period.start === undefined || period.end === undefined ? "" : `, ${period.start} to ${period.end}`;
  return `${bytes(nat.bytes)}${through}: ${bytes(nat.bytesOut)} out, ${bytes(nat.bytesIn)} in${when}. Method ${method ?? "none"}`;
}

/** Of how many gaps in the logs the text tells one by one. */
const mostGaps = 12;

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
    ...coverage.gaps
      .slice(0, mostGaps)
      .map(({ of, start, end }) => `nothing of ${of} from ${start} to ${end}`),
    ...(coverage.gaps.length > mostGaps ? [`and ${coverage.gaps.length - mostGaps} more gaps`] : []),
    ...(coverage.clockSkew > 0 ? [`${count(coverage.clockSkew, "record")} with a clock gone wrong`] : []),
    ...(coverage.straddling > 0 ? [`${count(coverage.straddling, "record")} that end after the period`] : []),
    ...coverage.skipped.map(({ path, reason }) => `passed over: ${path} (${reason})`),
    ...(coverage.unknownFields.length > 0
      ? [`fields that are not known: ${list(coverage.unknownFields)}`]
      : []),
    `address ranges of ${facts.ranges.date} (syncToken ${facts.ranges.syncToken})`,
  ];
}

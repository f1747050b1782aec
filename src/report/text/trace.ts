/** The walk as a person reads it: the answer, what the client sees, every hop with its rule, every blocker with its fix. */
import type { Explanation, Step, Trace } from "../../model/answer.ts";
import type { AskedTrace, TraceReport } from "../trace-report.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import type { Page, Style } from "./page.ts";
import { assumptionsSection, formatVia, unknownsSection, verdictLooks } from "./words.ts";

export function traceText({ asked, trace }: TraceReport, page: Page): string {
  return [
    ...answerLines(asked, trace, page),
    ...walk(page, "Forward", trace.forward),
    ...walk(page, "Return", trace.return),
    ...section(
      page,
      "Blockers",
      trace.explanations.flatMap((one) => blockerLines(page, one)),
    ),
    ...unknownsSection(page, trace.unknowns),
    ...assumptionsSection(page, trace.assumptions),
    "",
  ].join("\n");
}

/** One line: `BLOCKED  Instance → s3, tcp 443, without NAT`. */
export function traceLine({ asked, trace }: TraceReport, page: Page): readonly string[] {
  const { mark, style } = verdictLooks[trace.verdict];
  const way = trace.via === null ? "" : ` by ${formatVia(trace.via)}`;
  const symptom = trace.symptom === undefined ? "" : `: ${trace.symptom}`;
  const end = `${asked.from} → ${asked.to}${way}${symptom}`;
  return paragraph(page, { text: `  ${mark} ${trace.verdict.padEnd(9)}  `, style }, { text: end });
}

function answerLines(asked: AskedTrace, trace: Trace, page: Page): readonly string[] {
  const { style } = verdictLooks[trace.verdict];
  const question = questionText({ asked, trace });
  return [
    ...paragraph(page, { text: `${trace.verdict.toUpperCase()}  `, style }, { text: question }),
    ...(trace.symptom === undefined
      ? []
      : paragraph(page, { text: "The client sees: ", style: "faint" }, { text: trace.symptom })),
  ];
}

/** `Instance → s3, tcp 443, without NAT`, and by which way where there is one. */
export function questionText({ asked, trace }: TraceReport): string {
  return [
    `${asked.from} → ${asked.to}`,
    asked.traffic,
    ...(asked.withoutNat ? ["without NAT"] : []),
    ...(trace.via === null ? [] : [`by ${formatVia(trace.via)}`]),
  ].join(", ");
}

const outcomeStyles: Readonly<Record<Step["outcome"], Style>> = {
  pass: "good",
  drop: "bad",
  unknown: "doubtful",
};

export const walkColumns = [
  { title: "", align: "right" },
  { title: "", align: "left" },
  { title: "stage", align: "left" },
  { title: "at", align: "left" },
  { title: "rule that decided", align: "left" },
  { title: "origin", align: "left" },
] as const;

function walk(page: Page, title: string, steps: readonly Step[]): readonly string[] {
  return section(page, title, table(page, walkColumns, walkRows(steps)));
}

export function walkRows(steps: readonly Step[]): readonly (readonly Cell[])[] {
  return steps.map(({ stage, component, outcome, rule, origin }, index): readonly Cell[] => [
    { text: String(index + 1), style: "faint" },
    { text: outcome, style: outcomeStyles[outcome] },
    { text: stage },
    { text: component.kind === stage ? component.id : `${component.kind} ${component.id}` },
    { text: rule },
    { text: origin, style: "faint" },
  ]);
}

export type Blocker = Pick<Explanation, "code" | "component" | "message" | "fix" | "origin"> &
  Partial<Pick<Explanation, "direction" | "leg">>;

/** A blocker with its fix; `plan` prints its own the same way. */
export function blockerLines(page: Page, blocker: Blocker): readonly string[] {
  const { code, message, fix } = blocker;
  const where = blockerPlace(blocker);
  return [
    ...paragraph(page, { text: `  ${code}  `, style: "bad" }, { text: where, style: "faint" }),
    ...paragraph(page, { text: "    " }, { text: message }),
    ...(fix === "" ? [] : paragraph(page, { text: "    fix: ", style: "good" }, { text: fix })),
  ];
}

export function blockerPlace({ component, direction, leg, origin }: Blocker): string {
  return [`${component.kind} ${component.id}`, direction, leg, origin].filter(Boolean).join(", ");
}

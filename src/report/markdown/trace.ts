/** The walk as a comment in review: the answer, what the client sees, every blocker with its fix, and the hops. */
import type { TraceReport } from "../trace-report.ts";
import { questionText, walkColumns, walkRows } from "../text/trace.ts";
import { assumedTitle, blockerItem, factItem, unknownTitle } from "./items.ts";
import { folded, section, table, text } from "./markup.ts";

export function traceMarkdown(report: TraceReport): string {
  const { verdict, symptom, explanations, unknowns, assumptions, forward, return: back } = report.trace;
  return [
    `## denat: ${verdict.toUpperCase()}`,
    "",
    text(questionText(report)),
    ...(symptom === undefined ? [] : ["", `The client sees: ${text(symptom)}`]),
    ...section("Blockers", explanations.map(blockerItem)),
    ...section(unknownTitle, unknowns.map(factItem)),
    ...folded("Forward", table(walkColumns, walkRows(forward))),
    ...folded("Return", table(walkColumns, walkRows(back))),
    ...folded(assumedTitle, assumptions.map(factItem)),
    "",
  ].join("\n");
}

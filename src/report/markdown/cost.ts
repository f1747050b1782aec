/** The price of a design as a comment: who is cheaper, every line, every source. */
import type { CostAnswer, CostReport } from "../../model/cost-answer.ts";
import { billColumns } from "../text/bill.ts";
import { costNotes, costRows, costSentence, costTitle, sourcesOf, wordOf } from "../text/cost.ts";
import { factItem, unknownTitle } from "./items.ts";
import { folded, section, table, text } from "./markup.ts";

export function costMarkdown({ regions }: CostReport): string {
  return regions.map((answer) => regionLines(answer).join("\n")).join("\n");
}

function regionLines(answer: CostAnswer): readonly string[] {
  const notes = costNotes(answer);
  return [
    `## denat: ${wordOf(answer).word}`,
    "",
    text(costSentence(answer)),
    ...section(costTitle(answer), [
      ...table(billColumns(answer), costRows(answer)),
      ...(notes.length === 0 ? [] : ["", text(notes.join(" "))]),
    ]),
    ...section(unknownTitle, answer.unknowns.map(factItem)),
    ...folded(
      "Prices from",
      sourcesOf(answer).map(({ source, items }) => `- ${text(`${items.join(", ")}: ${source}`)}`),
    ),
    "",
  ];
}

/** Candidate designs as a person reads them: the cheapest that works, all of them by price, what breaks, what to do. */
import type { DesignsAnswer, PricedDesign } from "../../../advice/designs/answer.ts";
import type { DesignsReport } from "../../designs-report.ts";
import { costText } from "../cost.ts";
import { paragraph, section, table } from "../layout.ts";
import type { Page } from "../page.ts";
import { printable } from "../page.ts";
import { assumptionsSection, missingLines } from "../words.ts";
import { hostColumns, hostRows, observedTitle } from "../observed.ts";
import {
  breakText,
  designColumns,
  designRows,
  endpointTable,
  endpointTitle,
  headSentence,
  isBroken,
  natTable,
  natTitle,
  riskTexts,
  volumeSentences,
  worksLooks,
} from "./rows.ts";

export function designsText({ today, answer }: DesignsReport, page: Page): string {
  return [...(answer === undefined ? [] : designLines(answer, page)), costText(today, page)].join("\n");
}

function designLines(answer: DesignsAnswer, page: Page): readonly string[] {
  const best = answer.designs.find(({ name }) => name === answer.cheapest);
  const [endpoints, nats] = [endpointTable(answer), natTable(answer)];
  return [
    `${page.paint(best === undefined ? "doubtful" : "good", "CHEAPEST:")} ${printable(headSentence(answer))}`,
    ...section(page, "Designs", [
      ...table(page, designColumns(answer), designRows(answer)),
      ...volumeSentences(answer).flatMap((text) => paragraph(page, { text: "  " }, { text })),
    ]),
    ...section(page, "What to do for the cheapest", items(page, best?.changes ?? [])),
    ...section(page, "What breaks", brokenLines(page, answer)),
    ...section(page, "What cannot be told", openLines(page, answer)),
    ...section(page, "What it costs beside money", items(page, riskTexts(answer))),
    ...section(page, endpointTitle, table(page, endpoints.columns, endpoints.rows)),
    ...section(page, natTitle, table(page, nats.columns, nats.rows)),
    ...section(page, observedTitle, table(page, hostColumns, hostRows(answer.volume.hosts))),
    ...section(page, "Prices not known", missingLines(page, "?", "doubtful", answer.unknowns)),
    ...assumptionsSection(page, answer.assumptions),
    "",
    page.paint("strong", "Today"),
  ];
}

const items = (page: Page, texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => paragraph(page, { text: "  - " }, { text }));

/** Of each design so many; JSON has them all. */
const mostShown = 6;

function brokenLines(page: Page, { designs }: DesignsAnswer): readonly string[] {
  return designs
    .filter(isBroken)
    .flatMap((design) => [
      ...titleLine(page, design),
      ...design.breaks
        .slice(0, mostShown)
        .flatMap((one) => paragraph(page, { text: "    " }, { text: breakText(one) })),
      ...moreLine(page, design.breaks.length),
    ]);
}

function openLines(page: Page, { designs }: DesignsAnswer): readonly string[] {
  return designs
    .filter(({ works }) => works === "cannot-tell")
    .flatMap((design) => [
      ...titleLine(page, design),
      ...design.unknowns
        .slice(0, mostShown)
        .flatMap(({ fact, settledBy }) =>
          paragraph(page, { text: "    " }, { text: `${fact}; settled by: ${settledBy}` }),
        ),
      ...moreLine(page, design.unknowns.length),
    ]);
}

function titleLine(page: Page, { works, title }: PricedDesign): readonly string[] {
  const { mark, style } = worksLooks[works];
  return paragraph(page, { text: `  ${mark} `, style }, { text: title });
}

const moreLine = (page: Page, all: number): readonly string[] =>
  all <= mostShown
    ? []
    : paragraph(page, { text: "    " }, { text: `and ${all - mostShown} more (--format json has them)` });

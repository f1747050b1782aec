/** Candidate designs as a comment: the cheapest that works, all of them by price, what breaks, what to do. */
import type { DesignsAnswer } from "../../advice/designs/answer.ts";
import type { DesignsReport } from "../designs-report.ts";
import { hostColumns, hostRows, observedTitle } from "../text/observed.ts";
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
} from "../text/designs/rows.ts";
import { costMarkdown } from "./cost.ts";
import { assumedTitle, factItem } from "./items.ts";
import { folded, section, table, text } from "./markup.ts";

export function designsMarkdown({ today, answer }: DesignsReport): string {
  return [...(answer === undefined ? [] : designLines(answer)), costMarkdown(today)].join("\n");
}

function designLines(answer: DesignsAnswer): readonly string[] {
  const best = answer.designs.find(({ name }) => name === answer.cheapest);
  const [endpoints, nats] = [endpointTable(answer), natTable(answer)];
  return [
    "## denat: CHEAPEST",
    "",
    text(headSentence(answer)),
    ...section("Designs", [
      ...table(designColumns(answer), designRows(answer)),
      "",
      text(volumeSentences(answer).join(" ")),
    ]),
    ...section("What to do for the cheapest", items(best?.changes ?? [])),
    ...section("What breaks", brokenItems(answer)),
    ...section("What cannot be told", openItems(answer)),
    ...section("What it costs beside money", items(riskTexts(answer))),
    ...section(endpointTitle, table(endpoints.columns, endpoints.rows)),
    ...section(natTitle, table(nats.columns, nats.rows)),
    ...section(observedTitle, table(hostColumns, hostRows(answer.volume.hosts))),
    ...section("Prices not known", answer.unknowns.map(factItem)),
    ...folded(assumedTitle, answer.assumptions.map(factItem)),
    "",
  ];
}

const items = (texts: readonly string[]): readonly string[] => texts.map((one) => `- ${text(one)}`);

const brokenItems = ({ designs }: DesignsAnswer): readonly string[] =>
  designs
    .filter(isBroken)
    .map(
      ({ title, breaks }) => `- ${text(title)}<br>${breaks.map((one) => text(breakText(one))).join("<br>")}`,
    );

const openItems = ({ designs }: DesignsAnswer): readonly string[] =>
  designs
    .filter(({ works }) => works === "cannot-tell")
    .map(
      ({ title, unknowns }) => `- ${text(title)}<br>${unknowns.map(({ fact }) => text(fact)).join("<br>")}`,
    );

/** The price of a design as a person reads it, or pastes it into a ticket: who is cheaper, every line, every source. */
import type { CostAnswer, CostReport } from "../../model/cost-answer.ts";
import { balanceText, billColumns, natAlwaysWins, savingRow, sideRows, sumRow } from "./bill.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import { printable } from "./page.ts";
import type { Page, Style } from "./page.ts";
import { money, quantity, unknownsSection } from "./words.ts";

export function costText({ regions }: CostReport, page: Page): string {
  return regions.map((answer) => regionLines(answer, page).join("\n")).join("\n");
}

function regionLines(answer: CostAnswer, page: Page): readonly string[] {
  const { word, style } = wordOf(answer);
  return [
    `${page.paint(style, `${word}:`)} ${printable(costSentence(answer))}`,
    ...section(page, costTitle(answer), [
      ...table(page, billColumns(answer), costRows(answer)),
      ...costNotes(answer).flatMap((text) => paragraph(page, { text: "  " }, { text })),
    ]),
    ...section(
      page,
      "Prices from",
      sourcesOf(answer).flatMap(({ source, items }) =>
        paragraph(page, { text: "  " }, { text: `${items.join(", ")}: ${source}` }),
      ),
    ),
    ...unknownsSection(page, answer.unknowns),
    "",
  ];
}

const words: Readonly<
  Record<NonNullable<CostAnswer["cheaper"]>, { readonly word: string; readonly style: Style }>
> = {
  nat: { word: "NAT CHEAPER", style: "bad" },
  endpoints: { word: "ENDPOINTS CHEAPER", style: "good" },
  equal: { word: "EQUAL", style: "good" },
};
const notKnown = { word: "CANNOT TELL", style: "doubtful" } as const;
const oneSided = { word: "PRICED", style: "good" } as const;

/** A design that holds one side alone has nothing to compare. */
const isCompared = ({ lines }: CostAnswer) =>
  lines.some(({ side }) => side === "nat") && lines.some(({ side }) => side === "endpoints");

export function wordOf(answer: CostAnswer): { readonly word: string; readonly style: Style } {
  if (isCompared(answer)) return answer.cheaper === null ? notKnown : words[answer.cheaper];
  return answer.totalMonthly === null ? notKnown : oneSided;
}

export function costSentence(answer: CostAnswer): string {
  const { currency, region, natMonthly, endpointsMonthly, totalMonthly, savingMonthly } = answer;
  const amount = (value: number | null) => (value === null ? "not known" : `${money(value)} ${currency}`);
  const [nat, endpoints] = [amount(natMonthly), amount(endpointsMonthly)];
  if (!isCompared(answer)) return `${amount(totalMonthly)} a month in ${region}.`;
  if (savingMonthly === null) return `A month in ${region}: endpoints ${endpoints}, NAT ${nat}.`;
  const difference = `${money(Math.abs(savingMonthly))} ${savingMonthly < 0 ? "more" : "less"}`;
  return `In ${region} the endpoints cost ${endpoints} a month, the NAT ${nat}, ${difference}.`;
}

export function costTitle({ hoursPerMonth, currency, discountPercent }: CostAnswer): string {
  const discount = discountPercent === 0 ? "" : `, ${quantity(discountPercent)} % discount on every line`;
  return `Monthly cost (${quantity(hoursPerMonth)} hours, list prices in ${currency}${discount})`;
}

export function costRows(answer: CostAnswer): readonly (readonly Cell[])[] {
  const { lines, natMonthly, endpointsMonthly, otherMonthly, totalMonthly, savingMonthly } = answer;
  const hasOther = lines.some(({ side }) => side === "other");
  return [
    ...sideRows(lines, "nat", { title: "NAT", monthly: natMonthly }),
    ...sideRows(lines, "endpoints", { title: "Endpoints", monthly: endpointsMonthly }),
    ...(hasOther ? sideRows(lines, "other", { title: "Either way", monthly: otherMonthly }) : []),
    sumRow("Total", totalMonthly),
    ...(isCompared(answer) ? [savingRow(savingMonthly)] : []),
  ];
}

export function costNotes(answer: CostAnswer): readonly string[] {
  const isBare = answer.lines.every(({ unit }) => unit !== "GB");
  const leftOut = isBare ? ["Traffic is left out: --traffic adds it, or trafficGb in the design."] : [];
  if (!isCompared(answer)) return leftOut;
  const stays = answer.natStays
    ? ["The NAT stays: its hours and addresses are on both sides of the break-even."]
    : [];
  return [...leftOut, ...stays, balanceText(answer, answer.unknowns.length === 0, natAlwaysWins)];
}

/** Every source once, with the items that took a price of it, or could not. */
export function sourcesOf({ lines: all }: CostAnswer): readonly {
  readonly source: string;
  readonly items: readonly string[];
}[] {
  const lines = all.filter(({ source }) => source !== "not known");
  const sources = [...new Set(lines.map(({ source }) => source))];
  return sources.map((source) => ({
    source,
    items: [...new Set(lines.filter((line) => line.source === source).map(({ item }) => item))],
  }));
}

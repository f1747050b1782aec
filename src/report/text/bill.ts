/** Money side by side: each line with quantity and price, each side's sum, and the volume at which they meet. */
import type { CostAnswer, CostLine, CostSide } from "../../model/cost-answer.ts";
import type { Cell } from "./layout.ts";
import { money, quantity } from "./words.ts";

/** What a plan and the answer of `denat cost` share. */
export type Bill = Pick<
  CostAnswer,
  | "currency"
  | "hoursPerMonth"
  | "natMonthly"
  | "endpointsMonthly"
  | "savingMonthly"
  | "breakEvenGb"
  | "cheaperBelow"
  | "lines"
>;

export const billColumns = ({ currency }: Pick<Bill, "currency">) =>
  [
    { title: "", align: "left" },
    { title: "quantity", align: "right" },
    { title: "price", align: "right" },
    { title: `${currency} a month`, align: "right" },
    { title: "", align: "left" },
  ] as const;

export function sideRows(
  lines: readonly CostLine[],
  side: CostSide,
  sum: { readonly title: string; readonly monthly: number | null },
): readonly (readonly Cell[])[] {
  return [sumRow(sum.title, sum.monthly), ...lines.filter((line) => line.side === side).map(lineCells)];
}

export function sumRow(title: string, monthly: number | null): readonly Cell[] {
  return [
    { text: title, style: "strong" },
    { text: "" },
    { text: "" },
    { text: money(monthly), style: "strong" },
  ];
}

export function savingRow(saving: number | null): readonly Cell[] {
  return [{ text: "Saving", style: "strong" }, { text: "" }, { text: "" }, savingCell(saving)];
}

function savingCell(saving: number | null): Cell {
  if (saving === null) return { text: "not known", style: "doubtful" };
  return { text: money(saving), style: saving < 0 ? "bad" : "good" };
}

function lineCells({ item, quantity: units, unit, unitPrice, monthly, note }: CostLine): readonly Cell[] {
  return [
    { text: `  ${item}` },
    { text: `${quantity(units)} ${unitNoun(unit, units)}` },
    { text: unitPrice === null ? "not known" : `× ${unitPrice}` },
    { text: money(monthly) },
    { text: note ?? "", style: "faint" },
  ];
}

export const unitNoun = (unit: string, units: number) =>
  unit === "GB" || unit.endsWith("s") || units === 1 ? unit : `${unit}s`;

/** Which side costs less at which volume, when all of it goes one way or the other. */
export function balanceText({ breakEvenGb, cheaperBelow }: Bill, isKnown: boolean, none: string): string {
  if (!isKnown) return "Break-even: not known, for want of a price.";
  if (breakEvenGb === null) return none;
  if (breakEvenGb === 0) return "Break-even: none; the endpoints cost no more at any volume.";
  const [below, above] = cheaperBelow === "nat" ? ["NAT", "endpoints"] : ["endpoints", "NAT"];
  return `Break-even: ${quantity(breakEvenGb)} GB a month. Below it the ${below} cost${below === "NAT" ? "s" : ""} less, above it the ${above}.`;
}

export const natAlwaysWins = "Break-even: none; the NAT costs less at any volume.";

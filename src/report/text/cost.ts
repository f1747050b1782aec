/** Money side by side: each line with quantity and price, each side's sum, and the volume at which they meet. */
import type { PlanCost } from "../../advice/plan.ts";
import type { CostLine } from "../../model/cost-answer.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import type { Page } from "./page.ts";
import { money, quantity } from "./words.ts";

export const costColumns = [
  { title: "", align: "left" },
  { title: "quantity", align: "right" },
  { title: "price", align: "right" },
  { title: "USD a month", align: "right" },
  { title: "", align: "left" },
] as const;

export function costLines(page: Page, cost: PlanCost): readonly string[] {
  if (cost.lines.length === 0) return [];
  return section(page, costTitle(cost), [
    ...table(page, costColumns, costRows(cost)),
    ...costNotes(cost).flatMap((text) => paragraph(page, { text: "  " }, { text })),
  ]);
}

export function costTitle(cost: PlanCost): string {
  return `Monthly cost (${cost.hoursPerMonth} hours, list prices in USD${volumeClause(cost)})`;
}

export function costRows(cost: PlanCost): readonly (readonly Cell[])[] {
  return [
    ...sideRows(cost, "nat", "NAT", cost.natMonthly),
    ...sideRows(cost, "endpoints", "Endpoints", cost.endpointsMonthly),
    [{ text: "Saving", style: "strong" }, { text: "" }, { text: "" }, savingCell(cost.savingMonthly)],
  ];
}

export function costNotes(cost: PlanCost): readonly string[] {
  const leftOut = "Traffic is left out: --gb-month adds it to both sides.";
  return [...(cost.gbMonth === undefined ? [leftOut] : []), balance(cost)];
}

function volumeClause({ gbMonth }: PlanCost): string {
  return gbMonth === undefined ? "" : `, ${quantity(gbMonth)} GB`;
}

function sideRows(
  cost: PlanCost,
  side: CostLine["side"],
  title: string,
  total: number | null,
): readonly (readonly Cell[])[] {
  return [
    [{ text: title, style: "strong" }, { text: "" }, { text: "" }, { text: money(total), style: "strong" }],
    ...cost.lines.filter((line) => line.side === side).map(lineCells),
  ];
}

function lineCells({ item, quantity: units, unit, unitPrice, monthly, note }: CostLine): readonly Cell[] {
  return [
    { text: `  ${item}` },
    { text: `${quantity(units)} ${unit === "GB" || units === 1 ? unit : `${unit}s`}` },
    { text: unitPrice === null ? "not known" : `× ${unitPrice}` },
    { text: money(monthly) },
    { text: note ?? "", style: "faint" },
  ];
}

function savingCell(saving: number | null): Cell {
  if (saving === null) return { text: "not known", style: "doubtful" };
  return { text: money(saving), style: saving < 0 ? "bad" : "good" };
}

/** Which side costs less at which volume, when all of it goes one way or the other. */
function balance({ breakEvenGb, gbMonth, lines }: PlanCost): string {
  if (lines.some(({ unitPrice }) => unitPrice === null)) {
    return "Break-even: not known, for want of a price.";
  }
  if (breakEvenGb === null) {
    // Without volume there are no lines per GB, so a price that is missing there would not show.
    return gbMonth ? "Break-even: none; the NAT costs less at any volume." : "Break-even: none known.";
  }
  if (breakEvenGb === 0) return "Break-even: none; the endpoints cost no more at any volume.";
  const [below, above] =
    fixedOf(lines, "nat") < fixedOf(lines, "endpoints") ? ["NAT", "endpoints"] : ["endpoints", "NAT"];
  return `Break-even: ${quantity(breakEvenGb)} GB a month. Below it the ${below} cost${below === "NAT" ? "s" : ""} less, above it the ${above}.`;
}

function fixedOf(lines: readonly CostLine[], side: CostLine["side"]): number {
  return lines
    .filter((line) => line.side === side && line.unit !== "GB")
    .reduce((sum, { monthly }) => sum + (monthly ?? 0), 0);
}

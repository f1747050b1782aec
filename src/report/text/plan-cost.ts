/** What the plan does to the bill. */
import type { PlanCost } from "../../advice/plan.ts";
import { balanceText, billColumns, natAlwaysWins, savingRow, sideRows } from "./bill.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import type { Page } from "./page.ts";
import { quantity } from "./words.ts";

export function planCostLines(page: Page, cost: PlanCost): readonly string[] {
  if (cost.lines.length === 0) return [];
  return section(page, planCostTitle(cost), [
    ...table(page, billColumns(cost), planCostRows(cost)),
    ...planCostNotes(cost).flatMap((text) => paragraph(page, { text: "  " }, { text })),
  ]);
}

export function planCostTitle({ hoursPerMonth, currency, gbMonth }: PlanCost): string {
  const volume = gbMonth === undefined ? "" : `, ${quantity(gbMonth)} GB`;
  return `Monthly cost (${hoursPerMonth} hours, list prices in ${currency}${volume})`;
}

export function planCostRows(cost: PlanCost): readonly (readonly Cell[])[] {
  return [
    ...sideRows(cost.lines, "nat", { title: "NAT", monthly: cost.natMonthly }),
    ...sideRows(cost.lines, "endpoints", { title: "Endpoints", monthly: cost.endpointsMonthly }),
    savingRow(cost.savingMonthly),
  ];
}

export function planCostNotes(cost: PlanCost): readonly string[] {
  const leftOut = "Traffic is left out: --gb-month adds it to both sides.";
  const isKnown = cost.lines.every(({ unitPrice }) => unitPrice !== null);
  // Without volume there are no lines per GB, so a price that is missing there would not show.
  const none = cost.gbMonth ? natAlwaysWins : "Break-even: none known.";
  return [...(cost.gbMonth === undefined ? [leftOut] : []), balanceText(cost, isKnown, none)];
}

/** What flow logs showed beside a plan: how much crossed the NATs, and to whom that no endpoint serves. */
import type { PlanTraffic } from "../../advice/plan.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell, Column } from "./layout.ts";
import type { Page } from "./page.ts";
import { count, quantity } from "./words.ts";

export const observedTitle = "Seen in the flow logs";

export const hostColumns: readonly Column[] = [
  { title: "host that keeps the NAT", align: "left" },
  { title: "GB a month", align: "right" },
];

/** JSON has them all. */
const mostHosts = 20;

export function hostRows(hosts: PlanTraffic["hosts"]): readonly (readonly Cell[])[] {
  const left = hosts.slice(mostHosts);
  const rest: readonly Cell[] = [
    { text: count(left.length, "more host") },
    { text: quantity(left.reduce((sum, { gbMonth }) => sum + gbMonth, 0)) },
  ];
  const shown = hosts
    .slice(0, mostHosts)
    .map(({ host, gbMonth }): readonly Cell[] => [{ text: host }, { text: quantity(gbMonth) }]);
  return left.length === 0 ? shown : [...shown, rest];
}

export function observedSentence({ start, end, gbMonth }: PlanTraffic): string {
  const when = start === undefined ? "" : `, from what was logged from ${start} to ${end ?? ""}`;
  return `${quantity(gbMonth)} GB a month through the NATs${when}.`;
}

export function observedLines(page: Page, observed: PlanTraffic | undefined): readonly string[] {
  if (observed === undefined) return [];
  return section(page, observedTitle, [
    ...paragraph(page, { text: "  " }, { text: observedSentence(observed) }),
    ...table(page, hostColumns, hostRows(observed.hosts)),
  ]);
}

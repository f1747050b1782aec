/** Which side costs less at which volume, in a sentence. */
import type { PageData } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";

type Balanced = Pick<PageData["cost"], "breakEvenGb" | "cheaperBelow" | "gbMonth" | "lines">;

export function balanceOf({ breakEvenGb, cheaperBelow, gbMonth, lines }: Balanced, { bill }: Words): string {
  if (lines.some(({ unitPrice }) => unitPrice === null)) return bill.balance.unpriced;
  // Without volume there are no lines per GB, so a price that is missing there would not show.
  if (breakEvenGb === null) return gbMonth ? bill.balance.natWins : bill.balance.none;
  if (breakEvenGb === 0) return bill.balance.endpointsWin;
  return bill.balance[cheaperBelow === "nat" ? "nat" : "endpoints"](breakEvenGb);
}

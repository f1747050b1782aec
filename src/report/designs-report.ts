/** What `denat cost` answers of a network: the bill of today, and the candidate designs. */
import type { DesignsAnswer } from "../advice/designs/answer.ts";
import type { CostReport } from "../model/cost-answer.ts";

export interface DesignsReport {
  readonly today: CostReport;
  /** Undefined where there is nothing to choose: no NAT, or totals that do not tell what goes where. */
  readonly answer: DesignsAnswer | undefined;
}

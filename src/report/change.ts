/** What `plan --out` wrote and proved, beside the plan. */
import type { Plan } from "../advice/plan.ts";
import type { Verdict, ViaKind } from "../model/answer.ts";

export interface ChangeReport {
  /** Where it was written; undefined when it was only proved. */
  readonly directory: string | undefined;
  readonly as: string;
  readonly phases: readonly PhaseReport[];
  /** Whether the table of what was proved is asked for. */
  readonly showsProof: boolean;
}

export interface PhaseReport {
  readonly number: number;
  readonly title: string;
  readonly status: "written" | "empty" | "withheld";
  readonly why: readonly string[];
  readonly readBack: string;
  /** Each service by each way, once the phase is applied. */
  readonly proof: readonly PhaseStanding[];
}

export interface PhaseStanding {
  readonly service: string;
  readonly workloads: number;
  readonly verdict: Verdict;
  readonly via: ViaKind | undefined;
}

export interface PlanReport extends Plan {
  readonly change?: ChangeReport;
}

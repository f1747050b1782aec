/** What `plan --out` wrote and proved, beside the plan. */
import type { Box } from "../advice/picture/picture.ts";
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
  /** Needs that fare better than in the phase before, counted for each workload. */
  readonly better: number;
  /** Whatever worked before and would not any more: the phase is withheld for it. */
  readonly worse: readonly string[];
  /** What works no more and need not. */
  readonly foreseen: readonly string[];
  /** Each service by each way, once the phase is applied. */
  readonly proof: readonly PhaseStanding[];
  /** What it does to the network. */
  readonly actions: readonly PhaseActions[];
  /** What is changed of the user's own text. */
  readonly edits: readonly PhaseEdit[];
  /** Files that it brings. */
  readonly created: readonly PhaseFile[];
}

export interface PhaseActions {
  readonly kind:
    | "add-endpoint"
    | "add-group"
    | "enable-private-dns"
    | "enable-vpc-dns"
    | "associate-table"
    | "add-group-rule"
    | "add-acl-entry"
    | "delete-route"
    | "delete-nat";
  readonly count: number;
}

/** A few lines that are replaced; `before` is empty where lines are only added, `after` where they are only taken away. */
export interface PhaseEdit {
  readonly file: string;
  /** The first of those lines, or the one that new lines follow. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

export interface PhaseFile {
  readonly file: string;
  readonly text: string;
}

export interface PhaseStanding {
  readonly service: string;
  readonly workloads: number;
  readonly verdict: Verdict;
  readonly via: ViaKind | undefined;
}

export interface PlanReport extends Plan {
  readonly change?: ChangeReport;
  /** Of each VPC, in the order of the plan; only where the report draws them. */
  readonly boxes?: readonly (readonly Box[])[];
}

/** Evidence that a workload talks to something, before it is made into questions. */
import type { TriggerKind } from "../../facts/index.ts";
import type { MissingFact } from "../../model/answer.ts";
import type { Unknown } from "../../model/known.ts";
import type { Evidence } from "../plan.ts";

export interface Sign {
  /** A service's token, or `internet` for what no endpoint serves. */
  readonly service: string;
  /** The host it dials, where that is not the service's own name in the workload's Region. */
  readonly host: string | undefined;
  /** The Region of the host, where that is another, whose services no endpoint of this one serves. */
  readonly region: string | undefined;
  readonly why: string;
  readonly evidence: Evidence;
  readonly origin: string;
  /** The kind of clue that tells it; undefined where no clue does. */
  readonly trigger: TriggerKind | undefined;
  /** What it will ask of the service; both empty when the sign does not say. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** What flow logs showed of it; left out where they did not. */
  readonly gbMonth?: number | undefined;
}

/** A need that hangs on a condition which no evidence meets. */
export interface Conditional {
  readonly service: string;
  readonly when: string;
  readonly why: string;
}

/** Said of a workload once its name, or that of its fleet, is known. */
export type Doubt = (who: string) => MissingFact;

/** What some part of the input says about a workload's needs. */
export interface Evidenced {
  readonly signs: readonly Sign[];
  readonly conditionals: readonly Conditional[];
  /** What it may dial outside AWS; that it does is a doubt as well. */
  readonly possible: readonly Sign[];
  /** Each keeps the plan from saying safe. */
  readonly doubts: readonly Doubt[];
}

export const nothingEvidenced: Evidenced = { signs: [], conditionals: [], possible: [], doubts: [] };

export function joinEvidence(parts: readonly Evidenced[]): Evidenced {
  return {
    signs: parts.flatMap(({ signs }) => signs),
    conditionals: parts.flatMap(({ conditionals }) => conditionals),
    possible: parts.flatMap(({ possible }) => possible),
    doubts: parts.flatMap(({ doubts }) => doubts),
  };
}

export const settledByNeeds = "--needs with the services it calls, or flow logs of the NAT";

/** A doubt about what is called. */
export function doubt(reason: string, missing: Pick<Unknown, "settledBy">): Evidenced {
  const settledBy = `${missing.settledBy}; or ${settledByNeeds}`;
  return { ...nothingEvidenced, doubts: [(who) => ({ fact: `what ${who} calls, ${reason}`, settledBy })] };
}

/** Evidence that a workload talks to something, before it is made into questions. */
import type { MissingFact } from "../../model/answer.ts";
import type { Evidence } from "../plan.ts";

export interface Sign {
  /** A service's token, or `internet` for what no endpoint serves. */
  readonly service: string;
  /** The host it dials, where that is not the service's own name in the workload's Region. */
  readonly host: string | undefined;
  readonly why: string;
  readonly evidence: Evidence;
  readonly origin: string;
  /** What it will ask of the service; both empty when the sign does not say. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
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
  /** Each keeps the plan from saying safe. */
  readonly doubts: readonly Doubt[];
}

export const nothingEvidenced: Evidenced = { signs: [], conditionals: [], doubts: [] };

export function joinEvidence(parts: readonly Evidenced[]): Evidenced {
  return {
    signs: parts.flatMap(({ signs }) => signs),
    conditionals: parts.flatMap(({ conditionals }) => conditionals),
    doubts: parts.flatMap(({ doubts }) => doubts),
  };
}

export const settledByNeeds = "--needs with the services it calls, or flow logs of the NAT";

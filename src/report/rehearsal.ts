/** A rehearsal as a value: what was predicted and what packets found, cell by cell (`denat.rehearsal/1`). */
import type { Verdict, Via } from "../model/answer.ts";

export type RehearsalWorld = "today" | "withoutNat" | "after";

/** Whose keys signed a request. */
export type SignedAs =
  | { readonly kind: "role"; readonly role: string; readonly policiesKnown: boolean }
  | { readonly kind: "owner"; readonly why: "no-role" | "role-unknown" };

export interface RehearsalCell<World extends string = RehearsalWorld> {
  readonly workload: string;
  readonly service: string;
  readonly host: string;
  readonly world: World;
  readonly predicted: Verdict;
  /** The way that was predicted; left out where none was. */
  readonly predictedVia?: Via | undefined;
  readonly seen: "reachable" | "blocked" | "partial";
  readonly detail: string;
  /** The id of the VPC endpoint that `detail` tells of; undefined where none was on the way. */
  readonly endpoint: string | undefined;
  /** Undefined for a host outside AWS, which is asked without a signature. */
  readonly signedAs: SignedAs | undefined;
  /** False only where the prediction was certain: of the verdict, or whether the way leads by an endpoint. */
  readonly agrees: boolean;
}

export interface Rehearsal {
  /** `works`: every need is met afterwards, and all that was predicted was seen. */
  readonly answer: "works" | "fails" | "disagrees" | "cannot-tell";
  readonly cells: readonly RehearsalCell[];
  /** How sessions were asked for, and which were not; empty where nobody needs any. */
  readonly sessions: readonly string[];
  readonly notBuilt: readonly {
    readonly component: { readonly kind: string; readonly id: string };
    readonly why: string;
  }[];
}

/** What differs between two networks, as a value: the answer of `denat diff`. */
import type { ComponentRef, MissingFact, Verdict, Via } from "./answer.ts";
import type { AddressSet } from "./interval-set.ts";
import type { Traffic } from "./traffic.ts";

/**
 * `lost`: it worked, wholly or in part, and works less. `gained`: the other way round. `rerouted`: it works as it did, by
 * another way. `undecided`: one of the networks does not tell, so that it may be any of these.
 */
export type ChangeKind = "lost" | "gained" | "rerouted" | "undecided";

export interface Reached {
  readonly verdict: Verdict;
  readonly via: Via | null;
}

/** As the user would name it: its workload where it has one. Ids are those of the network after, of what is gone those before. */
export interface SourceName {
  readonly id: string;
  readonly workload: string | undefined;
}

/** What makes the difference: the rule that blocks on the worse side, the way that is new, or what is not known. */
export interface Cause {
  /** Of a blocker. */
  readonly code: string | undefined;
  readonly component: ComponentRef;
  /** Of one of the packets: they may differ in what the rule names. */
  readonly rule: string;
  readonly fix: string | undefined;
  readonly origin: string;
  /** Of what cannot be told. */
  readonly unknowns: readonly MissingFact[];
}

/** All of these destinations with all of this traffic. */
export interface Box {
  readonly addresses: AddressSet;
  /** Interfaces whose addresses are not known in one of the networks. */
  readonly interfaces: readonly string[];
  readonly traffic: readonly Traffic[];
}

export interface ServiceReached {
  readonly service: string;
  readonly port: number;
}

export interface Change {
  readonly kind: ChangeKind;
  readonly before: Reached;
  readonly after: Reached;
  readonly cause: Cause;
  readonly boxes: readonly Box[];
  /** By the names that DNS gives them. */
  readonly services: readonly ServiceReached[];
}

/** Of sources that differ in the same. */
export interface SourceDifference {
  readonly sources: readonly SourceName[];
  readonly changes: readonly Change[];
}

export interface Difference {
  readonly answer: "same" | "changed" | "loses" | "cannot-tell";
  /** Sources that were compared, differing or not. */
  readonly compared: number;
  readonly differences: readonly SourceDifference[];
  readonly added: readonly SourceName[];
  readonly removed: readonly SourceName[];
}

/** A policy document as it is judged. */
import type { MissingFact } from "../../model/answer.ts";
import type { Operator, SetOperator } from "../condition/operators.ts";
import type { Template } from "./template.ts";

export interface Policy {
  readonly statements: readonly Statement[];
}

export interface Statement {
  /** From 1, as people count. */
  readonly position: number;
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** Undefined where the statement names no principal, as identity policies do not. */
  readonly principals: Principals | undefined;
  readonly actions: Patterns;
  readonly resources: Patterns;
  /** All must hold. */
  readonly conditions: readonly Condition[];
}

/** `Action`, `Resource`, or with `negated` their Not forms. */
export interface Patterns {
  readonly negated: boolean;
  readonly templates: readonly Template[];
}

export interface Principals {
  readonly negated: boolean;
  readonly entries: readonly Principal[];
}

export type Principal =
  | { readonly kind: "everyone" }
  | { readonly kind: "aws" | "service" | "federated" | "canonical-user"; readonly text: string }
  | { readonly kind: "unresolved"; readonly text: string; readonly missing: MissingFact };

/** One key of one operator of a `Condition` block. */
export interface Condition {
  /** The operator as written: `ForAnyValue:StringLikeIfExists`. */
  readonly written: string;
  readonly operator: Operator;
  readonly set: SetOperator | undefined;
  readonly ifExists: boolean;
  /** As written; compared without regard to case. */
  readonly key: string;
  readonly values: readonly Template[];
}

/** `statement 2 (DenyOthers)`. */
export function nameOf({ position, sid }: Pick<Statement, "position" | "sid">): string {
  return sid === undefined || sid === "" ? `statement ${position}` : `statement ${position} (${sid})`;
}

/** What the scopes of all stacks share. */
import type { Facts } from "../../../facts/index.ts";
import type { Origin } from "../../../model/entity/entity.ts";
import type { Unknown } from "../../../model/known.ts";
import type { ReadOptions } from "../../input.ts";
import type { Context } from "../intrinsic/context.ts";
import type { Place } from "./refusal.ts";
import type { Template } from "../template/template.ts";
import type { Resource, Stack, Value } from "../../resource/property/value.ts";

export interface World {
  readonly options: ReadOptions;
  readonly facts: Pick<Facts, "regionNamed">;
  /** The stack that a nested stack resource makes, or why it is not there. */
  readonly nest: (parent: Scope, logicalId: string) => Nested;
  readonly importValue: (name: Value, from: { readonly scope: Scope; readonly origin: Origin }) => Value;
  /** Runs `compute`, and refuses the template when too many of these run inside one another. */
  readonly within: <T>(place: Place, compute: () => T) => T;
  /** Whether several stacks have a parameter of this name, which `--parameter` gives one value. */
  readonly isShared: (parameter: string) => boolean;
}

export type Nested = { readonly scope: Scope } | { readonly missing: string };

/** A resource while it is being made: references to it may exist before its properties do. */
export type Draft = { -readonly [Key in keyof Resource]: Resource[Key] };

export interface Note {
  readonly line: number;
  readonly reason: string;
}

/** One stack: its template with everything that gives the names in it a meaning. */
export interface Scope {
  readonly stack: Stack;
  readonly template: Template;
  readonly parent: Scope | undefined;
  readonly context: Context;
  /** All resources as written, loops unrolled; also those whose condition is false. */
  readonly resourceNodes: () => Template["resources"];
  readonly outputNodes: () => Template["outputs"];
  /** Those whose condition is true or not known, by logical id. */
  readonly resources: () => ReadonlyMap<string, Draft>;
  /** Undefined when the template has no such output, or its condition is false. */
  readonly output: (name: string) => Value | undefined;
  readonly nested: (logicalId: string) => Nested;
  readonly notes: readonly Note[];
}

/** How a stack is to be read. */
export interface StackPlan {
  readonly stack: Stack;
  readonly template: Template;
  readonly parent: Scope | undefined;
  /** The name it is deployed under, when the input tells. */
  readonly stackName: string | undefined;
  /** Parameters that a parent passes; undefined for one that it does not. */
  readonly passed: ((name: string) => Value | undefined) | undefined;
  /** Construct paths by logical id, from the cloud assembly. */
  readonly paths: ReadonlyMap<string, string>;
  /** Why it cannot be told whether the stack exists. */
  readonly doubt: Unknown | undefined;
}

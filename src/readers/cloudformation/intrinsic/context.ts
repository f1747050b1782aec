/** What an intrinsic function may ask while it is evaluated; a stack's scope answers. */
import type { Origin } from "../../../model/entity/entity.ts";
import type { Known } from "../../../model/known.ts";
import type { Field, Node } from "../syntax/node.ts";
import type { Content, Unresolved, Value } from "../../resource/property/value.ts";

export interface Context {
  readonly file: string;
  /** Name of the stack, for the commands that would settle a fact. */
  readonly stackName: string;
  readonly region: string;
  readonly mappings: ReadonlyMap<string, Field>;
  /** Undefined for `AWS::NoValue`. */
  readonly evaluate: (node: Node) => Value | undefined;
  readonly condition: (name: string, line: number) => Known<boolean>;
  readonly ref: (name: string, line: number) => Value | undefined;
  readonly attribute: (logicalId: string, attribute: string, line: number) => Value;
  readonly importValue: (name: Value, origin: Origin) => Value;
  /** Zone names of a Region; empty when it is not known. */
  readonly zonesOf: (region: string) => readonly string[];
  readonly unroll: (entries: ReadonlyMap<string, Field>) => ReadonlyMap<string, Field>;
  readonly note: (line: number, reason: string) => void;
}

/** A function of CloudFormation: from its argument as written to its value. */
export type Intrinsic = (argument: Node, context: Context) => Value | undefined;

export function valueAt(content: Content, line: number, context: { readonly file: string }): Value {
  return { content, origin: { file: context.file, line } };
}

export function unresolved(
  fact: string,
  settledBy: string,
  more: Omit<Unresolved, "kind" | "unknown"> = {},
): Unresolved {
  return { kind: "unresolved", unknown: { known: false, fact, settledBy }, ...more };
}

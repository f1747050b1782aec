/** What every kind of Terraform's JSON comes to: instances of resources, with what is not told of them. */
import type { Configuration } from "../configuration/configuration.ts";
import type { Row } from "./json.ts";

export interface Instance {
  /** As Terraform writes it, `module.vpc.aws_subnet.private[0]`; unique in its document. */
  readonly address: string;
  /** `module.vpc`, with the keys of modules; empty for the root. */
  readonly module: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Of `count` and `for_each`. */
  readonly key: string | number | undefined;
  readonly provider: string;
  readonly values: Row;
  /** `true` for what is known only after the apply, in the shape of `values`. */
  readonly unknown: unknown;
  /** `true` for what is secret, in the shape of `values`: never printed, never kept. */
  readonly sensitive: unknown;
  readonly document: Document;
}

export interface Document {
  readonly file: string;
  /** The only one of the input: addresses in it need no file beside them. */
  readonly isAlone: boolean;
  readonly noun: "plan" | "state";
  /** What the resources were written as; a state does not tell. */
  readonly configuration: Configuration | undefined;
  readonly variables: Row;
  readonly instances: readonly Instance[];
  /** What stood before the plan: it tells which rules of a group, routes of a table … are resources of their own. */
  readonly prior: readonly Instance[];
}

/** Of the providers that make AWS's resources, by whatever registry they came. */
export function isOfAws({ provider, type }: Pick<Instance, "provider" | "type">): boolean {
  return provider === "" ? type.startsWith("aws_") : /(?:^|\/)aws(?:cc)?$/.test(provider);
}

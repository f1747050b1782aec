/** What is kept of answers that were read. */
import type { GroupRule } from "../../../model/entity/firewall.ts";

/** Rows of one key of one answer, on the shelf of its scope. */
export interface Batch {
  readonly file: string;
  readonly call: string;
  readonly path: string;
  readonly isList: boolean;
  readonly items: readonly unknown[];
  readonly truncated: boolean;
}

export interface DescribeMemory {
  /** By scope and name. */
  readonly tables: Map<string, KeptTable>;
  /** What texts say of account and Region, by pattern. */
  readonly signs: Map<string, Map<RegExp, readonly string[]>>;
  /** Rules of groups by the permissions that they were read of. */
  readonly rules: WeakMap<object, KeptRules>;
}

export interface KeptTable {
  readonly rows: ReadonlyMap<string, unknown>;
  /** By the names of what was asked to make it. */
  readonly asked: ReadonlyMap<string, readonly Batch[]>;
  /** Roles that workloads had named until then. */
  readonly namedRoles: readonly string[];
}

export interface KeptRules {
  readonly group: string;
  readonly file: string;
  readonly rules: readonly GroupRule[];
}

export function createDescribeMemory(): DescribeMemory {
  return { tables: new Map(), signs: new Map(), rules: new WeakMap() };
}

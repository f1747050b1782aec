/** How one table of the network is read from a scope, and which calls make it complete. */
import type { RowOf, TableName } from "../../model/network.ts";
import { isWhole } from "./answer/collected.ts";
import type { Collected } from "./answer/collected.ts";

/** One call, or several that tell the same; `names` are those under which its rows are collected. */
export interface Need {
  readonly names: readonly string[];
  readonly call: string;
}

export interface TableReader<T extends TableName> {
  readonly table: T;
  /** All of them are needed before the table is complete. */
  readonly needs: readonly Need[];
  readonly read: (collected: Collected) => readonly RowOf<T>[];
  /** Whether other answers tell the whole table (or that it has no rows), so that nobody need ask. */
  readonly isToldElsewhere?: (collected: Collected) => boolean;
}

export function need(call: string, ...names: readonly string[]): Need {
  return { names, call: `aws ${call}` };
}

/** The calls that are still to be made before the table is complete. Asked after its rows have been read. */
export function missingCalls<T extends TableName>(
  reader: TableReader<T>,
  collected: Collected,
): readonly string[] {
  if (reader.isToldElsewhere?.(collected) === true) return [];
  return reader.needs
    .filter(({ names }) => !names.some((name) => isWhole(collected, name)))
    .map(({ call }) => call);
}

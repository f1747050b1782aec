/** What rows of answers are written with. */
import type { Known } from "../../../src/model/known.ts";
import type { RowOf, TableName } from "../../../src/model/network.ts";

export type Json = Readonly<Record<string, unknown>>;
export type WriteRow<T extends TableName> = (row: RowOf<T>) => Json;

/** Nothing of an estate is missing. */
export function told<T>(fact: Known<T>): T {
  if (!fact.known) throw new Error(`an estate of which ${fact.fact} is not known`);
  return fact.value;
}

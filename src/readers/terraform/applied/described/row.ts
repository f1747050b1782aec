/** A row of an answer that is changed in place. */
import { isRow } from "../../document/json.ts";

export type OpenRow = Record<string, unknown>;

/** Answers come with small initials too. */
export const at = (row: Readonly<OpenRow>, key: string): unknown =>
  row[key] ?? row[key.charAt(0).toLowerCase() + key.slice(1)];

/** The list of a row, made where there is none. */
export function listIn(row: OpenRow, key: string): unknown[] {
  const found = at(row, key);
  if (Array.isArray(found)) return found as unknown[];
  const made: unknown[] = [];
  row[key] = made;
  return made;
}

export const isOpen = (value: unknown): value is OpenRow => isRow(value);

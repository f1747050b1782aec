/** Two files that tell of one thing: the same call, made twice with a change in between, or in two directories. */
import type { Origin } from "../../../model/entity/entity.ts";

export interface Told {
  readonly id: string;
  readonly origin: Origin;
}

/** Whether both are answers of one call, in two files, and say different things. */
export function contradicts(before: Told, after: Told): boolean {
  const isSameCall = before.origin.call === after.origin.call && before.origin.file !== after.origin.file;
  return isSameCall && wordsOf(before) !== wordsOf(after);
}

/** All that a row says, but where it says it, and in which order. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return `[${inOrder(value.map(wordsOf))}]`;
  if (typeof value !== "object" || value === null) return `${typeof value} ${String(value)}`;
  const fields = Object.entries(value).filter(([key]) => key !== "origin");
  return `{${inOrder(fields.map(([key, own]) => `${key}: ${wordsOf(own)}`))}}`;
}

const inOrder = (texts: readonly string[]): string => texts.toSorted((a, b) => (a < b ? -1 : 1)).join(", ");

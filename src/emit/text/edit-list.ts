/** Edits as a list that programs and people read: file, line, before, after. */
import { hunksOf } from "./patch.ts";
import type { FileChange } from "./patch.ts";

export interface ListedEdit {
  readonly file: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

export const editsOf = (changes: readonly FileChange[]): readonly ListedEdit[] =>
  changes.flatMap(({ file, before = "", after = "" }) =>
    hunksOf(before.split("\n"), after.split("\n")).map((hunk) => ({
      file,
      line: hunk.before,
      before: hunk.removed.join("\n"),
      after: hunk.added.join("\n"),
    })),
  );

export const editList = (changes: readonly FileChange[]): string =>
  `${JSON.stringify({ schema: "denat.edits/1", edits: editsOf(changes) }, undefined, 2)}\n`;

/** Edits as a list that programs and people read: file, line, before, after. */
import { hunksOf } from "./patch.ts";
import type { FileChange } from "./patch.ts";

export function editList(changes: readonly FileChange[]): string {
  const edits = changes.flatMap(({ file, before = "", after = "" }) =>
    hunksOf(before.split("\n"), after.split("\n")).map((hunk) => ({
      file,
      line: hunk.before,
      before: hunk.removed.join("\n"),
      after: hunk.added.join("\n"),
    })),
  );
  return `${JSON.stringify({ schema: "denat.edits/1", edits }, undefined, 2)}\n`;
}

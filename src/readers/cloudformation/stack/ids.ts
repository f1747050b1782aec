/** Ids that are unique in the input: logical ids, with the name of the stack before those that several stacks use. */
import type { Draft } from "./world.ts";

export function giveIds(drafts: readonly Draft[]): void {
  const uses = new Map<string, number>();
  for (const { logicalId } of drafts) uses.set(logicalId, (uses.get(logicalId) ?? 0) + 1);
  for (const draft of drafts) {
    draft.id = uses.get(draft.logicalId) === 1 ? draft.logicalId : `${draft.stack.name}/${draft.logicalId}`;
  }
}

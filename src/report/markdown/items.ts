/** Blockers with their fixes and missing facts with what settles them, as items of a list. */
import type { MissingFact } from "../../model/answer.ts";
import { blockerPlace } from "../text/trace.ts";
import type { Blocker } from "../text/trace.ts";
import { code, text } from "./markup.ts";

export function blockerItem(blocker: Blocker): string {
  const { message, fix } = blocker;
  const first = `- ${code(blocker.code)} at ${text(blockerPlace(blocker))}<br>${text(message)}`;
  return fix === "" ? first : `${first}<br>**Fix:** ${text(fix)}`;
}

export function factItem({ fact, settledBy }: MissingFact): string {
  return settledBy === "" ? `- ${text(fact)}` : `- ${text(fact)}<br>settled by: ${code(settledBy)}`;
}

export const unknownTitle = "Could not be known";
export const assumedTitle = "Assumed (--strict makes these unknown)";

/** What the user calls things, in texts of the lab that speak of them by their ids. */
import type { NotBuilt } from "../../lab/fabric/plan.ts";

/** Ids as the lab gives them to what a template only names. */
const givenId = /\b[a-z]+(?:-[a-z]+)*-0[0-9a-f]{16}\b/g;

export function withNames(text: string, names: Readonly<Record<string, string>> = {}): string {
  return text.replaceAll(givenId, (id) => names[id] ?? id);
}

export const namedPart =
  (names: Readonly<Record<string, string>>) =>
  ({ component: { kind, id }, why }: NotBuilt): NotBuilt => ({
    component: { kind, id: names[id] ?? id },
    why: withNames(why, names),
  });

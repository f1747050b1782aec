/** What the Allow statements of a document name, for whoever asks what a client may be going to do. */
import type { Patterns, Policy } from "./document/statement.ts";
import type { AllowedAction } from "./question.ts";

/** As written: Deny statements and conditions are not weighed, so a client may be allowed less, never more. */
export function listAllowedActions({ statements }: Policy): readonly AllowedAction[] {
  return statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ actions, resources }) =>
      textsOf(actions).map((action) => ({ action, resources: textsOf(resources) })),
    );
}

/** A Not form, and a value that the input leaves open, may be anything. */
function textsOf({ negated, templates }: Patterns): readonly string[] {
  if (negated) return ["*"];
  const texts = templates.map(({ text, pieces }) =>
    pieces.some(({ kind }) => kind === "unresolved") ? "*" : text,
  );
  return [...new Set(texts)];
}

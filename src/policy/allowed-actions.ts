/** What the Allow statements of a document name, for whoever asks what a client may be going to do. */
import type { Condition, Patterns, Policy, Statement } from "./document/statement.ts";
import { isFixed } from "./document/template.ts";
import { matchesText, toGlob } from "./glob/glob.ts";
import type { AllowedAction } from "./question.ts";

/**
 * As written: Deny statements are not weighed, and of conditions only those that tell where a call goes or who makes it, so
 * a client may be allowed less, never more.
 */
export function listAllowedActions({ statements }: Policy): readonly AllowedAction[] {
  return statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) => {
      const resources = textsOf(statement.resources);
      const more = { ...regionsOf(statement), isMadeByService: isMadeByService(statement) };
      return textsOf(statement.actions).map((action) => ({ action, resources, ...more }));
    });
}

/** Whether the conditions of the statement let a call go to this Region. */
export function mayGoTo(
  { regions, exceptRegions }: Pick<AllowedAction, "regions" | "exceptRegions">,
  name: string,
) {
  const isIn = (patterns: readonly string[]) => patterns.some((text) => matchesText(toGlob(text), name));
  return (regions === undefined || isIn(regions)) && !isIn(exceptRegions);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html (read 2026-11-29) */
const requestedRegion = "aws:requestedregion";

function regionsOf({ conditions }: Statement): Pick<AllowedAction, "regions" | "exceptRegions"> {
  const asked = conditions.filter(
    ({ key, operator, values }) =>
      key.toLowerCase() === requestedRegion && operator.kind === "pattern" && values.every(isFixed),
  );
  const textsWhere = (negated: boolean) =>
    asked.flatMap((condition) => (condition.operator.negated === negated ? [literalsOf(condition)] : []));
  const [regions] = textsWhere(false);
  return { regions, exceptRegions: textsWhere(true).flat() };
}

/** Without wildcards of its own, an operator compares text as it stands; Regions hold no signs that wildcards are. */
const literalsOf = ({ values }: Condition) => values.map(({ text }) => text);

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service (read 2026-11-29) */
function isMadeByService({ conditions }: Statement): boolean {
  return conditions.some(
    ({ key, operator, ifExists }) => key.toLowerCase() === "kms:viaservice" && !operator.negated && !ifExists,
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

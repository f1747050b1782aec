/** `Action`, `NotAction`, `Resource` and `NotResource` of a statement. */
import { report, show, toList } from "./faults.ts";
import type { Faults, Fields } from "./faults.ts";
import type { Patterns } from "./statement.ts";
import { parseTemplate, unresolvedTemplate } from "./template.ts";
import type { Template } from "./template.ts";
import { unresolvedFact } from "./unresolved.ts";

interface PatternContext {
  readonly element: "Action" | "Resource";
  readonly variables: boolean;
  readonly faults: Faults;
}

export function toPatterns(fields: Fields, { element, variables, faults }: PatternContext): Patterns {
  const plain = fields[element];
  const inverse = fields[`Not${element}`];
  if (plain !== undefined && inverse !== undefined) {
    report(faults, `${element} and Not${element} exclude each other`);
  }
  if (plain === undefined && inverse === undefined) report(faults, `no ${element}`);
  const negated = plain === undefined;
  const name = negated ? `Not${element}` : element;
  const values = plain ?? inverse;
  return {
    negated,
    templates:
      values === undefined
        ? []
        : toList(values, name, faults).map((value) => {
            if (typeof value === "string") return toTemplate(value, element, variables);
            const missing = unresolvedFact(value, name, faults);
            if (missing === undefined) report(faults, `${name} holds ${show(value)}, not a text`);
            return missing === undefined
              ? parseTemplate("", { variables, wildcards: false })
              : unresolvedTemplate(show(value), missing);
          }),
  };
}

function toTemplate(text: string, element: PatternContext["element"], variables: boolean): Template {
  if (element === "Resource") {
    return { ...parseTemplate(completeArn(text), { variables, wildcards: true }), text };
  }
  // Action names are matched without regard to case
  // (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html, read 2026-11-24).
  return { ...parseTemplate(text.toLowerCase(), { variables, wildcards: true }), text };
}

/**
 * IAM completes a resource ARN of fewer than six fields with `*`: `arn:aws:sqs` is every resource of SQS
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html, read 2026-11-24).
 */
function completeArn(text: string): string {
  if (!text.startsWith("arn:") || text.includes("${")) return text;
  const missing = 6 - text.split(":").length;
  return missing > 0 ? text + ":*".repeat(missing) : text;
}

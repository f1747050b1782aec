/**
 * Whether a condition holds for the requests that are asked about.
 *
 * Values of the policy are alternatives, for a negated operator all of them must differ; keys and operators must all
 * hold (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html,
 * read 2026-11-24).
 */
import type { MissingFact } from "../../model/answer.ts";
import { nameOf } from "../document/statement.ts";
import type { Condition, Statement } from "../document/statement.ts";
import { fillTemplate } from "../document/template.ts";
import type { Filled } from "../document/template.ts";
import type { AskedRequests } from "../question.ts";
import { every, no, not, some, unsure, yes } from "../ternary.ts";
import type { Ternary } from "../ternary.ts";
import { findKey, findVariable, seeRequests, toFact } from "./keys.ts";

export function judgeConditions(statement: Statement, asked: AskedRequests): Ternary {
  return every(
    statement.conditions.map((condition) => {
      const judgement = judgeCondition(condition, asked);
      if (judgement.value !== "unknown") return judgement;
      // The reader of a missing fact must find the line that asks for it.
      const where = `on which ${nameOf(statement)} of the policy depends`;
      return unsure(
        ...judgement.missing.map(({ fact, settledBy }) => ({ fact: `${fact}, ${where}`, settledBy })),
      );
    }),
  );
}

function judgeCondition(condition: Condition, asked: AskedRequests): Ternary {
  const value = findKey(asked, condition.key);
  if (value !== "absent" && !value.known) return unsure(toFact(value));
  const values = value === "absent" ? [] : value.value;
  if (condition.operator.kind === "null") return judgeNull(condition, values);
  // A key without a value is judged as an absent one: both are the empty set of the documentation.
  if (values.length === 0 && condition.ifExists) return yes;
  const wanted = condition.values.map((template) =>
    fillTemplate(template, (key) => findVariable(asked, key)),
  );
  const judgement = values.length === 0 ? judgeAbsent(condition) : judgeValues(condition, values, wanted);
  return every([judgement, ...judgeVariables(wanted)]);
}

/**
 * A variable that cannot be filled matches nothing, and may make the whole statement invalid unless …IfExists guards it
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html, read 2026-11-24).
 */
function judgeVariables(wanted: readonly Filled[]): readonly Ternary[] {
  return wanted.flatMap((filled) => {
    const facts = filled.kind === "void" ? [unfilledFact(filled.variable)] : filled.doubts;
    return facts.length > 0 ? unsure(...facts) : [];
  });
}

function judgeNull(condition: Condition, values: readonly string[]): Ternary {
  if (condition.set !== undefined) return unsure(undocumented(condition, "a set operator with Null"));
  const absent = values.length === 0 ? "true" : "false";
  const wanted = condition.values.map(({ text }) => text.toLowerCase());
  if (wanted.includes(absent)) return yes;
  return wanted.every((text) => text === "true" || text === "false")
    ? no(failureOf(condition))
    : unsure(undocumented(condition, "a value that is neither true nor false"));
}

function judgeAbsent(condition: Condition): Ternary {
  if (condition.set === "ForAllValues") return yes;
  if (!condition.operator.negated) return no(failureOf(condition));
  // Negated operators hold for an absent key, ForAnyValue does not: IAM does not say which rule prevails.
  return condition.set === undefined ? yes : unsure(undocumented(condition, "ForAnyValue for an absent key"));
}

function judgeValues(condition: Condition, values: readonly string[], wanted: readonly Filled[]): Ternary {
  // For set operators an empty text is no value.
  const members = condition.set === undefined ? values : values.filter((value) => value !== "");
  if (members.length === 0) return judgeAbsent(condition);
  const matches = members.map((value) => judgeValue(condition, value, wanted));
  switch (condition.set) {
    case "ForAllValues":
      return every(matches);
    case "ForAnyValue":
      return some(matches, failureOf(condition));
    case undefined: {
      const [first = yes, ...others] = matches;
      return others.every(({ value }) => value === first.value)
        ? first
        : unsure(undocumented(condition, "a key of several values without a set operator"));
    }
    default:
      return condition.set satisfies never;
  }
}

function judgeValue(condition: Condition, value: string, wanted: readonly Filled[]): Ternary {
  const failure = failureOf(condition);
  const matched = some(
    wanted.map((filled) => compareValue(condition, filled, value)),
    failure,
  );
  return condition.operator.negated ? not(matched, failure) : matched;
}

function compareValue(condition: Condition, wanted: Filled, value: string): Ternary {
  const differs = no(failureOf(condition));
  if (wanted.kind === "void") return differs;
  const { holes, text } = wanted;
  if (holes.length > 0 && condition.operator.kind === "value") return unsure(...holes);
  const result = condition.operator.compare(wanted, value);
  if (result === false) return differs;
  if (holes.length > 0) return unsure(...holes);
  return result === true ? yes : unsure(undocumented(condition, `"${text}"`));
}

/** What is open when a variable without default is not in the request. */
export function unfilledFact(variable: string): MissingFact {
  return {
    fact: `whether a statement holds whose variable \${${variable}} is not in the request`,
    settledBy: seeRequests,
  };
}

function undocumented({ written, key }: Condition, what: string): MissingFact {
  return {
    fact: `what ${written} on ${key} makes of ${what}`,
    settledBy: "try it: aws iam simulate-custom-policy",
  };
}

function failureOf({ written, key, values }: Condition): string {
  return `${written} ${key} ${values.map(({ text }) => text).join(", ")} does not hold`;
}

/**
 * The `Condition` block of a statement: operators, each with keys, each with values
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html, read 2026-11-24).
 */
import { findOperator, setOperators } from "../condition/operators.ts";
import type { Operator } from "../condition/operators.ts";
import { isFields, report, show, toList } from "./faults.ts";
import type { Faults } from "./faults.ts";
import type { Condition } from "./statement.ts";
import { parseTemplate, unresolvedTemplate } from "./template.ts";
import type { Template } from "./template.ts";
import { unresolvedFact } from "./unresolved.ts";

type Test = Pick<Condition, "written" | "operator" | "set" | "ifExists">;

export function toConditions(block: unknown, variables: boolean, faults: Faults): readonly Condition[] {
  if (block === undefined) return [];
  if (!isFields(block)) {
    report(faults, `Condition is ${show(block)}, not an object`);
    return [];
  }
  return Object.entries(block).flatMap(([written, keys]) => {
    const test = parseTest(written);
    if (test === undefined) report(faults, `Condition has no operator ${show(written)}`);
    if (!isFields(keys)) report(faults, `Condition ${written} is ${show(keys)}, not an object of keys`);
    if (test === undefined || !isFields(keys)) return [];
    return Object.entries(keys).map(([key, values]): Condition => {
      const context = { operator: test.operator, variables, name: `Condition ${written} ${key}`, faults };
      return {
        ...test,
        key,
        values: toList(values, context.name, faults).map((value) => toValue(value, context)),
      };
    });
  });
}

/** `ForAllValues:StringLikeIfExists` in its parts; undefined when it is no operator. */
function parseTest(written: string): Test | undefined {
  const [, prefix, word = ""] = /^(?:(\w+):)?(\w+)$/.exec(written) ?? [];
  const set = setOperators.find((name) => name.toLowerCase() === prefix?.toLowerCase());
  if (prefix !== undefined && set === undefined) return undefined;
  const ifExists = /IfExists$/i.test(word);
  const operator = findOperator(ifExists ? word.slice(0, -"IfExists".length) : word);
  if (operator === undefined || (ifExists && operator.kind === "null")) return undefined;
  return { written, operator, set, ifExists };
}

interface ValueContext {
  readonly operator: Operator;
  readonly variables: boolean;
  readonly name: string;
  readonly faults: Faults;
}

function toValue(value: unknown, { operator, variables, name, faults }: ValueContext): Template {
  const missing = unresolvedFact(value, name, faults);
  if (missing !== undefined) return unresolvedTemplate(show(value), missing);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    report(faults, `${name} holds ${show(value)}, not a text, number or boolean`);
    return parseTemplate("", { variables: false, wildcards: false });
  }
  return parseTemplate(String(value), {
    variables: variables && operator.variables,
    wildcards: operator.wildcards,
  });
}

/**
 * The condition functions, three-valued: an unknown side makes the answer unknown, unless the other sides decide it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html,
 * read 2026-11-24.
 */
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { entriesOf, findFunction, findText, itemsOf } from "../syntax/node.ts";
import type { Node } from "../syntax/node.ts";
import type { Content, Value } from "../../resource/property/value.ts";
import type { Context } from "./context.ts";
import { isSameContent } from "./same.ts";
import { literalOf, partsOf } from "./text.ts";

type Truth = Known<boolean>;
type ConditionFunction = (argument: Node, context: Context) => Truth;

/** Whether the condition that `node` writes holds. */
export function evaluateCondition(node: Node, context: Context): Truth {
  const named = entriesOf(node).size === 1 ? findText(entriesOf(node).get("Condition")?.node) : undefined;
  if (named !== undefined) return context.condition(named, node.line);
  const called = findFunction(node);
  const evaluate = called && functions[called.name];
  if (called !== undefined && evaluate !== undefined) return evaluate(called.argument, context);
  return toTruth(context.evaluate(node), node, context);
}

/** A parameter or mapping value that stands where a condition should. */
function toTruth(value: Value | undefined, node: Node, context: Context): Truth {
  const text = literalOf(value)?.toLowerCase();
  if (text === "true" || text === "false") return known(text === "true");
  const content = value?.content;
  if (typeof content === "object" && content?.kind === "unresolved") return content.unknown;
  return unknown("a condition that is no condition function", `mend ${context.file}:${node.line}`);
}

const functions: Readonly<Record<string, ConditionFunction>> = {
  "Fn::And": (argument, context) => decideBy(false, argument, context),
  "Fn::Or": (argument, context) => decideBy(true, argument, context),
  "Fn::Not": (argument, context) => {
    const [inner = argument] = itemsOf(argument);
    const truth = evaluateCondition(inner, context);
    return truth.known ? known(!truth.value) : truth;
  },
  "Fn::Equals": (argument, context) => {
    const [left, right] = itemsOf(argument).map((node) => context.evaluate(node));
    return areEqual(left, right);
  },
};

/** One `decisive` side settles it, whatever is not known about the others. */
function decideBy(decisive: boolean, argument: Node, context: Context): Truth {
  const sides = itemsOf(argument).map((node) => evaluateCondition(node, context));
  if (sides.some((side) => side.known && side.value === decisive)) return known(decisive);
  return sides.find((side) => !side.known) ?? known(!decisive);
}

/** Texts, numbers and booleans are compared as text: `true` equals `"true"`, as the values of parameters are text. */
function areEqual(left: Value | undefined, right: Value | undefined): Truth {
  if (left === undefined || right === undefined) return known(left === right);
  const [a, b] = [literalOf(left), literalOf(right)];
  if (a !== undefined && b !== undefined) return known(a === b);
  if (isSameContent(left.content, right.content)) return known(true);
  const missing = findUnknown(left.content) ?? findUnknown(right.content);
  if (missing === undefined) return known(false);
  return cannotMatch(left, b) || cannotMatch(right, a) ? known(false) : missing;
}

function findUnknown(content: Content): Extract<Truth, { known: false }> | undefined {
  if (typeof content !== "object" || content === null) return undefined;
  if (content.kind === "unresolved") return content.unknown;
  if (content.kind === "reference") {
    return unknown(
      `the id of ${content.resource.logicalId}`,
      "deploy the stack: CloudFormation allows no reference in a condition",
    );
  }
  const values = content.kind === "list" ? content.items : [...content.entries.values()];
  for (const value of values) {
    const found = findUnknown(value.content);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether the literal beginning or end of a text that is known in part already differs. */
function cannotMatch(partly: Value, literal: string | undefined): boolean {
  if (literal === undefined) return false;
  const parts = partsOf(partly) ?? [];
  const [first, last] = [parts[0], parts.at(-1)];
  return (
    (typeof first === "string" && !literal.startsWith(first)) ||
    (typeof last === "string" && !literal.endsWith(last))
  );
}

/** Functions that choose between values: If and FindInMap. */
import { entriesOf, findText, itemsOf } from "../syntax/node.ts";
import type { Field, Node } from "../syntax/node.ts";
import type { Value } from "../../resource/property/value.ts";
import { unresolved, valueAt } from "./context.ts";
import type { Context, Intrinsic } from "./context.ts";
import { isSame } from "./same.ts";
import { describe, literalOf } from "./text.ts";
import { invalid } from "./texts.ts";

export const choose: Intrinsic = (argument, context) => {
  const [condition, yes, no] = itemsOf(argument);
  const name = findText(condition);
  if (name === undefined || yes === undefined || no === undefined)
    return invalid("Fn::If", argument, context);
  const truth = context.condition(name, argument.line);
  if (truth.known) return context.evaluate(truth.value ? yes : no);
  const [whenTrue, whenFalse] = [context.evaluate(yes), context.evaluate(no)];
  if (isSame(whenTrue, whenFalse)) return whenTrue;
  const mayBeAbsent = [whenTrue, whenFalse].some((value) => value === undefined || isAbsentable(value));
  return valueAt(
    unresolved(
      `${describe(whenTrue)} or ${describe(whenFalse)} by condition ${name} of ${context.stackName}, which needs ${truth.fact}`,
      truth.settledBy,
      mayBeAbsent ? { mayBeAbsent } : {},
    ),
    argument.line,
    context,
  );
};

const isAbsentable = ({ content }: Value) =>
  typeof content === "object" && content?.kind === "unresolved" && content.mayBeAbsent === true;

/**
 * `[map, key, key]`, and with AWS::LanguageExtensions `{DefaultValue: …}` for keys that the map lacks. Keys that are not
 * known leave the rows that they may mean; where all of those agree, the value is known.
 */
export const findInMap: Intrinsic = (argument, context) => {
  const [mapNode, topNode, secondNode, options] = itemsOf(argument);
  if (mapNode === undefined || topNode === undefined || secondNode === undefined) {
    return invalid("Fn::FindInMap", argument, context);
  }
  const keys = [mapNode, topNode, secondNode].map((node) => context.evaluate(node));
  const [map, top, second] = keys.map(literalOf);
  const rows = matching(context.mappings, map);
  const found = rows.flatMap((row) => matching(row, top)).flatMap((row) => matchingNodes(row, second));
  const unknownKey = [map, top, second].indexOf(undefined);
  const fallback = entriesOf(options).get("DefaultValue")?.node;
  if (unknownKey < 0) {
    const [node = fallback] = found;
    return node === undefined ? missing([map, top, second], argument, context) : context.evaluate(node);
  }
  return agreed(found, fallback, context) ?? needing(keys, argument, context);
};

type Rows = ReadonlyMap<string, Field>;

function matchingNodes(entries: Rows, key: string | undefined): readonly Node[] {
  if (key === undefined) return [...entries.values()].map(({ node }) => node);
  const field = entries.get(key);
  return field === undefined ? [] : [field.node];
}

const matching = (entries: Rows, key: string | undefined): readonly Rows[] =>
  matchingNodes(entries, key).map(entriesOf);

function agreed(nodes: readonly Node[], fallback: Node | undefined, context: Context): Value | undefined {
  const [first, ...rest] = [...nodes, ...(fallback === undefined ? [] : [fallback])].map(context.evaluate);
  return first !== undefined && rest.every((value) => isSame(first, value)) ? first : undefined;
}

function missing(keys: readonly (string | undefined)[], argument: Node, context: Context): Value {
  const name = keys.join("::");
  const fact = `the mapping ${name}, which ${context.file} does not have`;
  const settledBy =
    keys[1] === context.region
      ? "--region REGION, one that the mapping has"
      : "give parameters that the mapping has a row for";
  context.note(argument.line, fact);
  return valueAt(unresolved(fact, settledBy), argument.line, context);
}

function needing(keys: readonly (Value | undefined)[], argument: Node, context: Context): Value {
  const contents = keys.map((key) => key?.content);
  const cause = contents.find((content) => typeof content === "object" && content?.kind === "unresolved");
  const { fact, settledBy } = cause?.unknown ?? {
    fact: "its keys",
    settledBy: "deploy the stack",
  };
  return valueAt(
    unresolved(
      `the mapping ${keys.map((key) => literalOf(key) ?? "?").join("::")}, which needs ${fact}`,
      settledBy,
    ),
    argument.line,
    context,
  );
}

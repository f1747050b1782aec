/** Functions that make lists or take one apart: Select, Split, Length, GetAZs, Cidr. */
import { formatAddress, parseCidr } from "../../../model/address.ts";
import { unknownRegion } from "../../../model/network.ts";
import { itemsOf } from "../syntax/node.ts";
import type { Content, List, Reference, Unresolved, Value } from "../../resource/property/value.ts";
import { unresolved, valueAt } from "./context.ts";
import type { Context, Intrinsic } from "./context.ts";
import { invalid } from "./texts.ts";
import { describe, describeResources, joined, literalOf, partsOf, splitAtCommas } from "./text.ts";

export const select: Intrinsic = (argument, context) => {
  const [indexNode, listNode] = itemsOf(argument);
  const indexValue = indexNode && context.evaluate(indexNode);
  const list = listNode && context.evaluate(listNode);
  if (indexValue === undefined || list === undefined) return invalid("Fn::Select", argument, context);
  const index = literalOf(indexValue);
  if (index === undefined) return missingIndex(indexValue, argument.line, context);
  if (!/^\d+$/.test(index)) return invalid("Fn::Select", argument, context);
  const found = itemAt(Number(index), list);
  return "origin" in found ? found : valueAt(found, argument.line, context);
};

function missingIndex({ content }: Value, line: number, context: Context): Value {
  const cause = isUnresolved(content) ? content.unknown : undefined;
  return valueAt(
    unresolved(
      `the item that Fn::Select takes at ${context.file}:${line}, which needs ${cause?.fact ?? "its index"}`,
      cause?.settledBy ?? "deploy the stack",
    ),
    line,
    context,
  );
}

function itemAt(index: number, { content }: Value): Value | Unresolved {
  if (typeof content !== "object" || content === null || content.kind === "fields") {
    return unresolved(
      "the item of something that is no list",
      "CloudFormation refuses it: give Fn::Select a list",
    );
  }
  if (content.kind === "reference") {
    const fact = `item ${index} of ${nameOf(content)}`;
    return unresolved(fact, describeResources(content.resource.stack.name), { symbol: fact });
  }
  if (content.kind === "unresolved") {
    const { unknown, symbol, commaFree } = content;
    return unresolved(`item ${index} of ${unknown.fact}`, unknown.settledBy, {
      ...(symbol === undefined ? {} : { symbol: `${symbol}[${index}]` }),
      ...(commaFree === undefined ? {} : { commaFree }),
    });
  }
  const shifting = content.items
    .slice(0, index + 1)
    .map((item) => item.content)
    .find(mayBeAbsent);
  if (shifting !== undefined)
    return unresolved(
      `item ${index} of a list, which needs ${shifting.unknown.fact}`,
      shifting.unknown.settledBy,
    );
  return (
    content.items[index] ??
    unresolved(
      `item ${index} of a list that has ${content.items.length}`,
      "CloudFormation refuses it: give the list more items",
    )
  );
}

/** `Vpc.CidrBlock of network`, which no other stack has. */
const nameOf = ({ resource, attribute }: Reference) =>
  `${resource.logicalId}${attribute === undefined ? "" : `.${attribute}`} of ${resource.stack.name}`;

const isUnresolved = (content: Content): content is Unresolved =>
  typeof content === "object" && content !== null && content.kind === "unresolved";
const mayBeAbsent = (content: Content): content is Unresolved =>
  isUnresolved(content) && content.mayBeAbsent === true;

export const split: Intrinsic = (argument, context) => {
  const [delimiterNode, sourceNode] = itemsOf(argument);
  const delimiter = literalOf(delimiterNode && context.evaluate(delimiterNode));
  const source = sourceNode && context.evaluate(sourceNode);
  if (delimiter === undefined || delimiter === "" || source === undefined)
    return invalid("Fn::Split", argument, context);
  const { content } = source;
  if (
    typeof content === "object" &&
    content !== null &&
    (content.kind === "list" || content.kind === "fields")
  ) {
    return invalid("Fn::Split", argument, context);
  }
  const text = literalOf(source);
  if (text !== undefined) return listAt(text.split(delimiter), argument.line, context);
  const items = delimiter === "," ? splitAtCommas(partsOf(source) ?? []) : undefined;
  if (items !== undefined) {
    return listAt(
      items.map((parts) => joined(parts, context.stackName)),
      argument.line,
      context,
    );
  }
  return valueAt(pieces(content, delimiter), argument.line, context);
};

function pieces(content: Content, delimiter: string): Unresolved {
  if (isUnresolved(content)) {
    return unresolved(`the pieces at "${delimiter}" of ${content.unknown.fact}`, content.unknown.settledBy);
  }
  const isReference = typeof content === "object" && content?.kind === "reference";
  const fact = `the pieces at "${delimiter}" of ${isReference ? nameOf(content) : "null"}`;
  return unresolved(fact, "they are known once the stack exists", { symbol: fact });
}

function listAt(contents: readonly Content[], line: number, context: { readonly file: string }): Value {
  const list: List = { kind: "list", items: contents.map((content) => valueAt(content, line, context)) };
  return valueAt(list, line, context);
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-length.html */
export const length: Intrinsic = (argument, context) => {
  const value = context.evaluate(argument);
  const content = value?.content;
  if (content === undefined || content === null || typeof content !== "object")
    return invalid("Fn::Length", argument, context);
  if (content.kind === "list" && !content.items.some((item) => mayBeAbsent(item.content))) {
    return valueAt(content.items.length, argument.line, context);
  }
  const cause = isUnresolved(content) ? content.unknown : undefined;
  return valueAt(
    unresolved(`the length of ${cause?.fact ?? "a list"}`, cause?.settledBy ?? "deploy the stack"),
    argument.line,
    context,
  );
};

/** Zones of a Region, of the stack's own for `""`. Letters differ between accounts; names are taken as the facts list them. */
export const zones: Intrinsic = (argument, context) => {
  const value = context.evaluate(argument);
  const given = literalOf(value);
  const region = given === undefined || given === "" ? context.region : given;
  const isKnown = region !== unknownRegion && (given !== undefined || value === undefined);
  const names = isKnown ? context.zonesOf(region) : [];
  if (names.length > 0) return listAt(names, argument.line, context);
  const missing = isKnown
    ? unresolved(`the zones of ${region}`, `aws ec2 describe-availability-zones --region ${region}`, {
        symbol: `zones of ${region}`,
        commaFree: true,
      })
    : unresolved("the zones of the Region", "--region REGION", {
        symbol: "zones of AWS::Region",
        commaFree: true,
      });
  return valueAt(missing, argument.line, context);
};

/**
 * `[block, count, bits]`: so many blocks of 2^bits addresses each, from the start of the block.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html, read
 * 2026-11-24: count is 1 to 256, bits is the inverse of the mask.
 */
export const cidr: Intrinsic = (argument, context) => {
  const values = itemsOf(argument).map((node) => context.evaluate(node));
  const missing = values
    .map((value) => value?.content)
    .find((content) => typeof content === "object" && content !== null);
  if (missing !== undefined) return valueAt(blocksOf(missing, values), argument.line, context);
  const blocks = cutBlock(values.map(literalOf));
  return blocks === undefined
    ? invalid("Fn::Cidr", argument, context)
    : listAt(blocks, argument.line, context);
};

function blocksOf(missing: Content, values: readonly (Value | undefined)[]): Unresolved {
  const fact = `the blocks of Fn::Cidr ${values.map(describe).join(", ")}`;
  return unresolved(
    fact,
    isUnresolved(missing) ? missing.unknown.settledBy : "they are known once the stack exists",
    { symbol: fact },
  );
}

function cutBlock([text = "", count = "", bits]: readonly (string | undefined)[]):
  | readonly string[]
  | undefined {
  const block = parseCidr(text);
  const wanted = Number(count);
  if (block === undefined || !Number.isInteger(wanted) || wanted < 1 || wanted > 256) return undefined;
  const width = block.family === 4 ? 32 : 128;
  const hostBits = Number(bits);
  if (!Number.isInteger(hostBits) || hostBits < 1 || hostBits > width - block.prefixLength) return undefined;
  const size = 1n << BigInt(hostBits);
  if (block.first + size * BigInt(wanted) - 1n > block.last) return undefined;
  return Array.from(
    { length: wanted },
    (_, index) => `${formatAddress(block.first + size * BigInt(index))}/${width - hostBits}`,
  );
}

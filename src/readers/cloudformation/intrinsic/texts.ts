/** Functions that make text: Join, Sub, Base64, ToJsonString. */
import { findText, itemsOf } from "../syntax/node.ts";
import type { Node } from "../syntax/node.ts";
import { subPattern } from "../template/names.ts";
import type { Content, Value } from "../../resource/property/value.ts";
import { unresolved, valueAt } from "./context.ts";
import type { Context, Intrinsic } from "./context.ts";
import { joined, literalOf, partsOf } from "./text.ts";
import type { Part } from "./text.ts";

export const join: Intrinsic = (argument, context) => {
  const [delimiterNode, listNode] = itemsOf(argument);
  const list = listNode === undefined ? undefined : context.evaluate(listNode);
  const delimiter = literalOf(delimiterNode && context.evaluate(delimiterNode));
  if (list === undefined || delimiter === undefined) return invalid("Fn::Join", argument, context);
  return valueAt(joinItems(delimiter, list, context), argument.line, context);
};

function joinItems(delimiter: string, { content }: Value, context: Context): Content {
  if (typeof content !== "object" || content === null || content.kind === "fields") {
    return unresolved("a Fn::Join of something that is no list", "CloudFormation refuses it: give it a list");
  }
  if (content.kind === "reference") return joined([listPart(content)], context.stackName);
  if (content.kind === "unresolved") return listPart(content);
  const parts: Part[] = [];
  for (const [index, item] of content.items.entries()) {
    const own = partsOf(item);
    if (own === undefined)
      return unresolved("a Fn::Join of items that are no text", "give it a list of texts");
    parts.push(...(index > 0 ? [delimiter] : []), ...own);
  }
  return joined(parts, context.stackName);
}

/** A whole list that is not known yet, joined: no longer the list itself, so it must not pass for one id. */
function listPart(content: Extract<Content, { kind: "reference" | "unresolved" }>) {
  if (content.kind === "unresolved")
    return unresolved(`${content.unknown.fact}, joined`, content.unknown.settledBy);
  const name = `${content.resource.logicalId}.${content.attribute ?? "Ref"}`;
  return unresolved(`the items of ${name}`, "they are known once the stack exists");
}

/** `"text ${Variable}"`, or a list of the text and a map of its own variables. */
export const sub: Intrinsic = (argument, context) => {
  const [first, given] = itemsOf(argument);
  const text = findText(argument) ?? findText(first);
  if (text === undefined) return invalid("Fn::Sub", argument, context);
  const own = given?.kind === "mapping" ? given.entries : new Map<string, never>();
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(subPattern)) {
    const [whole, name = ""] = match;
    parts.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (name.startsWith("!")) parts.push(`\${${name.slice(1)}}`);
    else {
      const variable = name.trim();
      const node = own.get(variable)?.node;
      const value =
        node === undefined ? variableOf(variable, argument.line, context) : context.evaluate(node);
      parts.push(...(value === undefined ? [] : (partsOf(value) ?? [listInText(variable)])));
    }
  }
  parts.push(text.slice(end));
  return valueAt(joined(parts, context.stackName), argument.line, context);
};

function variableOf(name: string, line: number, context: Context): Value | undefined {
  const dot = name.indexOf(".");
  return dot < 0 ? context.ref(name, line) : context.attribute(name.slice(0, dot), name.slice(dot + 1), line);
}

const listInText = (name: string) =>
  unresolved(`the list ${name} in a text`, "CloudFormation refuses it: join the list first", {
    symbol: name,
  });

export const base64: Intrinsic = (argument, context) => {
  const plain = context.evaluate(argument);
  if (plain === undefined) return undefined;
  const text = literalOf(plain);
  if (text !== undefined)
    return valueAt(Buffer.from(text, "utf8").toString("base64"), argument.line, context);
  const { content } = plain;
  const missing =
    typeof content === "object" && content !== null && content.kind === "unresolved"
      ? content.unknown
      : undefined;
  return valueAt(
    unresolved(
      `Fn::Base64 of ${missing?.fact ?? "a value that is known once the stack exists"}`,
      missing?.settledBy ?? "deploy the stack",
      { plain },
    ),
    argument.line,
    context,
  );
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ToJsonString.html */
export const toJsonString: Intrinsic = (argument, context) => {
  const value = context.evaluate(argument);
  if (value === undefined) return undefined;
  const parts = jsonParts(value);
  return valueAt(joined(parts, context.stackName), argument.line, context);
};

/** JSON text in parts; whatever is not known yet stands in it as a quoted part. */
function jsonParts({ content }: Value): readonly Part[] {
  if (content === null || typeof content !== "object") return [JSON.stringify(content)];
  if (content.kind === "reference" || content.kind === "unresolved")
    return ['"', ...(partsOf({ content, origin: { file: "" } }) ?? []), '"'];
  if (content.kind === "list") return ["[", ...separated(content.items.map(jsonParts)), "]"];
  const entries = [...content.entries].map(([key, value]) => [
    `${JSON.stringify(key)}:`,
    ...jsonParts(value),
  ]);
  return ["{", ...separated(entries), "}"];
}

const separated = (groups: readonly (readonly Part[])[]): readonly Part[] =>
  groups.flatMap((group, index) => (index === 0 ? group : [",", ...group]));

export function invalid(name: string, argument: Node, context: Context): Value {
  const reason = `${name} with arguments that CloudFormation does not accept`;
  context.note(argument.line, reason);
  return valueAt(unresolved(reason, `mend ${context.file}:${argument.line}`), argument.line, context);
}

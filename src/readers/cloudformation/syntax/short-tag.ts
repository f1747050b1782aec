/**
 * The short form of intrinsic functions in YAML: `!Sub x` is `{"Fn::Sub": x}`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html, read 2026-11-24.
 */
import { toMapping, toText } from "./node.ts";
import type { Node } from "./node.ts";

const withoutPrefix = new Set(["Ref", "Condition"]);

/** `node` under the function that its tag names; tags of YAML itself (`!!str`, `tag:yaml.org,2002:map`) name none. */
export function underShortTag(tag: string | undefined, node: Node): Node {
  const name = tag === undefined ? undefined : /^!([A-Za-z][\w:]*)$/.exec(tag)?.[1];
  if (name === undefined) return node;
  const long = withoutPrefix.has(name) || name.startsWith("Fn::") ? name : `Fn::${name}`;
  return toMapping([[long, long === "Fn::GetAtt" ? toAttributePair(node) : node]], node.line);
}

/** `!GetAtt Resource.Attribute.With.Dots` is the list of a logical id, which has no dot, and the rest. */
function toAttributePair(node: Node): Node {
  if (node.kind !== "scalar") return node;
  const dot = node.text.indexOf(".");
  if (dot < 0) return node;
  const parts = [node.text.slice(0, dot), node.text.slice(dot + 1)];
  return { kind: "sequence", items: parts.map((part) => toText(part, node.line)), line: node.line };
}

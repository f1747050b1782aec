/**
 * Nodes become values: every intrinsic function, one row each.
 *
 * Decides what a function comes to, with unknowns where an argument is unknown; leaves what names stand for (parameters,
 * resources, exports) to the scope of the stack.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html, read 2026-11-24.
 */
import { findFunction } from "../syntax/node.ts";
import type { Mapping, Node, Scalar } from "../syntax/node.ts";
import type { Value } from "../../resource/property/value.ts";
import { choose, findInMap } from "./choices.ts";
import { evaluateCondition } from "./condition.ts";
import { unresolved, valueAt } from "./context.ts";
import type { Context, Intrinsic } from "./context.ts";
import { withDynamicReferences } from "./dynamic-reference.ts";
import { cidr, length, select, split, zones } from "./lists.ts";
import { getAttribute, importValue, ref, transform } from "./names.ts";
import { base64, join, sub, toJsonString } from "./texts.ts";

/** A condition function where a value stands: true or false, for the few properties that take one. */
const truth =
  (name: string): Intrinsic =>
  (argument, context) => {
    const node: Node = {
      kind: "mapping",
      entries: new Map([[name, { line: argument.line, node: argument }]]),
      line: argument.line,
    };
    const answer = evaluateCondition(node, context);
    return valueAt(
      answer.known ? answer.value : unresolved(answer.fact, answer.settledBy),
      argument.line,
      context,
    );
  };

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: ref,
  "Fn::GetAtt": getAttribute,
  "Fn::Sub": sub,
  "Fn::Join": join,
  "Fn::Select": select,
  "Fn::Split": split,
  "Fn::FindInMap": findInMap,
  "Fn::If": choose,
  "Fn::ImportValue": importValue,
  "Fn::GetAZs": zones,
  "Fn::Cidr": cidr,
  "Fn::Base64": base64,
  "Fn::Transform": transform,
  "Fn::Length": length,
  "Fn::ToJsonString": toJsonString,
  "Fn::And": truth("Fn::And"),
  "Fn::Or": truth("Fn::Or"),
  "Fn::Not": truth("Fn::Not"),
  "Fn::Equals": truth("Fn::Equals"),
};

/** The value of `node`; undefined for `AWS::NoValue`. */
export function evaluateNode(node: Node, context: Context): Value | undefined {
  switch (node.kind) {
    case "scalar":
      return evaluateScalar(node, context);
    case "sequence": {
      const items = node.items.flatMap((item) => context.evaluate(item) ?? []);
      return valueAt({ kind: "list", items }, node.line, context);
    }
    case "mapping":
      return evaluateMapping(node, context);
    default:
      return node satisfies never;
  }
}

function evaluateScalar({ value, line }: Scalar, context: Context): Value {
  return valueAt(typeof value === "string" ? withDynamicReferences(value) : value, line, context);
}

function evaluateMapping(node: Mapping, context: Context): Value | undefined {
  const called = findFunction(node);
  if (called !== undefined && !called.name.startsWith("Fn::ForEach::")) {
    const intrinsic = intrinsics[called.name];
    if (intrinsic !== undefined) return intrinsic(called.argument, context);
    context.note(node.line, `${called.name} is no function that denat knows`);
    const settledBy = "aws cloudformation get-template --template-stage Processed";
    return valueAt(unresolved(`the value of ${called.name}`, settledBy), node.line, context);
  }
  const entries = [...context.unroll(node.entries)].flatMap(([key, field]) => {
    const value = evaluateField(key, field.node, context);
    return value === undefined ? [] : [[key, value] as const];
  });
  return valueAt({ kind: "fields", entries: new Map(entries) }, node.line, context);
}

/** `Fn::Transform` beside other keys adds keys of its own, which only AWS can tell. */
function evaluateField(key: string, node: Node, context: Context): Value | undefined {
  return key === "Fn::Transform" ? transform(node, context) : context.evaluate(node);
}

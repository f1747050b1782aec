/** Functions that lead to another value by its name: Ref, GetAtt, ImportValue; and Transform, which AWS alone can run. */
import { findNode, findText, itemsOf } from "../syntax/node.ts";
import { unresolved, valueAt } from "./context.ts";
import type { Intrinsic } from "./context.ts";
import { literalOf } from "./text.ts";
import { invalid } from "./texts.ts";

export const ref: Intrinsic = (argument, context) => {
  const name = findText(argument) ?? literalOf(context.evaluate(argument));
  return name === undefined ? invalid("Ref", argument, context) : context.ref(name, argument.line);
};

/** `"Resource.Attribute"`, or a list of the two; with AWS::LanguageExtensions both may be functions. */
export const getAttribute: Intrinsic = (argument, context) => {
  const text = findText(argument);
  const parts =
    text === undefined ? itemsOf(argument).map((node) => literalOf(context.evaluate(node))) : text.split(".");
  const [resource, ...attribute] = parts;
  if (resource === undefined || attribute.length === 0 || attribute.includes(undefined)) {
    return invalid("Fn::GetAtt", argument, context);
  }
  return context.attribute(resource, attribute.join("."), argument.line);
};

export const importValue: Intrinsic = (argument, context) => {
  const name = context.evaluate(argument);
  return name === undefined
    ? invalid("Fn::ImportValue", argument, context)
    : context.importValue(name, { file: context.file, line: argument.line });
};

export const transform: Intrinsic = (argument, context) => {
  const name = findText(findNode(argument, "Name")) ?? "without a name";
  context.note(argument.line, `macro ${name} runs only in AWS`);
  return valueAt(
    unresolved(`what the macro ${name} makes`, "aws cloudformation get-template --template-stage Processed"),
    argument.line,
    context,
  );
};

/** Names that stand for nothing that exists: left out by a condition, made by a macro, or a mistake. */
import { unknown } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import { unresolved } from "../../intrinsic/context.ts";
import { findNode, findText } from "../../syntax/node.ts";
import type { Content } from "../../../resource/property/value.ts";
import { missingCondition, missingName } from "../refusal.ts";
import type { Scope } from "../world.ts";

const processed = (scope: Scope) =>
  `aws cloudformation get-template --template-stage Processed --stack-name ${scope.stack.name}`;

/** Throws an AppError where CloudFormation would refuse the name. */
export function absentResource(name: string, line: number, scope: Scope): Content {
  const { stack, template } = scope;
  const nodes = scope.resourceNodes();
  const node = nodes.get(name)?.node;
  const fact = `${name} of ${stack.name}`;
  if (node !== undefined) {
    const condition = findText(findNode(node, "Condition")) ?? "on its stack";
    const reason = `${fact}, which is not created as condition ${condition} is false`;
    return unresolved(reason, "give parameters with which it is created", { symbol: fact });
  }
  if (name.startsWith("AWS::"))
    return unresolved(`pseudo parameter ${name}`, processed(scope), { symbol: name });
  if (template.isOpen) return unresolved(`${fact}, which a macro makes`, processed(scope), { symbol: fact });
  throw missingName(name, { file: stack.file, line }, [...template.parameters.keys(), ...nodes.keys()]);
}

export function absentCondition(
  name: string,
  line: number,
  scope: Scope,
  names: Iterable<string>,
): Known<boolean> {
  if (!scope.template.isOpen) throw missingCondition(name, { file: scope.stack.file, line }, names);
  return unknown(`condition ${name} of ${scope.stack.name}`, processed(scope));
}

/** Resources of one stack: first which exist, so that references have something to point at, then what they are given. */
import { unknown } from "../../../model/known.ts";
import type { Unknown } from "../../../model/known.ts";
import { findNode, findText, itemsOf } from "../syntax/node.ts";
import type { Node } from "../syntax/node.ts";
import type { Fields } from "../../resource/property/value.ts";
import type { Draft, Scope, StackPlan } from "./world.ts";

const noFields: Fields = { kind: "fields", entries: new Map() };

export function draftResources(scope: Scope, plan: StackPlan): ReadonlyMap<string, Draft> {
  const drafts = new Map<string, Draft>();
  for (const [logicalId, { node, line }] of scope.resourceNodes()) {
    const type = findText(findNode(node, "Type"));
    if (type === undefined) {
      scope.context.note(line, `${logicalId} among the resources is for CloudFormation to run`);
      continue;
    }
    const existence = existenceOf(node, scope);
    if (existence === "absent") continue;
    drafts.set(logicalId, {
      id: logicalId,
      logicalId,
      stack: scope.stack,
      type,
      properties: noFields,
      path: findText(findNode(node, "Metadata", "aws:cdk:path")) ?? plan.paths.get(logicalId),
      dependsOn: dependenciesOf(node),
      doubt: existence ?? plan.doubt,
      origin: { file: scope.stack.file, line },
    });
  }
  return drafts;
}

/** Undefined when it certainly exists. Resources under one condition carry equal doubts. */
function existenceOf(node: Node, { context, stack }: Scope): "absent" | Unknown | undefined {
  const condition = findText(findNode(node, "Condition"));
  if (condition === undefined) return undefined;
  const truth = context.condition(condition, node.line);
  if (truth.known) return truth.value ? undefined : "absent";
  return unknown(`condition ${condition} of ${stack.name}, which needs ${truth.fact}`, truth.settledBy);
}

export function dependenciesOf(node: Node): readonly string[] {
  const dependsOn = findNode(node, "DependsOn");
  return (dependsOn?.kind === "scalar" ? [dependsOn] : itemsOf(dependsOn)).flatMap(
    (item) => findText(item) ?? [],
  );
}

/** Gives each resource its properties. */
export function fillResources(scope: Scope): void {
  for (const [logicalId, draft] of scope.resources()) {
    const node = findNode(scope.resourceNodes().get(logicalId)?.node, "Properties");
    const content = node === undefined ? noFields : scope.context.evaluate(node)?.content;
    if (typeof content === "object" && content?.kind === "fields") draft.properties = content;
    else if (content !== null)
      scope.context.note(draft.origin.line ?? 1, `the properties of ${logicalId} are no map`);
  }
}

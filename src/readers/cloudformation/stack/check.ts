/**
 * What CloudFormation refuses before it creates anything: names that lead nowhere, and resources that wait for each other.
 * A template that a macro may add to is not checked: what it will hold is not known.
 */
import { findNode, findText } from "../syntax/node.ts";
import type { Field, Node } from "../syntax/node.ts";
import { mentionsIn } from "../template/names.ts";
import type { Branches } from "../template/names.ts";
import { dependenciesOf } from "./draft.ts";
import { circular, missingCondition, missingName } from "./refusal.ts";
import type { Scope } from "./world.ts";

/** Throws an AppError with file and line. */
export function checkScope(scope: Scope): void {
  if (scope.template.isOpen) return;
  checkConditions(scope);
  for (const field of scope.resourceNodes().values()) {
    checkNames(scope, field, [findNode(field.node, "Properties")]);
    checkDependencies(scope, field);
  }
  for (const field of scope.outputNodes().values()) {
    checkNames(scope, field, [findNode(field.node, "Value"), findNode(field.node, "Export")]);
  }
  checkCircles(scope);
}

function checkConditions({ template, stack }: Scope): void {
  for (const { node } of template.conditions.values()) {
    for (const { kind, name, line } of mentionsIn(node, () => "both")) {
      const isKnown = kind === "condition" || template.parameters.has(name);
      if (!isKnown) throw missingName(name, { file: stack.file, line }, template.parameters.keys());
    }
  }
}

function checkNames(scope: Scope, { node, line }: Field, parts: readonly (Node | undefined)[]): void {
  const { template, stack } = scope;
  const { file } = stack;
  const own = findText(findNode(node, "Condition"));
  if (own !== undefined && !hasCondition(scope, own))
    throw missingCondition(own, { file, line }, template.conditions.keys());
  for (const mention of parts.flatMap((part) => mentionsIn(part, () => "both"))) {
    const place = { file, line: mention.line };
    if (mention.kind === "condition") {
      if (!hasCondition(scope, mention.name))
        throw missingCondition(mention.name, place, template.conditions.keys());
    } else if (!template.parameters.has(mention.name) && !scope.resourceNodes().has(mention.name)) {
      throw missingName(mention.name, place, [
        ...template.parameters.keys(),
        ...scope.resourceNodes().keys(),
      ]);
    }
  }
}

/** Conditions made by a loop are asked for by name only when they are needed. */
const hasCondition = ({ template }: Scope, name: string) =>
  template.conditions.has(name) || [...template.conditions.keys()].some((key) => key.startsWith("Fn::"));

function checkDependencies(scope: Scope, { node, line }: Field): void {
  const resources = scope.resourceNodes();
  const missing = dependenciesOf(node).find((name) => !resources.has(name));
  if (missing !== undefined) throw missingName(missing, { file: scope.stack.file, line }, resources.keys());
}

/** Only resources that certainly exist, and branches that are certainly taken, can make a circle that is certain. */
function checkCircles(scope: Scope): void {
  const done = new Set<string>();
  const branches: Branches = (name) => {
    const truth = scope.context.condition(name, 1);
    if (!truth.known) return "neither";
    return truth.value ? 1 : 2;
  };
  const isCertain = (name: string) =>
    scope.resources().get(name)?.doubt === undefined && scope.resources().has(name);
  const next = (name: string): readonly string[] => {
    const node = scope.resourceNodes().get(name)?.node;
    if (node === undefined) return [];
    const mentions = mentionsIn(findNode(node, "Properties"), branches).map((mention) => mention.name);
    return [...new Set([...mentions, ...dependenciesOf(node)])].filter(isCertain);
  };
  for (const name of scope.resources().keys()) if (isCertain(name)) walk(name, { scope, next, done });
}

interface Walk {
  readonly scope: Scope;
  readonly next: (name: string) => readonly string[];
  readonly done: Set<string>;
}

/** Depth first without recursion: a chain of dependencies may be as long as the template. */
function walk(start: string, { scope, next, done }: Walk): void {
  const trail: { readonly name: string; readonly rest: string[] }[] = [];
  const enter = (name: string) => {
    const circle = trail.findIndex((step) => step.name === name);
    if (circle >= 0) {
      const names = [...trail.slice(circle).map((step) => step.name), name];
      throw circular("resources", names, {
        file: scope.stack.file,
        line: scope.resources().get(name)?.origin.line ?? 1,
      });
    }
    if (!done.has(name)) trail.push({ name, rest: [...next(name)].reverse() });
  };
  enter(start);
  for (let step = trail.at(-1); step !== undefined; step = trail.at(-1)) {
    const name = step.rest.pop();
    if (name !== undefined) enter(name);
    else done.add(trail.pop()?.name ?? "");
  }
}

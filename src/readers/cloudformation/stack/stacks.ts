/** All stacks of the input with their scopes: roots and what they nest. */
import type { Facts } from "../../../facts/index.ts";
import type { ReadOptions } from "../../input.ts";
import { findNode, findText } from "../syntax/node.ts";
import type { Template } from "../template/template.ts";
import { createDepth } from "./scope/depth.ts";
import { exportsOf, importFrom } from "./exports.ts";
import type { ExportedOutput } from "./exports.ts";
import type { Library } from "./library/library.ts";
import { createNesting, findNestedTemplate } from "./library/nested.ts";
import { createScope } from "./scope/scope.ts";
import type { Scope, StackPlan, World } from "./world.ts";

export interface Stacks {
  /** Parents before the stacks they nest. */
  readonly scopes: readonly Scope[];
  readonly exported: readonly ExportedOutput[];
}

interface Given {
  readonly options: ReadOptions;
  readonly facts: Pick<Facts, "regionNamed">;
}

/** A template that a stack of the input nests is evaluated there, with what its parent passes, and not by itself. */
export function openStacks(library: Library, plans: readonly StackPlan[], given: Given): Stacks {
  const trial = createWorld(library, plans, { ...given, exported: () => [] });
  const nests = new Map(plans.map((plan) => [plan, nestedTemplates(createScope(plan, trial), library)]));
  const children = new Set([...nests.values()].flatMap((templates) => [...templates]));
  const roots = plans.filter(({ template }) => !children.has(template));
  const reached = new Set(roots.flatMap((plan) => [plan.template, ...(nests.get(plan) ?? [])]));
  // Templates that nest each other in a circle have no root: the first of them is taken for one.
  for (const plan of plans) {
    if (reached.has(plan.template)) continue;
    roots.push(plan);
    for (const template of [plan.template, ...(nests.get(plan) ?? [])]) reached.add(template);
  }
  const exported: ExportedOutput[] = [];
  const world = createWorld(library, roots, { ...given, exported: () => exported });
  const scopes = roots.flatMap((plan) => withNested(createScope(plan, world)));
  exported.push(...scopes.flatMap(exportsOf));
  return { scopes, exported };
}

function createWorld(
  library: Library,
  plans: readonly StackPlan[],
  { options, facts, exported }: Given & { readonly exported: () => readonly ExportedOutput[] },
): World {
  const uses = new Map<string, number>();
  for (const name of plans.flatMap(({ template }) => [...template.parameters.keys()]))
    uses.set(name, (uses.get(name) ?? 0) + 1);
  const world: World = {
    options,
    facts,
    nest: createNesting(library, () => world),
    within: createDepth(),
    importValue: (name, from) => importFrom(exported(), name, from),
    isShared: (parameter) => (uses.get(parameter) ?? 0) > 1,
  };
  return world;
}

const nestedType = "AWS::CloudFormation::Stack";

/** Every template below a stack, whether or not the nested stack is created. */
function nestedTemplates(scope: Scope, library: Library): ReadonlySet<Template> {
  const found = new Set<Template>();
  for (const [logicalId, { node }] of scope.resourceNodes()) {
    if (findText(findNode(node, "Type")) !== nestedType) continue;
    const template = findNestedTemplate(scope, logicalId, library);
    if (typeof template === "string") continue;
    found.add(template);
    const nested = scope.nested(logicalId);
    if ("scope" in nested) for (const inner of nestedTemplates(nested.scope, library)) found.add(inner);
  }
  return found;
}

function withNested(scope: Scope): readonly Scope[] {
  const nested = [...scope.resources().values()].flatMap(({ logicalId, type, origin }) => {
    if (type !== nestedType) return [];
    const found = scope.nested(logicalId);
    if ("scope" in found) return withNested(found.scope);
    scope.context.note(origin.line ?? 1, `nested stack ${logicalId}, ${found.missing}`);
    return [];
  });
  return [scope, ...nested];
}

/** A stack's scope: what each name in its template stands for, worked out when it is first asked for. */
import { known } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import { evaluateCondition } from "../../intrinsic/condition.ts";
import { valueAt } from "../../intrinsic/context.ts";
import type { Context } from "../../intrinsic/context.ts";
import { evaluateNode } from "../../intrinsic/index.ts";
import { literalOf } from "../../intrinsic/text.ts";
import { findNode, findText } from "../../syntax/node.ts";
import type { Field } from "../../syntax/node.ts";
import { unrollLoops } from "../../template/for-each.ts";
import type { Loops } from "../../template/for-each.ts";
import type { Content, Value } from "../../../resource/property/value.ts";
import { absentCondition, absentResource } from "./absent.ts";
import { createAttributes } from "./attribute.ts";
import { draftResources } from "../draft.ts";
import { createMemo } from "./memo.ts";
import { parameterContent } from "./parameter-value.ts";
import { isPseudo, pseudoParameter } from "./pseudo.ts";
import { circular } from "../refusal.ts";
import type { Note, Scope, StackPlan, World } from "../world.ts";

export function createScope(plan: StackPlan, world: World): Scope {
  const { template, stack } = plan;
  const refuse = (what: string) => (trail: readonly string[]) =>
    circular(what, trail, { file: stack.file, line: lineOf(trail[0] ?? "", template) });
  const section = <T>(name: string, compute: () => T): (() => T) => {
    const memo = createMemo(compute, refuse("sections"));
    return () => memo(name);
  };
  const notes: Note[] = [];
  const conditions = section("Conditions", () => unrollLoops(template.conditions, loops));
  const context = createContext(plan, world, {
    notes,
    conditions,
    scope: () => scope,
    parameter: createMemo((name) => evaluateParameter(name, plan, world), refuse("parameters")),
    condition: createMemo((name) => truthOf(conditions().get(name), context), refuse("conditions")),
    unroll: (entries) => unrollLoops(entries, loops),
  });
  const loops = createLoops(context);
  const scope: Scope = {
    stack,
    template,
    parent: plan.parent,
    context,
    resourceNodes: section("Resources", () => unrollLoops(template.resources, loops)),
    outputNodes: section("Outputs", () => unrollLoops(template.outputs, loops)),
    resources: section("Resources", () => draftResources(scope, plan)),
    output: createMemo((name) => outputNamed(name, scope), refuse("outputs")),
    nested: createMemo((logicalId) => world.nest(scope, logicalId), refuse("nested stacks")),
    notes,
  };
  return scope;
}

interface Names {
  readonly scope: () => Scope;
  readonly parameter: (name: string) => Content;
  readonly condition: (name: string) => Known<boolean>;
  readonly conditions: () => ReadonlyMap<string, Field>;
  readonly unroll: Context["unroll"];
  readonly notes: Note[];
}

function createContext(plan: StackPlan, world: World, names: Names): Context {
  const { template, stack } = plan;
  const { scope, conditions } = names;
  const attribute = createAttributes(scope);
  const given = world.options.parameters;
  const context: Context = {
    file: stack.file,
    stackName: stack.name,
    region: stack.region,
    mappings: template.mappings,
    evaluate: (node) =>
      world.within({ file: stack.file, line: node.line }, () => evaluateNode(node, context)),
    condition: (name, line) =>
      conditions().has(name)
        ? world.within({ file: stack.file, line }, () => names.condition(name))
        : absentCondition(name, line, scope(), conditions().keys()),
    ref: (name, line) => {
      if (template.parameters.has(name)) return valueAt(names.parameter(name), line, context);
      if (!isPseudo(name)) return referTo(name, line, scope());
      const { stackName } = plan;
      const content = pseudoParameter(name, { stack, stackName, given, facts: world.facts });
      return content === undefined ? undefined : valueAt(content, line, context);
    },
    attribute,
    importValue: (name, origin) => world.importValue(name, { scope: scope(), origin }),
    zonesOf: (region) => world.facts.regionNamed(region).zones,
    unroll: names.unroll,
    note: (line, reason) => void names.notes.push({ line, reason }),
  };
  return context;
}

function createLoops(context: Context): Loops {
  return {
    file: context.file,
    copies: 0,
    itemsOf: (collection) => {
      const content = context.evaluate(collection)?.content;
      if (typeof content !== "object" || content?.kind !== "list") return undefined;
      const items = content.items.map(literalOf);
      return items.every((item) => item !== undefined) ? items : undefined;
    },
    skip: (line, name) => context.note(line, `Fn::ForEach::${name}: its collection is not known`),
  };
}

function lineOf(name: string, { parameters, conditions, resources, outputs }: StackPlan["template"]): number {
  const found = [parameters, conditions, resources, outputs].map((section) => section.get(name)?.line);
  return found.find((line) => line !== undefined) ?? 1;
}

function evaluateParameter(
  name: string,
  { template, stack, passed, parent }: StackPlan,
  { options, isShared }: World,
): Content {
  const parameter = template.parameters.get(name);
  if (parameter === undefined) throw new Error(`${name} is no parameter`);
  const isNamedByStack = parent !== undefined || isShared(name);
  return parameterContent(parameter, {
    file: stack.file,
    stackName: stack.name,
    owner: isNamedByStack ? ` of ${stack.name}` : "",
    passed: passed?.(name),
    given: parent === undefined ? options.parameters.get(name) : undefined,
  });
}

function truthOf(field: Field | undefined, context: Context): Known<boolean> {
  return field === undefined ? known(false) : evaluateCondition(field.node, context);
}

/** A reference, unless the resource does not exist. */
function referTo(name: string, line: number, scope: Scope): Value {
  const resource = scope.resources().get(name);
  const content: Content =
    resource === undefined
      ? absentResource(name, line, scope)
      : { kind: "reference", resource, attribute: undefined };
  return valueAt(content, line, scope.context);
}

function outputNamed(name: string, scope: Scope): Value | undefined {
  const node = scope.outputNodes().get(name)?.node;
  const value = findNode(node, "Value");
  if (node === undefined || value === undefined) return undefined;
  const condition = findText(findNode(node, "Condition"));
  const exists = condition === undefined ? known(true) : scope.context.condition(condition, node.line);
  return exists.known && !exists.value ? undefined : scope.context.evaluate(value);
}

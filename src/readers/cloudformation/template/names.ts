/** Every name that a part of a template mentions: what `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::If` point at. */
import { entriesOf, findFunction, findText, itemsOf } from "../syntax/node.ts";
import type { Node } from "../syntax/node.ts";

export interface Mention {
  readonly kind: "value" | "condition";
  readonly name: string;
  readonly line: number;
}

/** Which branches of `Fn::If` count. */
export type Branches = (condition: string) => "both" | "neither" | 1 | 2;

export function mentionsIn(node: Node | undefined, branches: Branches): readonly Mention[] {
  if (node === undefined || node.kind === "scalar") return [];
  const within = (nodes: readonly (Node | undefined)[]) =>
    nodes.flatMap((child) => mentionsIn(child, branches));
  if (node.kind === "sequence") return within(node.items);
  const called = findFunction(node);
  if (called === undefined) return within([...node.entries.values()].map((field) => field.node));
  const rule = rules[called.name];
  return rule === undefined ? within([called.argument]) : rule(called.argument, branches, within);
}

type Rule = (
  argument: Node,
  branches: Branches,
  within: (nodes: readonly (Node | undefined)[]) => readonly Mention[],
) => readonly Mention[];

const rules: Readonly<Record<string, Rule>> = {
  Ref: (argument) => value(findText(argument), argument.line),
  "Fn::GetAtt": (argument, _, within) => {
    const [resource, ...rest] = itemsOf(argument);
    const name = findText(argument) ?? findText(resource);
    return [...value(name?.split(".")[0], argument.line), ...within([resource, ...rest])];
  },
  "Fn::Sub": (argument, _, within) => {
    const [first, given] = itemsOf(argument);
    const own = new Set(entriesOf(given).keys());
    const names = variablesOf(findText(argument) ?? findText(first) ?? "").filter((name) => !own.has(name));
    return [...names.flatMap((name) => value(name.split(".")[0], argument.line)), ...within([given])];
  },
  "Fn::If": (argument, branches, within) => {
    const [condition, yes, no] = itemsOf(argument);
    const name = findText(condition);
    if (name === undefined) return within([yes, no]);
    const chosen = { both: [yes, no], neither: [], 1: [yes], 2: [no] }[branches(name)];
    return [{ kind: "condition", name, line: argument.line }, ...within(chosen)];
  },
};

const value = (name: string | undefined, line: number): readonly Mention[] =>
  name === undefined || name.includes("::") ? [] : [{ kind: "value", name, line }];

/** The variables of a text of `Fn::Sub`; `${!Literal}` is none. */
function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(subPattern)].flatMap(([, name = ""]) =>
    name.startsWith("!") ? [] : [name.trim()],
  );
}

export const subPattern = /\$\{([^{}]*)\}/g;

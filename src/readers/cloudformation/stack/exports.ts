/**
 * Outputs with an export name, and the imports that lead to them.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html,
 * read 2026-11-24: a name is unique in an account and Region.
 */
import type { Origin } from "../../../model/entity/entity.ts";
import { unknownRegion } from "../../../model/network.ts";
import { unresolved } from "../intrinsic/context.ts";
import { describe, excerpt, partsOf } from "../intrinsic/text.ts";
import type { Part } from "../intrinsic/text.ts";
import { findNode, findText } from "../syntax/node.ts";
import { unknownAccount } from "../../resource/property/value.ts";
import type { Stack, Value } from "../../resource/property/value.ts";
import type { Scope } from "./world.ts";

export interface Export {
  readonly name: string;
  readonly stack: Stack;
  readonly value: Value;
}

/** An output that other stacks may import, before it is evaluated. */
export interface ExportedOutput {
  readonly name: readonly Part[];
  readonly scope: Scope;
  readonly output: string;
}

export function exportsOf(scope: Scope): readonly ExportedOutput[] {
  return [...scope.outputNodes()].flatMap(([output, { node, line }]) => {
    const name = findNode(node, "Export", "Name");
    const condition = findText(findNode(node, "Condition"));
    const exists = condition === undefined ? undefined : scope.context.condition(condition, line);
    if (name === undefined || (exists?.known === true && !exists.value)) return [];
    const value = scope.context.evaluate(name);
    const parts = value === undefined ? undefined : partsOf(value);
    return parts === undefined ? [] : [{ name: parts, scope, output }];
  });
}

export function toExport({ name, scope, output }: ExportedOutput): readonly Export[] {
  const value = scope.output(output);
  return value === undefined ? [] : [{ name: excerpt(name), stack: scope.stack, value }];
}

/** The value of the one export that fits, or why there is none. */
export function importFrom(
  exported: readonly ExportedOutput[],
  name: Value,
  from: { readonly scope: Scope; readonly origin: Origin },
): Value {
  const wanted = partsOf(name) ?? [];
  const near = exported.filter(
    ({ scope }) => scope !== from.scope && isSamePlace(scope.stack, from.scope.stack),
  );
  const exact = near.filter(
    (candidate) =>
      isLiteral(candidate.name) && textOf(candidate.name) === textOf(wanted) && isLiteral(wanted),
  );
  const fitting = exact.length > 0 ? exact : near.filter((candidate) => mayBeSame(candidate.name, wanted));
  const [found, ...others] = fitting;
  const value = found === undefined || others.length > 0 ? undefined : found.scope.output(found.output);
  if (found === undefined || value === undefined)
    return { content: missingExport(name, fitting), origin: from.origin };
  if (exact.length === 0) {
    from.scope.context.note(
      from.origin.line ?? 1,
      `import "${excerpt(wanted)}" is taken for the export "${excerpt(found.name)}" of ${found.scope.stack.name}, the only one that fits`,
    );
  }
  return { content: value.content, origin: from.origin };
}

function missingExport(name: Value, fitting: readonly ExportedOutput[]) {
  const text = describe(name);
  const stacks = fitting.map(({ scope }) => scope.stack.name);
  const why = stacks.length > 1 ? `, which may be one of ${stacks.join(", ")}` : "";
  return unresolved(`export ${text}${why}`, "aws cloudformation list-exports", { symbol: `import ${text}` });
}

function isSamePlace(a: Stack, b: Stack): boolean {
  const agrees = (left: string, right: string, unknown: string) =>
    left === right || left === unknown || right === unknown;
  return agrees(a.region, b.region, unknownRegion) && agrees(a.account, b.account, unknownAccount);
}

const isLiteral = (parts: readonly Part[]) => parts.every((part) => typeof part === "string");
const textOf = (parts: readonly Part[]) =>
  parts.map((part) => (typeof part === "string" ? part : "")).join("");

/**
 * Whether two names of which a part is not known may be one. The name of a stack is not in its template, so that
 * `${AWS::StackName}-VpcId` and `${NetworkStack}-VpcId` meet by what they have in common, of which there must be some.
 */
function mayBeSame(exported: readonly Part[], wanted: readonly Part[]): boolean {
  const [outStart, outEnd] = literalEnds(exported);
  const [inStart, inEnd] = literalEnds(wanted);
  if (isLiteral(exported) && isLiteral(wanted)) return false;
  if (isLiteral(wanted)) return fits(textOf(wanted), exported);
  if (isLiteral(exported)) return fits(textOf(exported), wanted);
  const isCommon = (a: string, b: string, ends: (x: string, y: string) => boolean) =>
    ends(a, b) || ends(b, a);
  const start = isCommon(outStart, inStart, (a, b) => a.startsWith(b));
  const end = isCommon(outEnd, inEnd, (a, b) => a.endsWith(b));
  return start && end && ((outStart !== "" && inStart !== "") || (outEnd !== "" && inEnd !== ""));
}

function literalEnds(parts: readonly Part[]): readonly [string, string] {
  const [first, last] = [parts[0], parts.at(-1)];
  return [typeof first === "string" ? first : "", typeof last === "string" ? last : ""];
}

/** Whether `text` has the literal parts in order, with something for each unknown one between them. */
function fits(text: string, parts: readonly Part[]): boolean {
  if (!parts.some((part) => typeof part === "string" && part !== "")) return false;
  const pattern = parts.map((part) =>
    typeof part === "string" ? part.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`) : ".+",
  );
  return new RegExp(`^${pattern.join("")}$`, "s").test(text);
}

/**
 * `Fn::ForEach` of AWS::LanguageExtensions: one fragment, copied for every item of a collection.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html,
 * read 2026-11-24.
 */
import { AppError } from "../../../model/app-error.ts";
import { findFunction, findText, itemsOf, toText } from "../syntax/node.ts";
import type { Field, Node } from "../syntax/node.ts";

const prefix = "Fn::ForEach::";
/** CloudFormation stops at 500 resources; loops in loops multiply. */
const maxCopies = 20_000;

export interface Loops {
  readonly file: string;
  /** The items of a collection; undefined when they cannot be told. */
  readonly itemsOf: (collection: Node) => readonly string[] | undefined;
  /** A loop whose items cannot be told is left out, and this is told of it. */
  readonly skip: (line: number, name: string) => void;
  /** How many copies were made so far. */
  copies: number;
}

function hasLoop(entries: ReadonlyMap<string, Field>): boolean {
  return [...entries.keys()].some((key) => key.startsWith(prefix));
}

/** The entries with every loop at this level, and loops that it makes, replaced by its copies. */
export function unrollLoops(entries: ReadonlyMap<string, Field>, loops: Loops): ReadonlyMap<string, Field> {
  if (!hasLoop(entries)) return entries;
  return new Map(
    [...entries].flatMap(([key, field]) =>
      key.startsWith(prefix) ? unroll(key.slice(prefix.length), field, loops) : [[key, field] as const],
    ),
  );
}

function unroll(name: string, { node, line }: Field, loops: Loops): readonly (readonly [string, Field])[] {
  const [identifier, collection, fragment] = itemsOf(node);
  const variable = findText(identifier);
  if (variable === undefined || collection === undefined || fragment?.kind !== "mapping") {
    throw new AppError(
      "TEMPLATE_INVALID",
      `${loops.file}:${line}: Fn::ForEach::${name} is not a list of a name, a collection and a fragment`,
      "see the CloudFormation reference of Fn::ForEach",
    );
  }
  const items = loops.itemsOf(collection);
  if (items === undefined) {
    loops.skip(line, name);
    return [];
  }
  return items.flatMap((item) => {
    count(loops, line);
    const copy = substitute(fragment, { variable, item });
    return [...unrollLoops(copy.kind === "mapping" ? copy.entries : new Map(), loops)];
  });
}

function count(loops: Loops, line: number): void {
  loops.copies += 1;
  if (loops.copies <= maxCopies) return;
  throw new AppError(
    "TEMPLATE_INVALID",
    `${loops.file}:${line}: Fn::ForEach makes more than ${maxCopies} copies`,
    "CloudFormation allows 500 resources in a stack",
  );
}

interface Binding {
  readonly variable: string;
  readonly item: string;
}

/** `${Variable}` and `&{Variable}` (letters and digits alone are kept) in keys and texts, and `Ref` of the variable. */
function substitute(node: Node, binding: Binding): Node {
  const called = findFunction(node);
  if (called?.name === "Ref" && findText(called.argument) === binding.variable)
    return toText(binding.item, node.line);
  if (node.kind === "scalar") {
    return typeof node.value === "string" ? toText(inText(node.value, binding), node.line) : node;
  }
  if (node.kind === "sequence")
    return { ...node, items: node.items.map((item) => substitute(item, binding)) };
  const entries = [...node.entries].map(
    ([key, field]) => [inText(key, binding), { ...field, node: substitute(field.node, binding) }] as const,
  );
  return { ...node, entries: new Map(entries) };
}

function inText(text: string, { variable, item }: Binding): string {
  return text
    .replaceAll(`\${${variable}}`, () => item)
    .replaceAll(`&{${variable}}`, () => item.replaceAll(/[^A-Za-z0-9]/g, ""));
}

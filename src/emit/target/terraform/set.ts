/** Arguments and inner blocks put into the text of a block. */
import { indented } from "../../text/edit.ts";
import type { Edit } from "../../text/edit.ts";
import { attributes, entryLines, printExpression, printItem } from "../../tree/hcl.ts";
import type { HclExpression } from "../../tree/hcl.ts";
import type { HclArgument, HclObject, HclSource } from "../../../model/source.ts";
import type { Located } from "./name.ts";

/** Before the brace that closes the block. */
export function behindLast({ source: { file, text }, block }: Located, added: string): Edit {
  const { end } = block.body;
  const lineStart = text.lastIndexOf("\n", end - 1) + 1;
  const isOwnLine = text.slice(lineStart, end).trim() === "" && lineStart > block.body.start;
  const margin = " ".repeat(block.indent + 2);
  const body = indented(added, margin);
  return isOwnLine
    ? { file, start: lineStart, end: lineStart, text: `${body}\n` }
    : { file, start: end, end, text: `\n${body.replace(/^\n/, "")}\n${" ".repeat(block.indent)}` };
}

export function argumentText(wanted: Readonly<Record<string, HclExpression>>): string {
  return attributes(wanted)
    .flatMap((item) => printItem(item))
    .join("\n");
}

/** Lines put into an object, before the brace that closes it. */
export function intoObject({ file, text }: HclSource, object: HclObject, added: readonly string[]): Edit {
  const { start, entries } = object;
  const close = object.end - 1;
  const margin = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", start) + 1))?.[0] ?? "";
  const lines = indented(added.join("\n"), `${margin}  `);
  const lineStart = text.lastIndexOf("\n", close - 1) + 1;
  if (lineStart > start && text.slice(lineStart, close).trim() === "")
    return { file, start: lineStart, end: lineStart, text: `${lines}\n` };
  const from = entries.at(-1)?.end ?? start + 1;
  const tail = text.slice(from, close).trimEnd();
  const isParted = entries.length === 0 || tail.startsWith(",");
  return { file, start: from, end: close, text: `${isParted ? tail : `,${tail}`}\n${lines}\n${margin}` };
}

/** As `setIn`, in an object. */
export function setInObject(
  source: HclSource,
  object: HclObject,
  wanted: Readonly<Record<string, HclExpression>>,
): readonly Edit[] {
  const { edits, missing } = settings(source, object.entries, wanted);
  return missing.length === 0 ? edits : [...edits, intoObject(source, object, entryLines(missing))];
}

/** Values that are written are replaced, and those that are left out added. */
export function setIn(found: Located, wanted: Readonly<Record<string, HclExpression>>): readonly Edit[] {
  const { edits, missing } = settings(found.source, found.block.attributes, wanted);
  return missing.length === 0
    ? edits
    : [...edits, behindLast(found, argumentText(Object.fromEntries(missing)))];
}

function settings(
  { file, text }: HclSource,
  written: readonly HclArgument[],
  wanted: Readonly<Record<string, HclExpression>>,
) {
  const edits: Edit[] = [];
  const missing: [name: string, value: HclExpression][] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const item = written.find((one) => one.name === name);
    const printed = printExpression(value);
    if (item === undefined) missing.push([name, value]);
    else if (text.slice(item.value.start, item.value.end) !== printed)
      edits.push({ file, start: item.value.start, end: item.value.end, text: printed });
  }
  return { edits, missing };
}

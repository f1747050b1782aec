/** Arguments and inner blocks put into the text of a block. */
import { indented } from "../../text/edit.ts";
import type { Edit } from "../../text/edit.ts";
import { attributes, printExpression, printItem } from "../../tree/hcl.ts";
import type { HclExpression } from "../../tree/hcl.ts";
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

/** Values that are written are replaced, and those that are left out added. */
export function setIn(found: Located, wanted: Readonly<Record<string, HclExpression>>): readonly Edit[] {
  const { source, block } = found;
  const edits: Edit[] = [];
  const missing: Record<string, HclExpression> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const item = block.attributes.find((one) => one.name === name);
    const printed = printExpression(value);
    if (item === undefined) missing[name] = value;
    else if (source.text.slice(item.value.start, item.value.end) !== printed)
      edits.push({ file: source.file, start: item.value.start, end: item.value.end, text: printed });
  }
  return Object.keys(missing).length === 0 ? edits : [...edits, behindLast(found, argumentText(missing))];
}

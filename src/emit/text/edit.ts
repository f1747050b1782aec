/** Changes of texts that people wrote: spans are replaced, and whatever is not named stays as it is, to the letter. */
import type { SourceList, Span } from "../../model/source.ts";

export interface Edit extends Span {
  readonly file: string;
  readonly text: string;
}

/** Edits of one text, which must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = "";
  let at = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start < at) throw new Error(`two changes of ${edit.file} overlap at ${edit.start}`);
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** The spans that take items out of a list, with the commas that then stand too much. */
export function removals(
  { style, items }: SourceList,
  isRemoved: (name: string) => boolean,
): readonly Span[] {
  if (style === "block") return items.filter(({ name }) => isRemoved(name));
  const spans: Span[] = [];
  for (let from = 0; from < items.length; from += 1) {
    if (!isRemoved(items[from]?.name ?? "")) continue;
    let to = from;
    while (to + 1 < items.length && isRemoved(items[to + 1]?.name ?? "")) to += 1;
    spans.push(removedRun(items, from, to));
    from = to;
  }
  return spans;
}

function removedRun(items: SourceList["items"], from: number, to: number): Span {
  const before = items[from - 1];
  const after = items[to + 1];
  if (before !== undefined) return { start: before.end, end: items[to]?.end ?? before.end };
  const start = items[from]?.start ?? 0;
  return { start, end: after?.start ?? items[to]?.end ?? start };
}

/** Where an item is added behind the last one; undefined for a list without items. */
export function appended(list: SourceList, text: string, item: string): Omit<Edit, "file"> | undefined {
  const last = list.items.at(-1);
  if (last === undefined) return undefined;
  const margin = " ".repeat(list.indent);
  if (list.style === "block") {
    const isOpen = !text.slice(0, last.end).endsWith("\n");
    return { start: last.end, end: last.end, text: `${isOpen ? "\n" : ""}${indented(item, margin)}\n` };
  }
  const isOneLine = !text.slice(list.items[0]?.start ?? 0, last.end).includes("\n");
  const isAlone = list.items.length === 1 && isOneLine && !startsLine(text, last.start);
  const glue = isOneLine && (list.items.length > 1 || isAlone) ? ", " : `,\n${margin}`;
  return { start: last.end, end: last.end, text: `${glue}${indented(item, margin).trimStart()}` };
}

const startsLine = (text: string, offset: number) =>
  text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() === "";

export function indented(text: string, margin: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? line : margin + line))
    .join("\n");
}

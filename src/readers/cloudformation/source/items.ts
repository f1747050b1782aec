/** Items of YAML's mappings and lists as spans of the text. */
import { isAlias, isMap, isScalar } from "yaml";
import type { LineCounter, ParsedNode, YAMLMap, YAMLSeq } from "yaml";
import type { SourceItem, SourceList, Span } from "../../../model/source.ts";

export interface Text {
  readonly text: string;
  readonly lines: LineCounter;
}

export function textOf(node: ParsedNode | null | undefined): string | undefined {
  return isScalar(node) && typeof node.value === "string" ? node.value : undefined;
}

/** The value of the last such key: CloudFormation takes that one. */
export function valueIn(map: YAMLMap.Parsed, name: string): ParsedNode | undefined {
  return map.items.findLast(({ key }) => textOf(key) === name)?.value ?? undefined;
}

export function listOf(node: YAMLMap.Parsed | YAMLSeq.Parsed, at: Text): SourceList {
  const style = node.flow === true ? "flow" : "block";
  const items = isMap(node) ? pairsOf(node, at) : itemsOf(node, at);
  const [first] = items;
  const start = first === undefined ? node.range[0] : first.start;
  return {
    style,
    indent: start - lineStart(at.text, start),
    items: style === "block" ? items.map((item) => wholeLines(item, at.text)) : items,
  };
}

function pairsOf(node: YAMLMap.Parsed, { text, lines }: Text): readonly SourceItem[] {
  return node.items.map(({ key, value }) => {
    const start = key.range[0];
    const own = value === null ? { start: key.range[1], end: key.range[1] } : spanOf(value, text);
    return { name: textOf(key) ?? "", line: lines.linePos(start).line, start, end: own.end, value: own };
  });
}

function itemsOf(node: YAMLSeq.Parsed, { text, lines }: Text): readonly SourceItem[] {
  return node.items.map((item) => {
    const own = spanOf(item, text);
    // In block style the dash stands before it, on the same line.
    const start = node.flow === true ? own.start : text.lastIndexOf("-", own.start);
    return { name: nameIn(item), line: lines.linePos(start).line, start, end: own.end, value: own };
  });
}

/** What an item names: its text, or the resource that it refers to. */
function nameIn(item: ParsedNode): string {
  const text = textOf(item);
  if (text !== undefined) return text;
  return isMap(item) ? (textOf(valueIn(item, "Ref")) ?? "") : "";
}

function spanOf(node: ParsedNode, text: string): Span {
  // A tag such as !Ref stands before the range of its value.
  const [start, end] = node.range;
  const shown = text.slice(start, end).trimEnd();
  const tag = isAlias(node) ? undefined : node.tag;
  const tagged = tag?.startsWith("!") === true ? text.lastIndexOf(tag, start) : -1;
  const isBefore = tagged >= 0 && text.slice(tagged + (tag?.length ?? 0), start).trim() === "";
  return { start: isBefore ? tagged : start, end: start + shown.length };
}

function wholeLines(item: SourceItem, text: string): SourceItem {
  const next = text.indexOf("\n", Math.max(item.end - 1, item.start));
  return { ...item, start: lineStart(text, item.start), end: next < 0 ? text.length : next + 1 };
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/**
 * Where blocks stand in Terraform's sources. It finds braces and line ends and evaluates nothing: comments, texts and heredocs
 * are passed over.
 *
 * https://developer.hashicorp.com/terraform/language/syntax/configuration (read 2026-11-29)
 */
import type { HclArgument, HclBlock, HclObject, HclSource, Span } from "../../../model/source.ts";
import type { InputFile } from "../../input.ts";
import { skipBlank, skipExpression } from "./scan.ts";

/** A text that is not in its form gives no blocks behind the place where it ends to be. */
export function locateHcl({ path, text }: InputFile): HclSource {
  const lines = lineEndsOf(text);
  return { file: path, text, blocks: bodyOf({ text, lines }, 0, text.length).blocks };
}

interface Lines {
  readonly text: string;
  /** Offsets of line ends. */
  readonly lines: readonly number[];
}

interface Body {
  readonly attributes: readonly HclArgument[];
  readonly blocks: readonly HclBlock[];
}

const word = /[A-Za-z_][\w-]*/y;

function bodyOf(source: Lines, from: number, to: number): Body {
  const { text } = source;
  const attributes: HclArgument[] = [];
  const blocks: HclBlock[] = [];
  for (let at = skipBlank(text, from, to); at < to; at = skipBlank(text, at, to)) {
    word.lastIndex = at;
    const [name] = word.exec(text) ?? [];
    if (name === undefined) break;
    const next = skipSpaces(text, at + name.length, to);
    const isAttribute = text[next] === "=" && text[next + 1] !== "=";
    if (isAttribute) {
      const start = skipSpaces(text, next + 1, to);
      const end = skipExpression(text, start, to);
      const value = { start, end: start + text.slice(start, end).trimEnd().length };
      const object = objectOf(source, value);
      attributes.push({ name, line: lineOf(source, at), ...wholeLines(text, at, value.end), value, object });
      at = end;
    } else {
      const block = blockAt(source, { at, name, next, to });
      if (block === undefined) break;
      blocks.push(block.block);
      at = block.end;
    }
  }
  return { attributes, blocks };
}

function objectOf(source: Lines, { start, end }: Span): HclObject | undefined {
  const { text } = source;
  if (text[start] === "{" && text[end - 1] === "}") {
    const entries = entriesOf(source, { start, end });
    return entries === undefined ? undefined : { start, end, entries };
  }
  return /^merge\s*\(/.test(text.slice(start, end))
    ? mergedObject(source, { start, end: end - 1 })
    : undefined;
}

/** The last argument of `merge`, which wins. */
function mergedObject(source: Lines, { start, end }: Span): HclObject | undefined {
  const { text } = source;
  let last: Span | undefined;
  for (
    let at = skipParting(text, text.indexOf("(", start) + 1, end);
    at < end;
    at = skipParting(text, at, end)
  ) {
    const to = skipExpression(text, at, end, ",\n");
    last = { start: at, end: at + text.slice(at, to).trimEnd().length };
    at = Math.max(to, at + 1);
  }
  return last === undefined || text[last.start] !== "{" ? undefined : objectOf(source, last);
}

/** Undefined for an object that `for` makes. */
function entriesOf(source: Lines, { start, end }: Span): readonly HclArgument[] | undefined {
  const { text } = source;
  const entries: HclArgument[] = [];
  for (let at = skipParting(text, start + 1, end - 1); at < end - 1; at = skipParting(text, at, end - 1)) {
    key.lastIndex = at;
    const [head, quoted, plain] = key.exec(text) ?? [];
    if (head === undefined) return undefined;
    const from = skipSpaces(text, at + head.length, end - 1);
    const to = skipExpression(text, from, end - 1, ",\n");
    const value = { start: from, end: from + text.slice(from, to).trimEnd().length };
    const name = quoted ?? plain ?? "";
    const object = objectOf(source, value);
    entries.push({ name, line: lineOf(source, at), start: at, end: value.end, value, object });
    at = to;
  }
  return entries;
}

const key = /(?:"((?:[^"\\]|\\.)*)"|([A-Za-z_][\w-]*))[ \t]*(?:=(?![=>])|:)/y;

function skipParting(text: string, from: number, to: number): number {
  let at = skipBlank(text, from, to);
  while (text[at] === "," && at < to) at = skipBlank(text, at + 1, to);
  return at;
}

interface Head {
  readonly at: number;
  readonly name: string;
  readonly next: number;
  readonly to: number;
}

function blockAt(source: Lines, { at, name, next, to }: Head) {
  const { text } = source;
  const labels: string[] = [];
  let open = next;
  while (open < to && text[open] !== "{") {
    const [label] = /^(?:"(?:[^"\\]|\\.)*"|[A-Za-z_][\w-]*)/.exec(text.slice(open, open + 300)) ?? [];
    if (label === undefined) return undefined;
    labels.push(label.startsWith('"') ? label.slice(1, -1) : label);
    open = skipSpaces(text, open + label.length, to);
  }
  const end = skipExpression(text, open, to);
  if (open >= to || text[end - 1] !== "}") return undefined;
  const body = { start: open + 1, end: end - 1 };
  const inner = bodyOf(source, body.start, body.end);
  const span = wholeLines(text, at, end);
  const indent = at - (text.lastIndexOf("\n", at - 1) + 1);
  const block: HclBlock = { type: name, labels, line: lineOf(source, at), ...span, body, indent, ...inner };
  return { block, end };
}

function skipSpaces(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && (text[at] === " " || text[at] === "\t")) at += 1;
  return at;
}

function lineEndsOf(text: string): readonly number[] {
  const ends: number[] = [];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) ends.push(at);
  return ends;
}

/** One more than there are line ends before it. */
function lineOf({ lines }: Lines, offset: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

function wholeLines(text: string, start: number, end: number) {
  const next = text.indexOf("\n", end);
  return { start: text.lastIndexOf("\n", start - 1) + 1, end: next < 0 ? text.length : next + 1 };
}

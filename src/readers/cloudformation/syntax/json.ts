/** JSON with the line of every value. `JSON.parse` has no positions, and a YAML parser takes seconds for a large template. */
import { maxDepth } from "./node.ts";
import type { Duplicate, Field, Node, Syntax } from "./node.ts";
import { syntaxError } from "./syntax-error.ts";

interface Reader {
  readonly file: string;
  readonly text: string;
  at: number;
  line: number;
  /** Where the current line starts, for columns. */
  lineStart: number;
  depth: number;
  readonly duplicates: Duplicate[];
}

/** Throws an AppError with line and column where the text is not JSON. */
export function parseJson(file: string, text: string): Syntax {
  const reader: Reader = { file, text, at: 0, line: 1, lineStart: 0, depth: 0, duplicates: [] };
  skipSpace(reader);
  const root = readValue(reader);
  skipSpace(reader);
  if (reader.at < text.length) throw unexpected(reader, "the end of the file");
  return { root, duplicates: reader.duplicates };
}

function readValue(reader: Reader): Node {
  const sign = reader.text[reader.at];
  if (sign === "{") return nested(reader, readObject);
  if (sign === "[") return nested(reader, readArray);
  const { line } = reader;
  if (sign === '"') {
    const value = readString(reader);
    return { kind: "scalar", value, text: value, line };
  }
  return readWord(reader, line);
}

function nested(reader: Reader, read: (reader: Reader) => Node): Node {
  reader.depth += 1;
  if (reader.depth > maxDepth) throw fail(reader, `more than ${maxDepth} levels of nesting`);
  const node = read(reader);
  reader.depth -= 1;
  return node;
}

function readObject(reader: Reader): Node {
  const { line } = reader;
  const entries = new Map<string, Field>();
  readSeries(reader, "}", () => {
    if (reader.text[reader.at] !== '"') throw unexpected(reader, "a key in double quotes");
    const keyLine = reader.line;
    const key = readString(reader);
    skipSpace(reader);
    take(reader, ":");
    if (entries.delete(key)) reader.duplicates.push({ key, line: keyLine });
    entries.set(key, { line: keyLine, node: readValue(reader) });
  });
  return { kind: "mapping", entries, line };
}

function readArray(reader: Reader): Node {
  const { line } = reader;
  const items: Node[] = [];
  readSeries(reader, "]", () => items.push(readValue(reader)));
  return { kind: "sequence", items, line };
}

/** What stands between an opening bracket and `close`, separated by commas. */
function readSeries(reader: Reader, close: string, readOne: () => void): void {
  reader.at += 1;
  skipSpace(reader);
  if (reader.text[reader.at] === close) {
    reader.at += 1;
    return;
  }
  for (;;) {
    readOne();
    skipSpace(reader);
    if (reader.text[reader.at] === close) break;
    if (reader.text[reader.at] !== ",") throw unexpected(reader, `"," or "${close}"`);
    take(reader, ",");
  }
  reader.at += 1;
}

/** A tab inside a string is let pass, as CloudFormation lets it. */
const stringPattern = /"(?:[^"\\\r\n]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

function readString(reader: Reader): string {
  const [quoted] = matchAt(reader, stringPattern) ?? [];
  if (quoted === undefined) throw fail(reader, "a string that does not end, or holds a bad escape");
  reader.at += quoted.length;
  const inner = quoted.slice(1, -1);
  return inner.includes("\\")
    ? inner.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/g, (_, escape: string) => unescape(escape))
    : inner;
}

const escapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function unescape(escape: string): string {
  if (escape.length > 1) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return escapes[escape] ?? escape;
}

const wordPattern = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readWord(reader: Reader, line: number): Node {
  const [word] = matchAt(reader, wordPattern) ?? [];
  if (word === undefined) throw unexpected(reader, "a value");
  reader.at += word.length;
  return { kind: "scalar", value: JSON.parse(word) as number | boolean | null, text: word, line };
}

function matchAt({ text, at }: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function take(reader: Reader, sign: string): void {
  if (reader.text[reader.at] !== sign) throw unexpected(reader, `"${sign}"`);
  reader.at += 1;
  skipSpace(reader);
}

function skipSpace(reader: Reader): void {
  for (; ; reader.at += 1) {
    const sign = reader.text[reader.at];
    if (sign === "\n") {
      reader.line += 1;
      reader.lineStart = reader.at + 1;
    } else if (sign !== " " && sign !== "\t" && sign !== "\r") return;
  }
}

function unexpected(reader: Reader, wanted: string) {
  const sign = reader.text[reader.at];
  return fail(
    reader,
    `${sign === undefined ? "the file ends" : JSON.stringify(sign)} where ${wanted} should be`,
  );
}

function fail(reader: Reader, what: string) {
  return syntaxError(reader.file, { line: reader.line, column: reader.at - reader.lineStart + 1 }, what);
}

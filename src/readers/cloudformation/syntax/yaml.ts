/** YAML with the line of every value, short tags as long forms, and aliases and merge keys in place. */
import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Alias, ParsedNode, Scalar as YamlScalar, YAMLMap, YAMLSeq } from "yaml";
import type { AppError } from "../../../model/app-error.ts";
import { maxDepth } from "./node.ts";
import type { Duplicate, Field, Node, Syntax } from "./node.ts";
import { indentQuotedLines } from "./quoted-lines.ts";
import { underShortTag } from "./short-tag.ts";
import { syntaxError } from "./syntax-error.ts";
import { toPlainValue } from "./yaml-scalar.ts";

/** Values in a template once every alias is written out; aliases of aliases multiply. */
const maxValues = 500_000;

/** What a node comes to, aliases written out. */
interface Extent {
  readonly values: number;
  readonly depth: number;
}

interface Reader {
  readonly file: string;
  readonly lines: LineCounter;
  /** Undefined while the anchored value itself is being read. */
  readonly anchors: Map<string, Node | undefined>;
  readonly extents: Map<Node, Extent>;
  readonly duplicates: Duplicate[];
  depth: number;
}

/** Throws an AppError with line and column where the text is not YAML, or is too much of it. */
export function parseYaml(file: string, text: string): Syntax {
  const { document, lines } = parse(file, text);
  const reader: Reader = { file, lines, anchors: new Map(), extents: new Map(), duplicates: [], depth: 0 };
  return { root: readNode(document.contents, 0, reader), duplicates: reader.duplicates };
}

/** How many texts in quotes are mended before the first error counts. */
const maxMended = 20;

function parse(file: string, text: string) {
  let first: AppError | undefined;
  let source = text;
  for (let mended = 0; ; mended += 1) {
    const { document, lines } = compose(file, source);
    const [error] = document.errors;
    if (error === undefined) return { document, lines };
    const { line, col } = lines.linePos(error.pos[0]);
    first ??= syntaxError(file, { line, column: col }, firstLine(error.message));
    const sign = /^Missing closing (['"])/.exec(error.message)?.[1];
    const next = sign === undefined ? undefined : indentQuotedLines(source, error.pos[0] - 1, sign);
    if (next === undefined || mended === maxMended) throw first;
    source = next;
  }
}

function compose(file: string, text: string) {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      schema: "failsafe",
      version: "1.1",
      uniqueKeys: false,
      lineCounter: lines,
      // "silent" would drop the error about a second document.
      logLevel: "error",
    });
    return { document, lines };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw syntaxError(file, { line: 1, column: 1 }, "nested too deeply to be read");
  }
}

const firstLine = (message: string) => (message.split("\n")[0] ?? message).replace(/ at line \d+.*$/, "");

function readNode(node: ParsedNode | null, offset: number, reader: Reader): Node {
  if (node === null)
    return { kind: "scalar", value: null, text: "", line: reader.lines.linePos(offset).line };
  if (isAlias(node)) return readAlias(node, reader);
  if (node.anchor !== undefined) reader.anchors.set(node.anchor, undefined);
  reader.depth += 1;
  if (reader.depth > maxDepth) throw fail(node, reader, `more than ${maxDepth} levels of nesting`);
  const read = underShortTag(node.tag, readUntagged(node, reader));
  reader.depth -= 1;
  if (node.anchor !== undefined) reader.anchors.set(node.anchor, read);
  measure(read, node, reader);
  return read;
}

function readUntagged(node: Exclude<ParsedNode, Alias>, reader: Reader): Node {
  const line = reader.lines.linePos(node.range[0]).line;
  if (isScalar(node)) return readScalar(node, line);
  if (isSeq(node)) return readSequence(node, line, reader);
  return readMapping(node, line, reader);
}

function readScalar(node: YamlScalar, line: number): Node {
  const text = typeof node.value === "string" ? node.value : "";
  const isPlain = node.type === "PLAIN" && (node.tag === undefined || node.tag.startsWith("!"));
  return { kind: "scalar", value: isPlain ? toPlainValue(text) : text, text, line };
}

function readSequence(node: YAMLSeq.Parsed, line: number, reader: Reader): Node {
  return { kind: "sequence", items: node.items.map((item) => readNode(item, node.range[0], reader)), line };
}

function readMapping(node: YAMLMap.Parsed, line: number, reader: Reader): Node {
  const entries = new Map<string, Field>();
  const merged: Node[] = [];
  for (const { key, value } of node.items) {
    const keyLine = reader.lines.linePos(key.range[0]).line;
    const name = readKey(key, reader);
    const field = { line: keyLine, node: readNode(value, key.range[1], reader) };
    if (name === "<<" && isScalar(key) && key.type === "PLAIN") merged.push(field.node);
    else {
      if (entries.delete(name)) reader.duplicates.push({ key: name, line: keyLine });
      entries.set(name, field);
    }
  }
  return { kind: "mapping", entries: merged.length === 0 ? entries : withMerged(entries, merged), line };
}

function readKey(key: ParsedNode, reader: Reader): string {
  if (isMap(key) || isSeq(key)) throw fail(key, reader, "a list or mapping where a key should be");
  const node = readNode(key, key.range[0], reader);
  return node.kind === "scalar" ? node.text : "";
}

/** Own keys win over merged ones, and earlier merged mappings over later ones (https://yaml.org/type/merge.html). */
function withMerged(own: ReadonlyMap<string, Field>, merged: readonly Node[]): ReadonlyMap<string, Field> {
  const sources = merged.flatMap((node) => (node.kind === "sequence" ? node.items : [node]));
  const maps = sources.map((node) => (node.kind === "mapping" ? node.entries : new Map<string, Field>()));
  return new Map([...maps.reverse().flatMap((map) => [...map]), ...own]);
}

function readAlias(node: Alias.Parsed, reader: Reader): Node {
  const target = reader.anchors.get(node.source);
  if (target !== undefined) return target;
  const why = reader.anchors.has(node.source)
    ? "stands inside the value that it repeats"
    : "has no anchor before it";
  throw fail(node, reader, `alias *${node.source} ${why}`);
}

function measure(node: Node, at: ParsedNode, reader: Reader): void {
  const extent = extentOf(node, reader.extents);
  reader.extents.set(node, extent);
  if (extent.values > maxValues) throw fail(at, reader, `aliases make more than ${maxValues} values of this`);
  if (extent.depth > maxDepth) throw fail(at, reader, `more than ${maxDepth} levels of nesting`);
}

function extentOf(node: Node, measured: ReadonlyMap<Node, Extent>): Extent {
  const known = measured.get(node);
  if (known !== undefined || node.kind === "scalar") return known ?? { values: 1, depth: 1 };
  const children =
    node.kind === "sequence" ? node.items : [...node.entries.values()].map((field) => field.node);
  const extents = children.map((child) => extentOf(child, measured));
  return extents.reduce(
    (sum, { values, depth }) => ({ values: sum.values + values, depth: Math.max(sum.depth, depth + 1) }),
    { values: 1, depth: 1 },
  );
}

function fail(node: ParsedNode, reader: Reader, what: string) {
  const { line, col } = reader.lines.linePos(node.range[0]);
  return syntaxError(reader.file, { line, column: col }, what);
}

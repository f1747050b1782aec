/** A template as it is written, JSON and YAML alike: short tags are long forms, aliases are what they stand for. */
export interface Scalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As written, so that the parameter default `1.10` does not become `1.1`. */
  readonly text: string;
  readonly line: number;
}

interface Sequence {
  readonly kind: "sequence";
  readonly items: readonly Node[];
  readonly line: number;
}

export interface Field {
  /** Where the key stands. */
  readonly line: number;
  readonly node: Node;
}

export interface Mapping {
  readonly kind: "mapping";
  readonly entries: ReadonlyMap<string, Field>;
  readonly line: number;
}

export type Node = Scalar | Sequence | Mapping;

/** A key that is written twice in one mapping. */
export interface Duplicate {
  readonly key: string;
  readonly line: number;
}

export interface Syntax {
  readonly root: Node;
  /** CloudFormation accepts them, and the last one counts; whoever wrote the first may not know. */
  readonly duplicates: readonly Duplicate[];
}

/** Deeper than any template, and shallow enough for every recursive walk over it. */
export const maxDepth = 200;

const noEntries: ReadonlyMap<string, Field> = new Map();

export function entriesOf(node: Node | undefined): ReadonlyMap<string, Field> {
  return node?.kind === "mapping" ? node.entries : noEntries;
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === "sequence" ? node.items : [];
}

export function findNode(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let at = node;
  for (const key of path) at = entriesOf(at).get(key)?.node;
  return at;
}

/** The text of a scalar that is not null. */
export function findText(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? node.text : undefined;
}

export function toText(value: string, line: number): Scalar {
  return { kind: "scalar", value, text: value, line };
}

export function toMapping(entries: Iterable<readonly [string, Node]>, line: number): Mapping {
  return {
    kind: "mapping",
    entries: new Map([...entries].map(([key, node]) => [key, { line: node.line, node }])),
    line,
  };
}

/** The single entry of `{"Fn::Name": …}` or `{"Ref": …}`; undefined for plain data. */
export function findFunction(node: Node): { readonly name: string; readonly argument: Node } | undefined {
  if (node.kind !== "mapping" || node.entries.size !== 1) return undefined;
  const [[name, field] = []] = node.entries;
  if (name === undefined || field === undefined) return undefined;
  return name === "Ref" || name.startsWith("Fn::") ? { name, argument: field.node } : undefined;
}

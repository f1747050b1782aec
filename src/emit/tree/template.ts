/** A template's syntax as a tree, printed as YAML or as JSON. Texts come out as texts, whatever stands in them. */

export type TemplateNode =
  | { readonly kind: "scalar"; readonly value: string | number | boolean }
  | { readonly kind: "list"; readonly items: readonly TemplateNode[] }
  | { readonly kind: "mapping"; readonly entries: readonly (readonly [key: string, node: TemplateNode])[] }
  | { readonly kind: "ref"; readonly name: string }
  | { readonly kind: "get-att"; readonly name: string; readonly attribute: string }
  /** The node where the condition holds, and nothing where it does not. */
  | { readonly kind: "when"; readonly condition: string; readonly node: TemplateNode }
  /** Text with `${…}` in it that is meant: made of names and pseudo parameters, never of what a user wrote. */
  | { readonly kind: "sub"; readonly text: string };

const noValue = "AWS::NoValue";

export const scalar = (value: string | number | boolean): TemplateNode => ({ kind: "scalar", value });
export const sequence = (items: readonly TemplateNode[]): TemplateNode => ({ kind: "list", items });

/** Entries whose node is undefined are left out. */
export function mapping(entries: Readonly<Record<string, TemplateNode | undefined>>): TemplateNode {
  return {
    kind: "mapping",
    entries: Object.entries(entries).flatMap(([key, node]) =>
      node === undefined ? [] : [[key, node] as const],
    ),
  };
}

/** Plain data as it is. */
export function plainNode(data: unknown): TemplateNode {
  if (Array.isArray(data)) return sequence((data as readonly unknown[]).map(plainNode));
  if (typeof data === "object" && data !== null)
    return {
      kind: "mapping",
      entries: Object.entries(data).map(([key, own]) => [key, plainNode(own)] as const),
    };
  return scalar(typeof data === "number" || typeof data === "boolean" ? data : String(data));
}

export interface TemplateStyle {
  readonly format: "yaml" | "json";
  readonly step: number;
}

/** `Key: value` or `"Key": value`, its first line without margin. */
export function printEntry(key: string, node: TemplateNode, { format, step }: TemplateStyle): string {
  return format === "json"
    ? `${JSON.stringify(key)}: ${JSON.stringify(toPlain(node), undefined, step)}`
    : yamlEntry(key, node, step);
}

export function printValue(node: TemplateNode, { format, step }: TemplateStyle): string {
  return format === "json" ? JSON.stringify(toPlain(node), undefined, step) : yamlInline(node);
}

/** An item of a list, with its dash in YAML. */
export function printItem(node: TemplateNode, style: TemplateStyle, list: "block" | "flow"): string {
  return list === "block" ? `- ${printValue(node, style)}` : printValue(node, style);
}

function toPlain(node: TemplateNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toPlain);
    case "mapping":
      return Object.fromEntries(node.entries.map(([key, value]) => [key, toPlain(value)]));
    case "ref":
      return { Ref: node.name };
    case "get-att":
      return { "Fn::GetAtt": [node.name, node.attribute] };
    case "when":
      return { "Fn::If": [node.condition, toPlain(node.node), { Ref: noValue }] };
    case "sub":
      return { "Fn::Sub": node.text };
  }
}

function yamlEntry(key: string, node: TemplateNode, step: number): string {
  const name = yamlText(key);
  const block = yamlBlock(node, step);
  return block === undefined ? `${name}: ${yamlInline(node)}` : `${name}:\n${shifted(block, step)}`;
}

/** Lines of a mapping or list that is not empty; undefined for what fits behind its key. */
function yamlBlock(node: TemplateNode, step: number): string | undefined {
  if (node.kind === "mapping" && node.entries.length > 0)
    return node.entries.map(([key, value]) => yamlEntry(key, value, step)).join("\n");
  if (node.kind === "list" && node.items.length > 0)
    return node.items
      .map((item) => `- ${shifted(yamlBlock(item, step) ?? yamlInline(item), 2).trimStart()}`)
      .join("\n");
  return undefined;
}

const shifted = (text: string, by: number) => text.replaceAll(/^(?=.)/gm, " ".repeat(by));

function yamlInline(node: TemplateNode): string {
  switch (node.kind) {
    case "scalar":
      return typeof node.value === "string" ? yamlText(node.value) : String(node.value);
    case "ref":
      return `!Ref ${yamlText(node.name)}`;
    case "get-att":
      return `!GetAtt ${node.name}.${node.attribute}`;
    case "when":
      return `!If [${yamlText(node.condition)}, ${yamlInline(node.node)}, !Ref ${noValue}]`;
    case "sub":
      return `!Sub ${yamlText(node.text)}`;
    case "list":
      return `[${node.items.map(yamlInline).join(", ")}]`;
    case "mapping":
      return `{ ${node.entries.map(([key, value]) => `${yamlText(key)}: ${yamlInline(value)}`).join(", ")} }`;
  }
}

/** What is no plain word of YAML in any of its versions is quoted; a text of JSON is one of YAML too. */
function yamlText(text: string): string {
  const isPlain = /^[A-Za-z][A-Za-z0-9_./-]*(?:::[A-Za-z0-9]+)*$/.test(text);
  const isWord = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i.test(text);
  return isPlain && !isWord ? text : quoted(text);
}

/** Line ends that JSON leaves as they are, and whatever YAML does not print, are escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Terraform's syntax as a tree, printed as `terraform fmt` would. Texts come out as texts, whatever stands in them.
 * https://developer.hashicorp.com/terraform/language/expressions/strings (read 2026-11-29)
 */

export type HclExpression =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "literal"; readonly value: number | boolean }
  /** A reference, made of names alone: `aws_vpc.this.id`. */
  | { readonly kind: "traversal"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly HclExpression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, HclExpression])[] };

export type HclItem =
  | { readonly kind: "attribute"; readonly name: string; readonly value: HclExpression }
  | {
      readonly kind: "block";
      readonly type: string;
      readonly labels: readonly string[];
      readonly items: readonly HclItem[];
    };

export const text = (value: string): HclExpression => ({ kind: "text", value });
export const literal = (value: number | boolean): HclExpression => ({ kind: "literal", value });
export const traversal = (name: string): HclExpression => ({ kind: "traversal", text: name });
export const list = (items: readonly HclExpression[]): HclExpression => ({ kind: "list", items });

/** Attributes in their order; what is undefined is left out. */
export function attributes(entries: Readonly<Record<string, HclExpression | undefined>>): readonly HclItem[] {
  return Object.entries(entries).flatMap(([name, value]): readonly HclItem[] =>
    value === undefined ? [] : [{ kind: "attribute", name, value }],
  );
}

export function printHcl(items: readonly HclItem[]): string {
  return `${items.map((item) => printItem(item).join("\n")).join("\n\n")}\n`;
}

export function printItem(item: HclItem): readonly string[] {
  if (item.kind === "attribute") return assignment(item.name, item.name.length, item.value);
  const { type, labels, items } = item;
  const head = [type, ...labels.map(quoted)].join(" ");
  return items.length === 0 ? [`${head} {`, "}"] : [`${head} {`, ...bodyLines(items).map(indented), "}"];
}

const indented = (line: string) => (line === "" ? line : `  ${line}`);

/** Neighbouring attributes of one line share the column of their `=`; blocks stand apart. */
function bodyLines(items: readonly HclItem[]): readonly string[] {
  const lines: string[] = [];
  let at = 0;
  while (at < items.length) {
    const item = items[at];
    if (item === undefined) break;
    if (item.kind === "block") {
      if (lines.length > 0) lines.push("");
      lines.push(...printItem(item));
      at += 1;
      continue;
    }
    const run: (typeof item)[] = [];
    for (let next = items[at]; next?.kind === "attribute"; next = items[at]) {
      run.push(next);
      at += 1;
      if (isTall(next.value)) break;
    }
    const short = run.filter(({ value }) => !isTall(value));
    const width = Math.max(0, ...short.map(({ name }) => name.length));
    for (const { name, value } of run) lines.push(...assignment(name, isTall(value) ? 0 : width, value));
  }
  return lines;
}

const isTall = ({ kind, ...rest }: HclExpression) =>
  kind === "object" && "entries" in rest && rest.entries.length > 0;

function assignment(name: string, width: number, value: HclExpression): readonly string[] {
  const [first = "", ...others] = printExpression(value).split("\n");
  return [`${name.padEnd(width)} = ${first}`, ...others];
}

export function printExpression(expression: HclExpression): string {
  switch (expression.kind) {
    case "text":
      return quoted(expression.value);
    case "literal":
      return String(expression.value);
    case "traversal":
      return expression.text;
    case "list":
      return `[${expression.items.map(printExpression).join(", ")}]`;
    case "object":
      return expression.entries.length === 0
        ? "{}"
        : ["{", ...entryLines(expression.entries).map(indented), "}"].join("\n");
  }
}

/** Neighbouring entries of one line share the column of their `=`. */
export function entryLines(entries: readonly (readonly [string, HclExpression])[]): readonly string[] {
  return entries.flatMap(([key, value], index) => {
    const width = isTall(value)
      ? 0
      : Math.max(...runAround(entries, index).map(([name]) => keyText(name).length));
    return assignment(keyText(key), width, value);
  });
}

function runAround<Entry extends readonly [string, HclExpression]>(entries: readonly Entry[], index: number) {
  const isEnd = ([, value]: Entry) => isTall(value);
  const from = entries.slice(0, index).findLastIndex(isEnd) + 1;
  const to = entries.slice(index).findIndex(isEnd);
  return entries.slice(from, to < 0 ? undefined : index + to);
}

/** A key that is a word needs no quotes. */
const keyText = (key: string) =>
  /^[A-Za-z_][\w-]*$/.test(key) && !/^(?:null|true|false|for|if)$/.test(key) ? key : quoted(key);

/** Templates in a text begin with `${` and `%{`, and doubled they begin none. */
function quoted(value: string): string {
  const escaped = value.replaceAll(/./gsu, (character) => escapes[character] ?? hidden(character));
  return `"${escaped.replaceAll(/([$%])(?=\{)/g, "$1$1")}"`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  "\\": "\\\\",
  "\n": String.raw`\n`,
  "\r": String.raw`\r`,
  "\t": String.raw`\t`,
};

function hidden(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  const isHidden =
    point < 0x20 || (point >= 0x7f && point < 0xa0) || [0x2028, 0x2029, 0xfeff].includes(point);
  return isHidden ? `\\u${point.toString(16).padStart(4, "0")}` : character;
}

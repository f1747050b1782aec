/** TypeScript's syntax as a tree, as far as calls of CDK need it. Texts come out as texts, whatever stands in them. */

export type TsNode =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | { readonly kind: "array"; readonly items: readonly TsNode[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [key: string, node: TsNode])[] }
  /** `callee` and what stands behind the call are code of denat's own, and hold no text of a user. */
  | {
      readonly kind: "call";
      readonly callee: string;
      readonly args: readonly TsNode[];
      readonly suffix?: string;
    }
  | { readonly kind: "code"; readonly code: string };

export const value = (of: string | number | boolean | null): TsNode => ({ kind: "value", value: of });
export const code = (text: string): TsNode => ({ kind: "code", code: text });
export const call = (callee: string, args: readonly TsNode[], suffix = ""): TsNode => ({
  kind: "call",
  callee,
  args,
  suffix,
});

/** Raw JSON as a literal. */
export function plainNode(json: unknown): TsNode {
  if (Array.isArray(json)) return { kind: "array", items: (json as readonly unknown[]).map(plainNode) };
  if (typeof json === "object" && json !== null)
    return {
      kind: "object",
      entries: Object.entries(json).map(([key, inner]) => [key, plainNode(inner)] as const),
    };
  return value(
    typeof json === "string" || typeof json === "number" || typeof json === "boolean" ? json : null,
  );
}

const widest = 100;

export function printTs(node: TsNode, indent = 0): string {
  const short = inline(node);
  if (!short.includes("\n") && short.length + indent <= widest) return short;
  const inner = " ".repeat(indent + 2);
  const lines = (open: string, parts: readonly string[], close: string) =>
    [open, ...parts.map((part) => `${inner}${part},`), `${" ".repeat(indent)}${close}`].join("\n");
  switch (node.kind) {
    case "array":
      return lines(
        "[",
        node.items.map((item) => printTs(item, indent + 2)),
        "]",
      );
    case "object":
      return lines(
        "{",
        node.entries.map(([key, own]) => `${keyText(key)}: ${printTs(own, indent + 2)}`),
        "}",
      );
    case "call": {
      const last = node.args.at(-1);
      const before = node.args.slice(0, -1).map((arg) => `${inline(arg)}, `);
      return `${node.callee}(${before.join("")}${last === undefined ? "" : printTs(last, indent)})${node.suffix ?? ""}`;
    }
    case "value":
    case "code":
      return short;
  }
}

function inline(node: TsNode): string {
  switch (node.kind) {
    case "value":
      return literal(node.value);
    case "code":
      return node.code;
    case "array":
      return `[${node.items.map(inline).join(", ")}]`;
    case "object":
      return node.entries.length === 0
        ? "{}"
        : `{ ${node.entries.map(([key, own]) => `${keyText(key)}: ${inline(own)}`).join(", ")} }`;
    case "call":
      return `${node.callee}(${node.args.map(inline).join(", ")})${node.suffix ?? ""}`;
  }
}

const keyText = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) && key !== "__proto__" ? key : literal(key));

/** JSON is TypeScript; what could end a script or a line elsewhere is escaped all the same. */
function literal(of: string | number | boolean | null): string {
  return JSON.stringify(of).replaceAll(
    /[<\u007f-\u009f\u2028\u2029\ufeff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

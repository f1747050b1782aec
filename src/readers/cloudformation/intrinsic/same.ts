import type { Content, Value } from "../../resource/property/value.ts";

/** Whether two contents are certainly one and the same, wherever they were written. */
export function isSameContent(a: Content, b: Content): boolean {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  if (a.kind === "reference")
    return b.kind === "reference" && a.resource === b.resource && a.attribute === b.attribute;
  if (a.kind === "unresolved") {
    return b.kind === "unresolved" && a.symbol !== undefined && a.symbol === b.symbol;
  }
  if (a.kind === "list") {
    return (
      b.kind === "list" &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => isSame(item, b.items[i]))
    );
  }
  return (
    b.kind === "fields" &&
    a.entries.size === b.entries.size &&
    [...a.entries].every(([key, value]) => isSame(value, b.entries.get(key)))
  );
}

export function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return isSameContent(a.content, b.content);
}

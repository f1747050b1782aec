/** JSON of which nothing is known yet: what is not of the shape that is asked for is not there. */
export type Row = Readonly<Record<string, unknown>>;

export function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function rowAt(value: unknown, ...path: readonly string[]): Row {
  const found = path.reduce((inner: unknown, key) => fieldOf(inner, key), value);
  return isRow(found) ? found : {};
}

export function listAt(value: unknown, key: string): readonly unknown[] {
  const found = fieldOf(value, key);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

export function rowsAt(value: unknown, key: string): readonly Row[] {
  return listAt(value, key).filter(isRow);
}

export function textAt(value: unknown, key: string): string | undefined {
  const found = fieldOf(value, key);
  return typeof found === "string" ? found : undefined;
}

/** Own keys alone: a key `constructor` in a file must not find JavaScript's. */
export function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, key) ? (value as Row)[key] : undefined;
}

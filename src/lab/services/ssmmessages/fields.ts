/** JSON of others, which may be anything. */

export type Fields = Readonly<Record<string, unknown>>;

/** Undefined for what is no JSON, or no object. */
export function parseFields(text: Buffer | string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text.toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}

export function textIn(fields: Fields | undefined, name: string): string {
  const value = fields?.[name];
  return typeof value === "string" ? value : "";
}

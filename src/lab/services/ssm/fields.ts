/** JSON that agents send: read with care, for anybody may send anything. */

export type Fields = Readonly<Record<string, unknown>>;

/** No fields at all of what is no JSON object. */
export function parseFields(bytes: Buffer | string): Fields {
  try {
    return fieldsOf(JSON.parse(bytes.toString()));
  } catch {
    return {};
  }
}

export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === "string" ? value : "";
}

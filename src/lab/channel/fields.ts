/** JSON that others wrote: read field by field, and nothing of it believed. */

export type Fields = Readonly<Record<string, unknown>>;

/** Undefined for what is no JSON object. Never throws. */
export function parseFields(text: Buffer | string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text.toString());
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Empty where the field is missing or no text, or there is no object. */
export function textAt(fields: Fields | undefined, name: string): string {
  const value = fields?.[name];
  return typeof value === "string" ? value : "";
}

export function fieldsAt(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isFields(value) ? value : {};
}

export function listAt(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  return Array.isArray(value) ? value : [];
}

/** Documents write yes as `true` and as "true". */
export const isTrueAt = (fields: Fields, name: string): boolean =>
  fields[name] === true || textAt(fields, name).toLowerCase() === "true";

/** What is wrong with a document, and where: collected while it is parsed, so that all of it is said at once. */
export interface Faults {
  readonly found: string[];
  /** Where the parser is: `statement 2`. */
  readonly place: string;
}

export type Fields = Readonly<Record<string, unknown>>;

export function report(faults: Faults, what: string): void {
  faults.found.push(`${faults.place}: ${what}`);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One value or a list of them, as the grammar allows nearly everywhere; AWS takes no empty list. */
export function toList(value: unknown, name: string, faults: Faults): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  if (value.length === 0) report(faults, `${name} is an empty list`);
  return value;
}

/** A value as it stands, short enough for one line. Never throws, however deep the value is. */
export function show(value: unknown): string {
  const text = toJson(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return "a value too deep to print";
  }
}

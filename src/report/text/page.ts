/** The page a text report is written on: how wide it is, and how a word is coloured there, if at all. */
export type Style = "strong" | "faint" | "good" | "bad" | "doubtful";

/** Colours `text`, or leaves it as it is where there is no colour. Never changes what can be read. */
export type Paint = (style: Style, text: string) => string;

export interface Page {
  /** In columns of a terminal. */
  readonly width: number;
  readonly paint: Paint;
}

/** Names in an input may hold anything: what would steer a terminal or break a line is made visible instead. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) =>
    /\s/.test(character) ? " " : "\ufffd",
  );
}

/** Text in Markdown and in shell commands, inert whatever it holds. */

/** As code, on one line: nothing in it is markup, and no line end leaves it. */
export function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = line.startsWith("`") || line.endsWith("`") || line.trim() === "" ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Running text: what Markdown and HTML would take for their own is escaped. */
export function plain(text: string): string {
  return oneLine(text).replaceAll(/[\\`*_[\]<>|#&$]/g, String.raw`\$&`);
}

export const oneLine = (text: string) =>
  // oxlint-disable-next-line no-control-regex -- control characters of names would reach the terminal of whoever reads it
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");

/** A fenced block; the fence is longer than any in it. */
export function block(language: string, text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...text.trimEnd().split("\n"), fence];
}

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)];
}

/** A code span in a table: there a bar ends the cell, in code too. */
export const cell = (text: string) => code(text).replaceAll("|", String.raw`\|`);

/** One word of a POSIX shell. */
export function word(text: string): string {
  const line = oneLine(text);
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(line) ? line : `'${line.replaceAll("'", `'\\''`)}'`;
}

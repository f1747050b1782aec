/**
 * Texts in quotes that go on in a line that is not indented. CloudFormation's YAML reader takes them, the `yaml` package
 * does not; more spaces before such a line change nothing in the text, as line folding takes them away.
 */
const padding = " ".repeat(200);

/**
 * `text` with the lines after the one at `offset` indented, up to the one that closes the quote `sign`; undefined when none
 * does. Lines stay where they were.
 */
export function indentQuotedLines(text: string, offset: number, sign: string): string | undefined {
  const start = text.indexOf("\n", offset);
  if (start < 0) return undefined;
  const end = text.indexOf(sign, start);
  if (end < 0) return undefined;
  const inside = text.slice(start, end);
  if (inside.includes(padding)) return undefined;
  return text.slice(0, start) + inside.replaceAll("\n", `\n${padding}`) + text.slice(end);
}

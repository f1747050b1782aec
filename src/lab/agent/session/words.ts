/**
 * A command line taken apart into words as github.com/google/shlex does it, by which the real agent starts the commands of a
 * NonInteractiveCommands session: quotes, backslashes and comments mean something, everything else is text. No shell reads it.
 */
const blank = " \t\r\n";

/** Undefined where a quote is not closed, or nothing follows a backslash. */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? "";
    if (quote === "'") {
      if (sign === "'") quote = "";
      else word += sign;
    } else if (sign === "\\") {
      at += 1;
      if (at >= line.length) return undefined;
      word = (word ?? "") + (line[at] ?? "");
    } else if (quote === '"') {
      if (sign === '"') quote = "";
      else word += sign;
    } else if (sign === "'" || sign === '"') {
      quote = sign;
      word ??= "";
    } else if (blank.includes(sign)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (sign === "#" && word === undefined) {
      const end = line.indexOf("\n", at);
      at = end < 0 ? line.length : end;
    } else word = (word ?? "") + sign;
  }
  if (quote !== "") return undefined;
  return word === undefined ? words : [...words, word];
}

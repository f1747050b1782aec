/** Passing over Terraform's source: comments, quoted texts with templates in them, heredocs, brackets. */

/** The next character that is neither blank nor in a comment. */
export function skipBlank(text: string, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const after = skipComment(text, at, to);
    if (after !== at) at = after;
    else if (/\s/.test(text[at] ?? "")) at += 1;
    else break;
  }
  return at;
}

function skipComment(text: string, at: number, to: number): number {
  const isLine = text[at] === "#" || text.startsWith("//", at);
  if (isLine) return endOf(text.indexOf("\n", at), to);
  if (!text.startsWith("/*", at)) return at;
  const close = text.indexOf("*/", at + 2);
  return close < 0 ? to : close + 2;
}

const endOf = (found: number, to: number) => (found < 0 || found > to ? to : found);

/**
 * The end of an expression: a line end outside all brackets, or the bracket that closes what `from` opened. In an object, whose
 * entries commas part too, `stops` is both.
 */
export function skipExpression(text: string, from: number, to: number, stops = "\n"): number {
  let depth = 0;
  let at = from;
  while (at < to) {
    const character = text[at] ?? "";
    const comment = skipComment(text, at, to);
    if (comment !== at) at = comment;
    else if (character === '"') at = skipQuoted(text, at, to);
    else if (text.startsWith("<<", at)) at = skipHeredoc(text, at, to);
    else if ("{[(".includes(character)) {
      depth += 1;
      at += 1;
    } else if ("}])".includes(character)) {
      depth -= 1;
      at += 1;
      if (depth <= 0 && "{[(".includes(text[from] ?? "") && isDone(text, at, to)) return at;
    } else if (stops.includes(character) && depth <= 0) return at;
    else at += 1;
  }
  return at;
}

/** Whether nothing of the same expression follows: no index, attribute or operator on this line. */
function isDone(text: string, at: number, to: number): boolean {
  const rest = text.slice(at, endOf(text.indexOf("\n", at), to));
  return /^\s*(?:$|#|\/\/|\/\*|[}\])])/.test(rest);
}

function skipQuoted(text: string, from: number, to: number): number {
  let at = from + 1;
  while (at < to) {
    if (text[at] === "\\") at += 2;
    else if (text[at] === '"') return at + 1;
    else if (/^[$%]\{/.test(text.slice(at, at + 2)) && text[at - 1] !== text[at])
      at = skipTemplate(text, at + 1, to);
    else at += 1;
  }
  return to;
}

/** `${ … }` in a text, with texts of its own in it. */
function skipTemplate(text: string, from: number, to: number): number {
  let depth = 0;
  let at = from;
  while (at < to) {
    const character = text[at];
    if (character === '"') at = skipQuoted(text, at, to);
    else {
      if (character === "{") depth += 1;
      if (character === "}") depth -= 1;
      at += 1;
      if (depth === 0) return at;
    }
  }
  return to;
}

function skipHeredoc(text: string, at: number, to: number): number {
  const [head, mark] = /^<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n/.exec(text.slice(at, at + 200)) ?? [];
  if (head === undefined || mark === undefined) return at + 2;
  const rest = text.slice(at + head.length, to);
  const close = new RegExp(`^[ \\t]*${mark}[ \\t]*\\r?$`, "m").exec(rest);
  return close === null ? to : at + head.length + close.index + close[0].length;
}

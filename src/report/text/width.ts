/**
 * How many columns text takes on a terminal, and how it wraps there.
 *
 * Wide characters are those of Unicode's East Asian Width W and F (UAX 11, Unicode 16) as ranges of whole blocks;
 * combining marks and joiners take no column.
 */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const without = /[\p{Mn}\p{Me}\p{Cf}]/u;
// oxlint-disable-next-line no-control-regex -- plain ASCII is the common case and needs no look at each character
const ascii = /^[\u0000-\u007f]*$/;

export function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

function columnsOf(character: string): number {
  if (without.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + space : space + text;
}

/** The lines of `text`, none wider than `width`: broken at spaces, beside wide characters, else where it must be. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of piecesOf(text)) {
    if (widthOf((line + piece).trimEnd()) <= width) line += piece;
    else {
      if (line.trim() !== "") lines.push(line.trimEnd());
      const broken = breakHard(piece.trimStart(), width);
      lines.push(...broken.slice(0, -1));
      line = broken.at(-1) ?? "";
    }
  }
  lines.push(line.trimEnd());
  return lines;
}

/** What may stand at the end of a line: a word with the spaces after it, or one wide character. */
function piecesOf(text: string): readonly string[] {
  if (ascii.test(text)) return text.match(/\S*\s+|\S+$/g) ?? [text];
  const pieces: string[] = [];
  let piece = "";
  for (const character of text) {
    const isBreak = /\s$/.test(piece)
      ? !/\s/.test(character)
      : wide.test(character) || wide.test(piece.slice(-2));
    if (isBreak && piece !== "" && !without.test(character)) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Names break after a separator where one comes late enough, and anywhere else. */
function breakHard(word: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const character of word) {
    if (line !== "" && widthOf((line + character).trimEnd()) > width) {
      const separator = /^.{3,}[-./_:,@]/su.exec(line)?.[0] ?? line;
      lines.push(separator);
      line = line.slice(separator.length);
    }
    line += character;
  }
  return [...lines, line];
}

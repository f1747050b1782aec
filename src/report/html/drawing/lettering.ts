/**
 * How wide text is where nobody can measure it: when the sheet is laid out, the reader's font is not known. Widths are those
 * of DejaVu Sans, the widest font that systems use for their own interface, so that text fits in any other.
 */

/** Hundredths of an em, and the characters that take no more. */
const classes: readonly (readonly [number, string])[] = [
  [29, "'ijlIJ"],
  [36, " ,./:;\\|f-"],
  [41, "()[]t!r"],
  [53, '"*_`sz?'],
  [60, "cLFkvxyP"],
  [64, "TYaoeESbdghnpqu${}0123456789"],
  [70, "KAVBRXZC"],
  [79, "UHNDG&OQ"],
  [86, "w#+<=>^~M"],
  [100, "%mW@"],
];
const hundredths = new Map(
  classes.flatMap(([width, all]) => Array.from(all, (one) => [one, width] as const)),
);

const nothing = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** No letter of an alphabet is wider than a square, save a few that nobody names a subnet with. */
const square = 100;
const boldFactor = 1.16;
const ellipsis = "…";

export interface Lettering {
  /** In units of the sheet. */
  readonly size: number;
  readonly bold: boolean;
}

/** In units of the sheet. Never too small, for any font but the oddest. */
export function widthOf(text: string, { size, bold }: Lettering): number {
  let sum = 0;
  for (const character of text) sum += widthOfOne(character);
  return (sum * size * (bold ? boldFactor : 1)) / 100;
}

function widthOfOne(character: string): number {
  return hundredths.get(character) ?? (nothing.test(character) ? 0 : square);
}

/**
 * The text where it fits, else its beginning and its end around an ellipsis: names of one kind often differ in their last
 * letters alone. Empty where not even the ellipsis fits.
 */
export function cut(text: string, room: number, lettering: Lettering): string {
  if (widthOf(text, lettering) <= room) return text;
  const characters = [...new Intl.Segmenter("en").segment(text)].map(({ segment }) => segment);
  const left = room - widthOf(ellipsis, lettering);
  if (left < 0) return "";
  let width = 0;
  let [head, tail] = [0, 0];
  while (head + tail < characters.length) {
    const fromHead = head <= tail;
    const next = fromHead ? characters[head] : characters[characters.length - 1 - tail];
    width += widthOf(next ?? "", lettering);
    if (width > left) break;
    if (fromHead) head++;
    else tail++;
  }
  return characters.slice(0, head).join("") + ellipsis + (tail === 0 ? "" : characters.slice(-tail).join(""));
}

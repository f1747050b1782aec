/** Which rows of a long list are drawn: those in view, and a few around them. */

export interface Window {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
}

const around = 8;

/** Lengths in pixels. */
export function windowOf(rows: number, rowHeight: number, top: number, height: number): Window {
  const first = Math.max(0, Math.min(Math.floor(top / rowHeight) - around, rows - 1));
  return { first, end: Math.min(rows, Math.ceil((top + height) / rowHeight) + around) };
}

/** How far to scroll so that `row` is in view below a head of `head` pixels; as it is where it is in view already. */
export function scrollTo(row: number, rowHeight: number, top: number, height: number, head: number): number {
  const begin = row * rowHeight;
  if (begin < top) return begin;
  return Math.max(top, begin + rowHeight + head - height);
}

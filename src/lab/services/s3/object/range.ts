/** The part of an object that a client asks for. https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2 */

/** Both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Undefined for a header that S3 takes no notice of: several ranges, other units, or no range at all. */
export function parseRange(header: string, size: number): ByteRange | "unsatisfiable" | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (from === "" && to === "") return undefined;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? "unsatisfiable" : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== "" && Number(to) < first) return undefined;
  return first >= size ? "unsatisfiable" : { first, last };
}

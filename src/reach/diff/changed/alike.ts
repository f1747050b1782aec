/** Whether two parts of networks say the same, wherever they were read and whatever they are called by. */
const unsaid: ReadonlySet<string> = new Set(["origin", "aliases"]);
const nothing: ReadonlySet<string> = new Set();

export const isAlike = (a: unknown, b: unknown): boolean => isSameBut(unsaid, a, b);

/** Whether they say the same to the letter. */
export const isEqual = (a: unknown, b: unknown): boolean => isSameBut(nothing, a, b);

type Names = ReadonlySet<string>;

function isSameBut(leftOut: Names, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return isSameList(leftOut, a, b);
  if (a instanceof Map || b instanceof Map) return isSameMap(leftOut, a, b);
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => leftOut.has(name) || (name in right && isSameBut(leftOut, left[name], right[name])))
  );
}

function isSameList(leftOut: Names, a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((one, index) => isSameBut(leftOut, one, b[index]));
}

function isSameMap(leftOut: Names, a: unknown, b: unknown): boolean {
  if (!(a instanceof Map) || !(b instanceof Map) || a.size !== b.size) return false;
  return [...a].every(([key, one]) => b.has(key) && isSameBut(leftOut, one, b.get(key)));
}

/** Whether two parts of networks say the same, wherever they were read and whatever they are called by. */
const unsaid: ReadonlySet<string> = new Set(["origin", "aliases"]);

export function isAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return isAlikeList(a, b);
  if (a instanceof Map || b instanceof Map) return isAlikeMap(a, b);
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => unsaid.has(name) || (name in right && isAlike(left[name], right[name])))
  );
}

function isAlikeList(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((one, index) => isAlike(one, b[index]));
}

function isAlikeMap(a: unknown, b: unknown): boolean {
  if (!(a instanceof Map) || !(b instanceof Map) || a.size !== b.size) return false;
  return [...a].every(([key, one]) => b.has(key) && isAlike(one, b.get(key)));
}

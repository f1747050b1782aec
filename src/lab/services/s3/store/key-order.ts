/** The keys of a bucket in the order of S3: by their bytes in UTF-8. Sorted when asked, and again after a change. */
export interface KeyOrder {
  readonly all: () => readonly string[];
  readonly changed: () => void;
}

export function createKeyOrder(objects: ReadonlyMap<string, unknown>): KeyOrder {
  let sorted: readonly string[] | undefined;
  return {
    all: () => (sorted ??= [...objects.keys()].sort(compareKeys)),
    changed: () => {
      sorted = undefined;
    },
  };
}

/** UTF-16 puts characters beyond U+FFFF before U+E000 to U+FFFF, UTF-8 after them. */
export function compareKeys(a: string, b: string): number {
  const high = /[\uD800-\uFFFF]/;
  if (!high.test(a) && !high.test(b)) return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(Buffer.from(a, "utf8"), Buffer.from(b, "utf8"));
}

/** The place of the first key that is not before `from`. */
export function firstAt(keys: readonly string[], from: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(keys[middle] ?? "", from) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * One page of the keys of a bucket, with those that share a part up to the delimiter rolled into one.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html (read 2026-11-29)
 */
import { compareKeys, firstAt } from "../store/key-order.ts";

export interface PageQuestion {
  readonly keys: readonly string[];
  readonly prefix: string;
  readonly delimiter: string;
  /** Only what comes after it; a common prefix counts as a whole. */
  readonly after: string;
  readonly most: number;
}

export interface Page {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The key or common prefix that came last. */
  readonly last: string;
}

export function pageOf({ keys, prefix, delimiter, after, most }: PageQuestion): Page {
  const found: string[] = [];
  const commonPrefixes: string[] = [];
  let last = "";
  let at = startOf(keys, prefix, delimiter, after);
  for (;;) {
    const key = keys[at];
    if (key === undefined || !key.startsWith(prefix)) break;
    if (found.length + commonPrefixes.length >= most) {
      return { keys: found, commonPrefixes, isTruncated: most > 0, last };
    }
    const common = commonOf(key, prefix, delimiter);
    last = common ?? key;
    if (common === undefined) {
      found.push(key);
      at += 1;
    } else {
      commonPrefixes.push(common);
      at = endOf(keys, common);
    }
  }
  return { keys: found, commonPrefixes, isTruncated: false, last };
}

function startOf(keys: readonly string[], prefix: string, delimiter: string, after: string): number {
  if (after === "" || compareKeys(after, prefix) < 0) return firstAt(keys, prefix);
  const isCommon = commonOf(after, prefix, delimiter) === after;
  if (isCommon) return endOf(keys, after);
  const place = firstAt(keys, after);
  return keys[place] === after ? place + 1 : place;
}

/** Undefined for a key without the delimiter after the prefix. */
export function commonOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "" || !key.startsWith(prefix)) return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** The place after all keys that begin with it. */
function endOf(keys: readonly string[], prefix: string): number {
  let low = firstAt(keys, prefix);
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]?.startsWith(prefix) === true) low = middle + 1;
    else high = middle;
  }
  return low;
}

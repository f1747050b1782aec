/** Two versions of a text as what `git apply` and `patch -p1` read, and as a list of changed lines. */

export interface Hunk {
  /** Of the first line, in each version. */
  readonly before: number;
  readonly after: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** A file before and after; `undefined` where there is none. */
export interface FileChange {
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Runs of lines that differ, none of which touches another. */
export function hunksOf(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const [a, b, removed, added] of differences(before, after)) {
    hunks.push({
      before: a + 1,
      after: b + 1,
      removed: before.slice(a, a + removed),
      added: after.slice(b, b + added),
    });
  }
  return hunks;
}

type Run = readonly [number, number, number, number];

/**
 * By unique lines that both have, longest increasing first (as `diff --patience`), and between those what is left. Exact for
 * what an edit does: it takes out some lines and puts in others, and all else stands.
 */
function differences(before: readonly string[], after: readonly string[]): readonly Run[] {
  const runs: Run[] = [];
  const open: { a0: number; a1: number; b0: number; b1: number }[] = [
    { a0: 0, a1: before.length, b0: 0, b1: after.length },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    let { a0, a1, b0, b1 } = next;
    while (a0 < a1 && b0 < b1 && before[a0] === after[b0]) [a0, b0] = [a0 + 1, b0 + 1];
    while (a0 < a1 && b0 < b1 && before[a1 - 1] === after[b1 - 1]) [a1, b1] = [a1 - 1, b1 - 1];
    if (a0 === a1 && b0 === b1) continue;
    const anchors = anchorsIn(before, after, { a0, a1, b0, b1 });
    if (anchors.length === 0) {
      runs.push([a0, b0, a1 - a0, b1 - b0]);
      continue;
    }
    let [a, b] = [a0, b0];
    for (const [x, y] of [...anchors, [a1, b1] as const]) {
      open.push({ a0: a, a1: x, b0: b, b1: y });
      [a, b] = [x + 1, y + 1];
    }
  }
  return merged(runs.toSorted((one, other) => one[0] - other[0] || one[1] - other[1]));
}

function merged(runs: readonly Run[]): readonly Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (last !== undefined && last[0] + last[2] === run[0] && last[1] + last[3] === run[1])
      out[out.length - 1] = [last[0], last[1], last[2] + run[2], last[3] + run[3]];
    else out.push(run);
  }
  return out;
}

interface Range {
  readonly a0: number;
  readonly a1: number;
  readonly b0: number;
  readonly b1: number;
}

function anchorsIn(
  before: readonly string[],
  after: readonly string[],
  { a0, a1, b0, b1 }: Range,
): readonly (readonly [number, number])[] {
  const inBefore = uniqueIn(before, a0, a1);
  const inAfter = uniqueIn(after, b0, b1);
  const pairs = [...inBefore].flatMap(([line, a]) => {
    const b = inAfter.get(line);
    return b === undefined ? [] : [[a, b] as const];
  });
  return longestIncreasing(pairs);
}

function uniqueIn(lines: readonly string[], from: number, to: number): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  const repeated = new Set<string>();
  for (let at = from; at < to; at += 1) {
    const line = lines[at] ?? "";
    if (seen.has(line)) repeated.add(line);
    seen.set(line, at);
  }
  for (const line of repeated) seen.delete(line);
  return seen;
}

/** Pairs come in the order of their first number. */
function longestIncreasing(
  pairs: readonly (readonly [number, number])[],
): readonly (readonly [number, number])[] {
  const tails: number[] = [];
  const previous: number[] = [];
  pairs.forEach(([, b], index) => {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.[1] ?? 0) < b) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (tails[low - 1] ?? -1);
    tails[low] = index;
  });
  const chosen: (readonly [number, number])[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) {
    const pair = pairs[at];
    if (pair !== undefined) chosen.push(pair);
  }
  return chosen.toReversed();
}

const context = 3;

export function patchOf(changes: readonly FileChange[]): string {
  return changes.map(filePatch).join("");
}

function filePatch({ file, before, after }: FileChange): string {
  if (before === after) return "";
  const old = linesOf(before ?? "");
  const now = linesOf(after ?? "");
  const name = shownPath(file);
  const head = [
    `--- ${before === undefined ? "/dev/null" : `a/${name}`}`,
    `+++ ${after === undefined ? "/dev/null" : `b/${name}`}`,
  ];
  const groups = together(hunksOf(old, now));
  return `${[...head, ...groups.flatMap((group) => hunkLines(old, group))].join("\n")}\n`;
}

/** Paths of patches are relative to where they are applied. */
const shownPath = (file: string) => file.replace(/^(?:\.?\/)+/, "");

const noNewline = "\\ No newline at end of file";

/** With the mark of a last line that has no end, which is another line than one that has. */
function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  return text.endsWith("\n") ? lines.slice(0, -1) : [...lines.slice(0, -1), `${lines.at(-1)}\n${noNewline}`];
}

function together(hunks: readonly Hunk[]): readonly (readonly Hunk[])[] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1)?.at(-1);
    const isNear = last !== undefined && hunk.before - (last.before + last.removed.length) <= 2 * context;
    if (isNear) groups.at(-1)?.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function hunkLines(old: readonly string[], group: readonly Hunk[]): readonly string[] {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return [];
  const from = Math.max(0, first.before - 1 - context);
  const to = Math.min(old.length, last.before - 1 + last.removed.length + context);
  const lines: string[] = [];
  let at = from;
  for (const { before, removed, added } of group) {
    for (; at < before - 1; at += 1) lines.push(` ${old[at]}`);
    lines.push(...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`));
    at = before - 1 + removed.length;
  }
  for (; at < to; at += 1) lines.push(` ${old[at]}`);
  const shift = first.after - first.before;
  const count = { old: to - from, now: to - from + grownBy(group) };
  const start = {
    old: count.old === 0 ? from : from + 1,
    now: count.now === 0 ? from + shift : from + shift + 1,
  };
  return [`@@ -${start.old},${count.old} +${start.now},${count.now} @@`, ...lines];
}

const grownBy = (group: readonly Hunk[]) =>
  group.reduce((sum, { added, removed }) => sum + added.length - removed.length, 0);

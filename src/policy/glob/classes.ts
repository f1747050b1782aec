/**
 * Into which classes a list of patterns divides the strings of one more pattern, exactly.
 *
 * Strings are of one class when the same patterns match them, so whoever decides by patterns alone decides alike for a
 * whole class: asking about each class is asking about every string. The classes are found by running all patterns at
 * once over every string, a breadth-first walk of their joint automaton.
 *
 * Two facts keep it small. From a `*` at position j a pattern accepts all that it accepts from any earlier position, so
 * only positions from the latest `*` on are kept, and one pattern alone has about as many states as characters. And of
 * the alphabet only the characters that some pattern waits for need telling apart; `other` stands for all the rest.
 */
import { isLiteral, many, matchesCodes, one } from "./glob.ts";
import type { Glob } from "./glob.ts";

/** Which of the patterns match the strings of a class, by their order. */
export type GlobClass = readonly boolean[];

/** A character that no pattern names. */
const other = -3;

/** Positions of one pattern, ascending; empty when it can no longer match. */
type Positions = readonly number[];

interface Joint {
  readonly family: Positions;
  readonly patterns: readonly Positions[];
}

const maxStates = 10_000;

/** The classes of the strings of `family` under `patterns`; undefined when there are too many states to walk. */
export function findClasses(family: Glob, patterns: readonly Glob[]): readonly GlobClass[] | undefined {
  if (isLiteral(family)) return [patterns.map((pattern) => matchesCodes(pattern, family))];
  return findWildClasses(family, patterns);
}

function findWildClasses(family: Glob, patterns: readonly Glob[]): readonly GlobClass[] | undefined {
  const start: Joint = { family: closure(family, [0]), patterns: patterns.map((glob) => closure(glob, [0])) };
  const queue = [start];
  const seen = new Set([keyOf(start)]);
  const classes = new Map<string, GlobClass>();
  for (let joint = queue.pop(); joint !== undefined; joint = queue.pop()) {
    const settled = joint.patterns.every((positions, index) => isSettled(patterns[index] ?? [], positions));
    if (settled || isAccepting(family, joint.family)) {
      const found = joint.patterns.map((positions, index) => isAccepting(patterns[index] ?? [], positions));
      classes.set(found.map(Number).join(""), found);
    }
    if (settled) continue;
    for (const next of successors(joint, family, patterns)) {
      const key = keyOf(next);
      if (seen.has(key)) continue;
      if (seen.size >= maxStates) return undefined;
      seen.add(key);
      queue.push(next);
    }
  }
  return [...classes.values()];
}

function successors(joint: Joint, family: Glob, patterns: readonly Glob[]): readonly Joint[] {
  const characters = new Set([other, ...awaited(family, joint.family)]);
  for (const [index, positions] of joint.patterns.entries()) {
    for (const code of awaited(patterns[index] ?? [], positions)) characters.add(code);
  }
  return [...characters].flatMap((character) => {
    const next = advance(family, joint.family, character);
    if (next.length === 0) return [];
    return {
      family: next,
      patterns: joint.patterns.map((positions, index) =>
        advance(patterns[index] ?? [], positions, character),
      ),
    };
  });
}

function awaited(glob: Glob, positions: Positions): readonly number[] {
  return positions.flatMap((position) => {
    const token = glob[position];
    return token !== undefined && token >= 0 ? token : [];
  });
}

function advance(glob: Glob, positions: Positions, character: number): Positions {
  const reached: number[] = [];
  for (const position of positions) {
    const token = glob[position];
    if (token === many) reached.push(position);
    else if (token === one || token === character) reached.push(position + 1);
  }
  return closure(glob, reached);
}

/** With the positions that a `*` reaches by standing for nothing, and without those before the latest `*`. */
function closure(glob: Glob, positions: Positions): Positions {
  const reached = new Set<number>();
  for (let position of positions) {
    reached.add(position);
    while (glob[position] === many) {
      position += 1;
      reached.add(position);
    }
  }
  const latest = Math.max(...[...reached].filter((position) => glob[position] === many), -1);
  return [...reached].filter((position) => position >= latest).sort((a, b) => a - b);
}

function isAccepting(glob: Glob, positions: Positions): boolean {
  return positions.at(-1) === glob.length;
}

/** Whether it matches from here on whatever comes, or nothing that comes. */
function isSettled(glob: Glob, positions: Positions): boolean {
  const last = glob.length - 1;
  return positions.length === 0 || (glob[last] === many && positions[0] === last);
}

function keyOf({ family, patterns }: Joint): string {
  return `${family.join()}|${patterns.map((positions) => positions.join()).join("|")}`;
}

import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { findClasses } from "../../src/policy/glob/classes.ts";
import { many, matchesText, toGlob, toLiteral } from "../../src/policy/glob/glob.ts";

/** The meaning of a pattern, written once more and as plainly as it can be. */
function means(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const rest = pattern.slice(1);
  if (pattern.startsWith("*")) {
    return Array.from({ length: text.length + 1 }, (_, taken) => taken).some((taken) =>
      means(rest, text.slice(taken)),
    );
  }
  return text !== "" && (pattern.startsWith("?") || pattern[0] === text[0]) && means(rest, text.slice(1));
}

/** All words over an alphabet up to a length. */
function wordsOver(alphabet: string, length: number): readonly string[] {
  let layer = [""];
  const words = [...layer];
  for (let step = 0; step < length; step += 1) {
    layer = layer.flatMap((word) => Array.from(alphabet, (letter) => word + letter));
    words.push(...layer);
  }
  return words;
}

const patterns = wordsOver("ab*?", 3);
const texts = wordsOver("abc", 7);
const matching = new Map(patterns.map((pattern) => [pattern, texts.map((text) => means(pattern, text))]));

/** The classes that the texts themselves show. */
function shownClasses(family: string, others: readonly string[]): readonly string[] {
  const rows = others.map((other) => matching.get(other) ?? []);
  const inFamily = matching.get(family) ?? [];
  const classes = texts.flatMap((_, index) =>
    inFamily[index] === true ? rows.map((row) => Number(row[index])).join("") : [],
  );
  return [...new Set(classes)].sort();
}

function foundClasses(family: string, others: readonly string[]): readonly string[] {
  const found = findClasses(toGlob(family), others.map(toGlob)) ?? [];
  return found.map((matches) => matches.map(Number).join("")).sort();
}

describe("a glob", () => {
  it("matches as its meaning says: every pattern of three tokens, every text of five letters", () => {
    const short = texts.filter((text) => text.length <= 5);
    for (const pattern of patterns) {
      const glob = toGlob(pattern);
      expect(short.map((text) => matchesText(glob, text))).toEqual(short.map((text) => means(pattern, text)));
    }
  });

  it("matches long patterns as their meaning says", () => {
    const long = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 10 });
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 12 });
    const agrees = fc.property(long, text, (p, t) => matchesText(toGlob(p), t) === means(p, t));
    expect(fc.check(agrees).counterexample).toBeNull();
  });

  it("tells a literal asterisk from a wildcard", () => {
    expect(matchesText(toLiteral("a*"), "ab")).toBe(false);
    expect(matchesText(toLiteral("a*"), "a*")).toBe(true);
    expect(matchesText([...toLiteral("a*"), many], "a*b")).toBe(true);
  });

  it("takes a character outside the basic plane for one", () => {
    expect(matchesText(toGlob("?"), "𝒳")).toBe(true);
  });
});

describe("the classes of a pattern under others", () => {
  it("are those that enumeration shows: every pair of patterns", () => {
    for (const family of patterns) {
      for (const other of patterns)
        expect(foundClasses(family, [other])).toEqual(shownClasses(family, [other]));
    }
  });

  it("are those that enumeration shows: triples", () => {
    const pattern = fc.constantFrom(...patterns);
    const agree = fc.property(pattern, pattern, pattern, (family, first, second) => {
      const found = foundClasses(family, [first, second]);
      return found.join() === shownClasses(family, [first, second]).join();
    });
    expect(fc.check(agree, { numRuns: 1000 }).counterexample).toBeNull();
  });

  it("see that a union covers what no member of it does", () => {
    expect(foundClasses("?", ["a", "?"])).toEqual(["01", "11"]);
    // Every text is empty or has a character.
    expect(foundClasses("*", ["", "?*"])).toEqual(["01", "10"]);
  });

  it("tell apart the buckets of a long policy", () => {
    const buckets = Array.from({ length: 100 }, (_, index) => toGlob(`arn:aws:s3:::bucket-${index}/*`));
    expect(findClasses(toGlob("arn:aws:s3:::*"), buckets)).toHaveLength(101);
    expect(findClasses(toGlob("arn:aws:s3:::bucket-7/*"), buckets)).toHaveLength(1);
  });

  it("are given up when there are too many", () => {
    const wild = Array.from({ length: 16 }, (_, index) => toGlob(`*${String.fromCodePoint(97 + index)}x*`));
    expect(findClasses(toGlob("*"), wild)).toBeUndefined();
  });
});

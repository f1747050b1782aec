import { describe, expect, it } from "vitest";
import { every, no, not, some, unsure, yes } from "../../src/policy/ternary.ts";
import type { Ternary } from "../../src/policy/ternary.ts";

const known = { yes, no: no("because") };
const open = (fact: string) => unsure({ fact, settledBy: "look" });
const of: Record<Ternary["value"], Ternary> = { ...known, unknown: open("x") };

const table: readonly (readonly Ternary["value"][])[] = [
  // a, b, a and b, a or b
  ["yes", "yes", "yes", "yes"],
  ["yes", "no", "no", "yes"],
  ["yes", "unknown", "unknown", "yes"],
  ["no", "no", "no", "no"],
  ["no", "unknown", "no", "unknown"],
  ["unknown", "unknown", "unknown", "unknown"],
];

describe("three-valued logic", () => {
  it.each(table)("%s with %s: and is %s, or is %s", (a, b, and, or) => {
    const [left, right] = [of[a ?? "yes"], of[b ?? "yes"]];
    for (const pair of [
      [left, right],
      [right, left],
    ]) {
      expect(every(pair).value).toBe(and);
      expect(some(pair, "none").value).toBe(or);
    }
  });

  it("negates", () => {
    expect(not(yes, "why")).toEqual(no("why"));
    expect(not(no("x"), "why")).toEqual(yes);
    expect(not(open("x"), "why")).toEqual(open("x"));
  });

  it("has the documented answer of nothing: and is yes, or is no", () => {
    expect(every([])).toEqual(yes);
    expect(some([], "nothing")).toEqual(no("nothing"));
    expect(some([no("its own")], "nothing")).toEqual(no("its own"));
  });

  it("gathers each missing fact once, and none when the answer does not need it", () => {
    expect(every([open("a"), open("b"), open("a")])).toEqual(
      unsure({ fact: "a", settledBy: "look" }, { fact: "b", settledBy: "look" }),
    );
    expect(every([open("a"), no("first"), no("second")])).toEqual(no("first"));
    expect(some([open("a"), yes], "none")).toEqual(yes);
  });
});

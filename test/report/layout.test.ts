import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paragraph, table } from "../../src/report/text/layout.ts";
import { pad, widthOf, wrap } from "../../src/report/text/width.ts";
import { page } from "./samples.ts";

describe("the width of text", () => {
  it.each([
    ["abc", 3],
    ["脱NAT", 5],
    ["ｗｉｄｅ", 8],
    ["é", 1],
    ["e\u0301", 1],
    ["한국", 4],
    ["✓ ok", 4],
    ["", 0],
  ])("of %j is %i columns", (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it("is what padding fills up, on either side", () => {
    expect(pad("脱", 5)).toBe("脱   ");
    expect(pad("脱", 5, "right")).toBe("   脱");
    expect(pad("too long", 3)).toBe("too long");
  });
});

describe("wrapping", () => {
  it("breaks at spaces, beside wide characters, after separators, and else where it must", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("路由表没有出口", 6)).toEqual(["路由表", "没有出", "口"]);
    expect(wrap("interface-endpoint", 12)).toEqual(["interface-", "endpoint"]);
    expect(wrap("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
  });

  it("keeps every line within the width, and every sign that is no space", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "-", "漢", "字", "é"), maxLength: 80 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });
});

describe("a table", () => {
  const columns = [
    { title: "name", align: "left" },
    { title: "GB", align: "right" },
  ] as const;

  it("aligns columns by what is seen", () => {
    const rows = [
      [{ text: "脱NAT" }, { text: "1" }],
      [{ text: "plain" }, { text: "1,000" }],
    ];
    expect(table(page, columns, rows, "")).toEqual(["name      GB", "脱NAT      1", "plain  1,000"]);
  });

  it("narrows its widest column to fit the page", () => {
    const rows = [[{ text: "a name that goes on and on" }, { text: "12" }]];
    expect(table({ ...page, width: 20 }, columns, rows, "")).toEqual([
      "name              GB",
      "a name that goes  12",
      "on and on",
    ]);
  });

  it("is nothing when it has no rows", () => {
    expect(table(page, columns, [])).toEqual([]);
  });
});

it("a paragraph hangs from its lead", () => {
  expect(paragraph({ ...page, width: 24 }, { text: "fix: " }, { text: "add a route to the table" })).toEqual([
    "fix: add a route to the",
    "     table",
  ]);
});

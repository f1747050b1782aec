import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datedOf, indexRows, numberIn, parseTable, wordsIn } from "../../src/facts/csv.ts";

const columns = ["a", "b", "c"] as const;
const cellsOf = (text: string) => parseTable("t", text, columns).map(({ cells }) => cells);

describe("parseTable", () => {
  it.each([
    ["plain fields", "1,2,3", { a: "1", b: "2", c: "3" }],
    ["empty fields", ",,", { a: "", b: "", c: "" }],
    ["a comma in quotes", 'x,"y, z",w', { a: "x", b: "y, z", c: "w" }],
    ["quotes in quotes", '"say ""no""",,"z"', { a: 'say "no"', b: "", c: "z" }],
    ["a carriage return", "1,2,3\r", { a: "1", b: "2", c: "3" }],
    ["a hash that is not first", "1,#2,3", { a: "1", b: "#2", c: "3" }],
  ])("reads %s", (_, line, cells) => {
    expect(cellsOf(`a,b,c\n${line}\n`)).toEqual([cells]);
  });

  it("passes over comments and empty lines, and counts them", () => {
    const [row] = parseTable("t", "# first\na,b,c\n\n# second\n1,2,3", columns);
    expect(row?.line).toBe(5);
  });

  it.each([
    ["a field too few", "a,b,c\n1,2", "data/t.csv:2: 2 fields in place of 3"],
    ["a field too many", "# x\na,b,c\n1,2,3,4", "data/t.csv:3: 4 fields in place of 3"],
    ["a quote left open", 'a,b,c\n1,"2,3', "data/t.csv:2: a quote is out of place"],
    ["text after a quote", 'a,b,c\n"1"x,2,3', "data/t.csv:2: a quote is out of place"],
    ["other columns", "a,c,b\n1,2,3", "data/t.csv:1: the columns are not a,b,c"],
    ["nothing", "", "data/t.csv:1: the columns are not a,b,c"],
  ])("throws on %s, with table and line", (_, text, message) => {
    expect(() => cellsOf(text)).toThrow(message);
  });

  it("reads back whatever a CSV writer writes", () => {
    const field = fc.stringMatching(/^[ -~]*$/);
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field, field), { maxLength: 5 }), (rows) => {
        const text = ["a,b,c", ...rows.map((row) => row.map(quoted).join(","))].join("\n");
        expect(cellsOf(text)).toEqual(rows.map(([a, b, c]) => ({ a, b, c })));
      }),
    );
  });
});

describe("checks of a row", () => {
  const rowsOf = (text: string) =>
    parseTable("t", `key,number,source,date\n${text}`, ["key", "number", "source", "date"]);
  const dated = (date: string) => () => rowsOf(`k,1,s,${date}`).map(datedOf);

  it.each(["2026-11-24", "2026-05", "2026", "undated"])("takes the date %s", (date) => {
    expect(dated(date)()).toEqual([{ source: "s", date }]);
  });
  it.each(["", "24.11.2026", "2026-11-24T00:00", "soon"])("refuses the date %s", (date) => {
    expect(dated(date)).toThrow("data/t.csv:2: not an ISO date");
  });
  it("refuses a row without source", () => {
    expect(() => rowsOf("k,1,,2026").map(datedOf)).toThrow("data/t.csv:2: no source");
  });
  it.each(["", "-1", "1e3", "one", "1."])("refuses the number %s", (number) => {
    expect(() => rowsOf(`k,${number},s,2026`).map((row) => numberIn(row, "number"))).toThrow(
      "number is not a number",
    );
  });
  it("refuses a key that comes twice", () => {
    expect(() => indexRows(rowsOf("k,1,s,2026\nk,2,s,2026"), ({ cells }) => cells.key)).toThrow(
      "data/t.csv:3",
    );
  });
  it("makes no words of separators", () => {
    expect(wordsIn(" a  b ")).toEqual(["a", "b"]);
    expect(wordsIn("a|b", "|")).toEqual(["a", "b"]);
  });
});

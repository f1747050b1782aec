import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appended, applyEdits, removals } from "../../../src/emit/text/edit.ts";
import { hunksOf, patchOf } from "../../../src/emit/text/patch.ts";
import { locateTemplate } from "../../../src/readers/cloudformation/source/index.ts";

const line = fc.constantFrom("a", "b", "c", "  d", "", "e: f", "}", "-x", "+y", "脱");
const lines = fc.array(line, { maxLength: 30 }).map((all) => all.join("\n"));

describe("a patch", () => {
  it("turns one text into the other and back, as git applies it", () => {
    const directory = mkdtempSync(join(tmpdir(), "denat-patch-"));
    const apply = (from: string, to: string) => {
      writeFileSync(join(directory, "t.txt"), from);
      const patch = patchOf([{ file: "./t.txt", before: from, after: to }]);
      if (patch === "") return from;
      execFileSync("git", ["apply", "--unidiff-zero", "-"], { cwd: directory, input: patch });
      return readFileSync(join(directory, "t.txt"), "utf8");
    };
    try {
      fc.assert(
        fc.property(lines, lines, (one, other) => {
          // git takes an empty text for a file that is deleted.
          const [from, to] = [`${one}\nend`, `${other}\nend\n`];
          expect(apply(from, to)).toBe(to);
          expect(apply(to, from)).toBe(from);
        }),
        { numRuns: 40 },
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("names the lines that differ and no others", () => {
    expect(hunksOf(["a", "b", "c", "d"], ["a", "x", "c", "d", "e"])).toEqual([
      { before: 2, after: 2, removed: ["b"], added: ["x"] },
      { before: 5, after: 5, removed: [], added: ["e"] },
    ]);
  });
});

describe("items of a list", () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[A-Z][a-z]{0,6}$/), { minLength: 1, maxLength: 6 });
  const styles = [
    (all: readonly string[]) =>
      `{"Resources": {${all.map((name) => `"${name}": {"Type": "T"}`).join(", ")}}}`,
    (all: readonly string[]) =>
      JSON.stringify(
        { Resources: Object.fromEntries(all.map((name) => [name, { Type: "T" }])) },
        undefined,
        2,
      ),
    (all: readonly string[]) =>
      `Resources:\n${all.map((name) => `  ${name}:\n    Type: T # ${name}\n`).join("")}Outputs: {}\n`,
  ];

  it("go and come in any style, and the rest stays", () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 0, max: 63 }), fc.constantFrom(...styles), (all, mask, write) => {
        const text = write(all);
        const source = locateTemplate({ path: "t", text });
        const gone = new Set(all.filter((_, index) => (mask >> index) & 1));
        const spans = removals(source.resourceList, (name) => gone.has(name));
        const left = applyEdits(
          text,
          spans.map(({ start, end }) => ({ file: "t", start, end, text: "" })),
        );
        const kept = all.filter((name) => !gone.has(name));
        if (kept.length > 0)
          expect([...locateTemplate({ path: "t", text: left }).resources.keys()]).toEqual(kept);
        const item = source.format === "json" ? '"New": {"Type": "N"}' : "New:\n  Type: N";
        const edit = appended(source.resourceList, text, item);
        const more = applyEdits(text, edit === undefined ? [] : [{ file: "t", ...edit }]);
        expect([...locateTemplate({ path: "t", text: more }).resources.keys()]).toEqual([...all, "New"]);
      }),
    );
  });

  it("that overlap are a defect", () => {
    const edit = { file: "t", text: "" };
    expect(() =>
      applyEdits("abcdef", [
        { ...edit, start: 0, end: 3 },
        { ...edit, start: 2, end: 4 },
      ]),
    ).toThrow(/overlap/);
  });
});

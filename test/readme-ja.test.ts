/** The Japanese README says what the English one says, and its glossary what the pages of the codes say. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (document: string) => readFileSync(join(root, document), "utf8");

const blocksIn = (markdown: string) => [...markdown.matchAll(/^```.*?^```$/gms)].map(([block]) => block);

/** First cells of the rows that begin with a verb. */
const verbsIn = (markdown: string) =>
  [...markdown.matchAll(/^\| (`denat [^`]+`(?: · `[^`]+`)*) \| /gm)].map(([, verb = ""]) => verb);

const headingsIn = (markdown: string) => [
  ...markdown.replaceAll(/^```.*?^```$/gms, "").matchAll(/^## .+$/gm),
];

interface Entry {
  readonly words: string;
  readonly code: string;
  readonly page: string;
}

function glossaryOf(markdown: string): readonly Entry[] {
  const rows = markdown.matchAll(/^\| `(.+?)` \|.+\| \[(\w+)\]\((docs\/codes\/\w+\.md)\) \|$/gm);
  return [...rows].map(([, words = "", code = "", page = ""]) => ({ words, code, page }));
}

const english = read("README.md");
const japanese = read("README.ja.md");

describe("README.ja.md", () => {
  it("shows each block of README.md, to the letter and in order", () => {
    expect(blocksIn(japanese)).toEqual(blocksIn(english));
  });

  it("has each verb, and a section for each section", () => {
    expect(verbsIn(japanese)).toEqual(verbsIn(english));
    expect(verbsIn(japanese).length).toBeGreaterThan(10);
    // The glossary is its own.
    expect(headingsIn(japanese).length).toBe(headingsIn(english).length + 1);
  });

  it("leads from the words of an error to a code whose page has them", () => {
    const entries = glossaryOf(japanese);
    expect(entries.length).toBeGreaterThan(25);
    for (const { words, code, page } of entries) {
      expect(page).toBe(`docs/codes/${code}.md`);
      expect(read(page).replaceAll(/\s+/g, " ")).toContain(words);
    }
  });
});

/**
 * What the documents show is what denat prints: every `console` block is run, and every path that they name exists.
 *
 * A line `…` in a block stands for one or more lines left out, and `$ echo $?` for the exit status of what ran before it.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { run } from "../src/cli/run.ts";

const root = join(import.meta.dirname, "..");
const read = (document: string) => readFileSync(join(root, document), "utf8");

interface Shown {
  readonly command: string;
  readonly output: string;
}

/** The commands of all `console` blocks in order, each with the lines below it. */
function transcriptsIn(markdown: string): readonly Shown[] {
  const blocks = [...markdown.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block = ""]) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = "", ...lines] = part.split("\n");
        return { command, output: lines.join("\n") };
      }),
  );
}

/** Whether `printed` is `shown` with something in place of each line `…`. */
function isShownBy(shown: string, printed: string): boolean {
  const literals = shown
    .split(/^…\n/m)
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${literals.join("(?:.*\n)+?")}$`).test(printed);
}

async function runShown(command: string): Promise<{ readonly stdout: string; readonly status: number }> {
  let stdout = "";
  const status = await run(command.split(" ").slice(1), {
    stdin: nothing(),
    write: (text) => (stdout += text),
    writeError: (text) => (stdout += text),
    page: { width: 120, paint: (_, text) => text },
    debug: false,
  });
  return { stdout, status };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

describe.sequential("transcripts", () => {
  it.each(["README.md", "examples/session-manager/README.md", "examples/flow-logs/README.md"])(
    "of %s are what denat prints",
    async (document) => {
      const before = process.cwd();
      onTestFinished(() => process.chdir(before));
      process.chdir(root);
      const shown = transcriptsIn(read(document));
      expect(shown.length).toBeGreaterThan(1);
      let last = 0;
      for (const { command, output } of shown) {
        const isStatus = command === "echo $?";
        expect(isStatus || command.startsWith("denat ")).toBe(true);
        const ran = isStatus ? { stdout: `${last}\n`, status: last } : await runShown(command);
        last = ran.status;
        if (!isShownBy(output, ran.stdout)) expect(ran.stdout, `$ ${command}`).toBe(output);
      }
    },
  );

  it.each([
    ["one\n…\nfour\n", "one\ntwo\nthree\nfour\n", true],
    ["one\n…\nfour\n", "one\nfour\n", false],
    ["one\n…\nfour\n", "one\ntwo\nfive\n", false],
    ["one\n…\n", "one\ntwo\n", true],
    ["…\ntwo\n", "one\ntwo\nthree\n", false],
    ["on.\n", "one\n", false],
  ])("%j shows %j: %s", (shown, printed, answer) => {
    expect(isShownBy(shown, printed)).toBe(answer);
  });
});

/** Targets of links, from the document's directory, and `src/…`-like paths in backticks, from the root. */
function pathsIn(document: string, markdown: string): readonly string[] {
  const links = [...markdown.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = ""]) =>
    join(dirname(document), path),
  );
  const named = [...markdown.matchAll(/`((?:src|test|docs|data|examples|bench|scripts)\/[\w./-]+)`/g)].map(
    ([, path = ""]) => path,
  );
  return [...links, ...named];
}

const documents = [
  "README.md",
  "README.ja.md",
  "examples/session-manager/README.md",
  "examples/flow-logs/README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => join("docs", path)),
];

describe("paths", () => {
  it("that documents name exist", () => {
    const found = documents.flatMap((document) =>
      pathsIn(document, read(document)).map((path) => ({ document, path })),
    );
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("are found where they stand", () => {
    expect(pathsIn("docs/a.md", "see [b](b.md#part), [c](https://c.example) and `src/d/e.ts`")).toEqual([
      "docs/b.md",
      "src/d/e.ts",
    ]);
  });
});

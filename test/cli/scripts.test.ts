/**
 * Each file of test/fixtures/cli is one run of denat as a user sees it: what it shows, the command, the files it is
 * given, and all it prints. A script without files runs in the repository's root, where the examples are.
 *
 * DENAT_UPDATE=1 npx vitest run test/cli writes what denat prints now; read the difference as its user would.
 */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { run } from "../../src/cli/run.ts";
import { formatArchive, parseArchive } from "../archive.ts";
import type { Archive } from "../archive.ts";

const root = join(import.meta.dirname, "../..");
const scripts = join(root, "test/fixtures/cli");
const results = ["stdout", "stderr", "exit"];
const isUpdate = process.env["DENAT_UPDATE"] !== undefined;

describe.sequential("scripts", () => {
  it.each(readdirSync(scripts).sort())("%s", async (name) => {
    const path = join(scripts, name);
    const script = parseArchive(readFileSync(path, "utf8"));
    const result = await runScript(script);
    const given = [...script.files].filter(([file]) => !results.includes(file));
    const text = formatArchive({ comment: script.comment, files: new Map([...result, ...given]) });
    if (isUpdate) writeFileSync(path, text);
    expect(text).toBe(readFileSync(path, "utf8"));
  });
});

/** What the command of `script` prints and how it ends; what is empty has no section. */
async function runScript({ comment, files }: Archive): Promise<ReadonlyMap<string, string>> {
  const [command, ...others] = comment.split("\n").filter((line) => line.startsWith("$ denat"));
  if (command === undefined || others.length > 0)
    throw new Error("a script holds one line that starts with $ denat");
  const given = [...files].filter(([name]) => ![...results, "stdin"].includes(name));
  enter(given.length === 0 ? root : makeDirectory(given));
  const printed = { stdout: "", stderr: "" };
  const exit = await run(command.split(" ").slice(2), {
    stdin: bytesOf(files.get("stdin") ?? ""),
    write: (text) => (printed.stdout += text),
    writeError: (text) => (printed.stderr += text),
    page: { width: 120, paint: (_, text) => text },
    debug: false,
  });
  const sections = [
    ["stdout", printed.stdout],
    ["stderr", printed.stderr],
    ["exit", `${exit}\n`],
  ] as const;
  return new Map(sections.filter(([, text]) => text !== ""));
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

function makeDirectory(files: readonly (readonly [string, string])[]): string {
  const directory = mkdtempSync(join(tmpdir(), "denat-script-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of files) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return directory;
}

function enter(directory: string): void {
  const before = process.cwd();
  onTestFinished(() => process.chdir(before));
  process.chdir(directory);
}

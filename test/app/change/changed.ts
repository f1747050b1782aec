/** Runs `denat plan --out` and applies what it wrote, as whoever follows its checklists would. */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { run } from "../../../src/cli/run.ts";

/** A directory with these files; gone when the test is. */
export function directoryOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "denat-change-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

export async function denat(...words: readonly string[]) {
  let stdout = "";
  let stderr = "";
  const status = await run([...words], {
    stdin: nothing(),
    write: (text) => (stdout += text),
    writeError: (text) => (stderr += text),
    page: { width: 200, paint: (_, text) => text },
    debug: false,
  });
  return { status, stdout, stderr };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

export interface Phase {
  readonly number: number;
  readonly status: string;
  readonly why: readonly string[];
  readonly proof: readonly {
    readonly service: string;
    readonly verdict: string;
    readonly via: string | null;
  }[];
}

interface Planned {
  readonly answer: string;
  readonly vpcs: readonly { readonly nats: readonly unknown[] }[];
  readonly change: { readonly as: string; readonly phases: readonly Phase[] };
}

/** The plan as JSON. */
export async function plan(...words: readonly string[]): Promise<Planned> {
  const { stdout, stderr } = await denat("plan", ...words, "--format", "json");
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Planned;
}

/** Applies each patch to the file that it names, and copies what is new, from `first` as far as `last`. */
export function applyPhases(out: string, file: string, last = 6, first = 1): void {
  for (const name of readdirSync(out).sort()) {
    const phase = Number.parseInt(name, 10);
    if (Number.isNaN(phase) || phase > last || phase < first) continue;
    for (const one of readdirSync(join(out, name)).filter((own) => own.endsWith(".tf")))
      copyFileSync(join(out, name, one), join(dirname(file), one));
    const patch = join(out, name, "change.patch");
    if (existsSync(patch)) applyPatch(patch, file);
  }
}

/** Patches of the tests name files by their whole path. */
export function applyPatch(patch: string, file: string): void {
  execFileSync("git", ["apply", "--unsafe-paths", "--directory=/", patch], { cwd: dirname(file) });
}

export const textOf = (...parts: readonly string[]) => readFileSync(join(...parts), "utf8");

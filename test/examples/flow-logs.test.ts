// The example's day is made by a program: what stands in the repository is what it makes, byte for byte.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, it } from "vitest";
import { writeExample } from "../../bench/flow-logs/example.ts";

const example = join(import.meta.dirname, "../../examples/flow-logs");

/** Compressed files by what is in them: another zlib may compress otherwise. */
function filesIn(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "README.md")
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return new Map(
    paths.sort().map((path) => {
      const bytes = readFileSync(join(root, path));
      return [path, (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1")];
    }),
  );
}

let made: ReadonlyMap<string, string> = new Map();
beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), "denat-example-"));
  await writeExample(root);
  made = filesIn(root);
  return () => rmSync(root, { recursive: true });
});

it("is what its generator makes", () => {
  const there = filesIn(example);
  expect([...there.keys()]).toEqual([...made.keys()]);
  expect([...there].filter(([path, text]) => made.get(path) !== text).map(([path]) => path)).toEqual([]);
});

it("is a whole day, in a file for every five minutes", () => {
  expect([...made.keys()].filter((path) => path.endsWith(".log.gz"))).toHaveLength(288);
});

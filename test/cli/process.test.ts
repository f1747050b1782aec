// The command as a process of its own: what only shows there is its exit status, its streams, and how it starts.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const main = join(root, "src/cli/main.ts");

function denat(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", main, ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

it("help goes to standard output, with status 0", () => {
  const { status, stdout, stderr } = denat("--help");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  for (const verb of ["trace", "plan", "read", "demo"]) expect(stdout).toContain(`\n  ${verb}`);
});

it("a failure goes to standard error, one line, with status 3", () => {
  const { status, stdout, stderr } = denat("plan", "no-such-file.yaml");
  expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
  expect(stderr).toMatch(/^denat: there is no no-such-file\.yaml: [^\n]+\n$/);
});

it("the file can be started by its own first line", () => {
  expect(readFileSync(main, "utf8").split("\n")[0]).toBe("#!/usr/bin/env node");
});

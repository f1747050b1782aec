import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { asTold } from "../../../src/app/traffic/machine.ts";
import { AppError } from "../../../src/model/app-error.ts";

test.each(["ENOSPC", "EDQUOT"])("%s names the directory, and what to do", (code) => {
  const told = asTold(Object.assign(new Error("write"), { code }), "/tmp/denat-traffic-1");
  expect(told).toMatchObject({ code: "NO_ROOM", message: "no room in /tmp/denat-traffic-1" });
  expect((told as AppError).hint).toContain("TMPDIR");
});

test("a file that is gone meanwhile is named", async () => {
  const gone: unknown = await stat("/nowhere/nat.log").catch((error: unknown) => error);
  expect(asTold(gone, "/tmp")).toMatchObject({
    code: "INPUT_UNREADABLE",
    message: "cannot read /nowhere/nat.log (ENOENT)",
  });
});

test("whatever else goes wrong stays what it is", () => {
  for (const error of [
    new Error("a defect"),
    new AppError("X", "told", "hint"),
    Object.assign(new Error("w"), { code: "EISDIR" }),
    "x",
  ])
    expect(asTold(error, "/tmp")).toBe(error);
});

test.each(["SIGINT", "SIGTERM"] as const)("%s takes the directory along", async (signal) => {
  const directory = await mkdtemp(join(tmpdir(), "denat-remains-"));
  try {
    await writeFile(join(directory, "columns.parquet"), "PAR1");
    const module = new URL("../../../src/app/traffic/machine.ts", import.meta.url).href;
    const code = `const { withoutRemains } = await import(${JSON.stringify(module)});
      await withoutRemains(process.argv[1], () => new Promise((done) => { console.log("at work"); setTimeout(done, 60_000); }));`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code, directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill(signal);
    const ended: unknown[] = await once(child, "exit");
    expect(ended[1]).toBe(signal);
    expect(existsSync(directory)).toBe(false);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

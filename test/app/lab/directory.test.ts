import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { labDirectory, runningLabs } from "../../../src/app/lab/directory.ts";

describe("the directory of a lab", () => {
  const before = process.env["XDG_RUNTIME_DIR"];
  let runtime = "";
  beforeEach(() => {
    runtime = mkdtempSync(join(tmpdir(), "denat-directory-"));
    process.env["XDG_RUNTIME_DIR"] = runtime;
  });
  afterEach(() => {
    if (before === undefined) delete process.env["XDG_RUNTIME_DIR"];
    else process.env["XDG_RUNTIME_DIR"] = before;
    rmSync(runtime, { recursive: true, force: true });
  });

  it("is this user's alone", () => {
    expect(statSync(labDirectory("one")).mode & 0o777).toBe(0o700);
  });

  it("is refused where others may write, or have led it elsewhere", () => {
    const above = join(runtime, "denat");
    mkdirSync(above);
    chmodSync(above, 0o777);
    expect(() => labDirectory("one")).toThrow("is not this user's alone");
    expect(runningLabs).toThrow("is not this user's alone");
    rmSync(above, { recursive: true });
    symlinkSync(runtime, above);
    expect(() => labDirectory("one")).toThrow("is not this user's alone");
  });
});

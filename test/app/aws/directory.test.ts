import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { writeSnapshot } from "../../../src/app/aws/directory.ts";
import { AppError } from "../../../src/model/app-error.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "denat-directory-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
});

it("a snapshot that cannot be written to its end leaves nothing behind", async () => {
  const files = [
    { path: "1/r/a.json", value: {} },
    { path: "1/r/a.json/b.json", value: {} },
  ];
  await expect(writeSnapshot(join(root, "snap"), files)).rejects.toThrow(AppError);
  expect(readdirSync(root)).toEqual([]);
});

it("what somebody wrote there meanwhile is left as it is", async () => {
  mkdirSync(join(root, "snap"));
  writeFileSync(join(root, "snap/mine.txt"), "mine");
  const files = [{ path: "1/r/a.json", value: {} }];
  await expect(writeSnapshot(join(root, "snap"), files)).rejects.toThrow(
    `cannot write ${join(root, "snap")}`,
  );
  expect(readdirSync(root)).toEqual(["snap"]);
  expect(readdirSync(join(root, "snap"))).toEqual(["mine.txt"]);
});

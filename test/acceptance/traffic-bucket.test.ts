// From a bucket to the answer, and again from the cache.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { startBucket } from "../app/traffic/s3/fake-s3.ts";
import { askTraffic, flowLog, makeLogs, newDirectory, tablesOf } from "./traffic-set.ts";

it("is the truth of what a bucket holds, and a second run fetches nothing", async () => {
  const set = await makeLogs([flowLog({ keys: "hive" })]);
  const { objects, asked } = await startBucket({ "AWSLogs/readme.txt": "not a log" });
  for (const path of await readdir(set.directory, { recursive: true }))
    if (path.endsWith(".gz")) objects.set(path, await readFile(join(set.directory, path)));
  const before = process.env["XDG_CACHE_HOME"];
  process.env["XDG_CACHE_HOME"] = await newDirectory();
  onTestFinished(() => {
    if (before === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = before;
  });
  const day = ["--from", "2026-11-02", "--to", "2026-11-03"];
  const first = await askTraffic("s3://flow-logs/AWSLogs/", ...set.nats, ...day);
  expect([first.status, first.stderr]).toEqual([0, ""]);
  expect(tablesOf(first.answer)).toEqual(tablesOf(set.truth));
  const fetched = asked.filter((one) => one.startsWith("get ")).length;
  expect(fetched).toBe(3);
  const second = await askTraffic("s3://flow-logs/AWSLogs/", ...set.nats, ...day);
  expect(second.answer).toEqual(first.answer);
  expect(asked.filter((one) => one.startsWith("get ")).length).toBe(fetched);
  const skipped = JSON.stringify(first.answer.coverage["skipped"]);
  expect(skipped).toContain("s3://flow-logs/AWSLogs/readme.txt");
});

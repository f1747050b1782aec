// Flow logs with a known truth, in every layout that AWS and people give them: denat's answer is that truth, to the byte.
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fieldsUpTo } from "../../bench/flow-logs/field.ts";
import { convertToParquet } from "../../bench/flow-logs/parquet.ts";
import { askTraffic, flowLog, makeLogs, newDirectory, rewrite, tablesOf } from "./traffic-set.ts";
import type { Asked, LogSet } from "./traffic-set.ts";

function expectTruth({ status, answer, stderr }: Asked, { truth }: LogSet, method: string): void {
  expect(stderr).toBe("");
  expect({ status, method: answer.method }).toEqual({ status: 0, method });
  const [told, known] = [tablesOf(answer), tablesOf(truth)];
  expect(told.nats).toEqual(known.nats);
  expect(told.byService).toEqual(known.byService);
  expect(told.byClient).toEqual(known.byClient);
  if (method !== "nat-interface-v2") expect(told.cube).toEqual(known.cube);
  const { read, ...parts } = answer.records;
  expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(read);
}

const ask = (set: LogSet, ...more: readonly string[]) => askTraffic(set.directory, ...set.nats, ...more);

describe("the answer is the truth, to the byte", () => {
  it.each([3, 4, 5, 7, 9, 11])("of a VPC in version %d", async (version) => {
    const set = await makeLogs([flowLog({ fields: fieldsUpTo(version) })]);
    const asked = await ask(set);
    expectTruth(asked, set, "nat-interface");
    const { read, noData, skipData } = set.truth.records["fl-00000000000000001"] ?? {};
    expect(asked.answer.records).toMatchObject({ read, noData, skipData, malformed: 0, duplicate: 0 });
  });

  it.each(["vpc", "nats"] as const)("of %s in the default format, scans left out", async (scope) => {
    const set = await makeLogs([flowLog({ scope, fields: fieldsUpTo(2) })]);
    expectTruth(await ask(set), set, "nat-interface-v2");
  });

  it("of NAT interfaces in plain text, by the hour, under Hive keys", async () => {
    const set = await makeLogs([flowLog({ scope: "nats", text: "plain", keys: "hive", perHour: true })]);
    expectTruth(await ask(set), set, "nat-interface");
  });

  it("of flow logs that overlap, with their fields in different orders", async () => {
    const reversed = fieldsUpTo(5).toReversed();
    const set = await makeLogs([
      flowLog({ keys: "hive" }),
      flowLog({ id: "fl-00000000000000002", scope: "nats", fields: reversed, keys: "hive" }),
      flowLog({ id: "fl-00000000000000003", scope: "nats", fields: fieldsUpTo(2), keys: "hive" }),
    ]);
    const asked = await ask(set);
    expectTruth(asked, set, "nat-interface");
    expect(asked.answer.records.duplicate).toBeGreaterThan(0);
  });

  it("of instances alone, by their next hops", async () => {
    const set = await makeLogs([flowLog({ scope: "instances", fields: fieldsUpTo(11) })]);
    expectTruth(await askTraffic(set.directory), set, "instance-next-hop");
  });

  it("of instances alone, by the path of their traffic", async () => {
    const set = await makeLogs([flowLog({ scope: "instances", fields: fieldsUpTo(5) })]);
    const { answer } = await askTraffic(set.directory);
    expect(answer.method).toBe("instance-traffic-path");
    const [told, known] = [tablesOf(answer), tablesOf(set.truth)];
    expect([told.byService, told.byClient]).toEqual([known.byService, known.byClient]);
    expect(answer.unknowns.map(({ settledBy }) => settledBy).join()).toContain("--topology");
  });

  it.each([2, 5, 11])("of Parquet in version %d", async (version) => {
    const set = await makeLogs([flowLog({ fields: fieldsUpTo(version) })]);
    const directory = await newDirectory();
    await convertToParquet(set.directory, directory, fieldsUpTo(version));
    const asked = await askTraffic(directory, ...set.nats);
    expectTruth(asked, set, version === 2 ? "nat-interface-v2" : "nat-interface");
  });

  it("of half the time, with --from and --to", async () => {
    const [two, one] = [await makeLogs([flowLog()], 2), await makeLogs([flowLog()], 1)];
    const asked = await ask(two, "--to", "2026-11-02T12:05:00Z");
    expect(tablesOf(asked.answer)).toEqual(tablesOf(one.truth));
  });
});

describe("the answer is the truth, whatever happened to the files", () => {
  it("lines end with CRLF, or none does at the end", async () => {
    const set = await makeLogs([flowLog()]);
    await rewrite(set, (lines, number) => (number === 0 ? `${lines.join("\r\n")}\r\n` : lines.join("\n")));
    expectTruth(await ask(set), set, "nat-interface");
  });

  it("lines end in both ways within one file", async () => {
    const set = await makeLogs([flowLog()]);
    await rewrite(set, (lines) =>
      lines.map((line, index) => (index % 5 === 0 ? `${line}\r` : line)).join("\n"),
    );
    expectTruth(await ask(set), set, "nat-interface");
  });

  it("a file was cut off: what stands before counts, and is said", async () => {
    const set = await makeLogs([flowLog({ text: "plain" })]);
    const first =
      (await readdir(set.directory, { recursive: true })).filter((path) => path.endsWith(".log")).sort()[0] ??
      "";
    const text = await readFile(join(set.directory, first));
    const whole = gzipSync(text);
    await writeFile(join(set.directory, `${first}.gz`), whole.subarray(0, Math.floor(whole.length / 2)));
    await rm(join(set.directory, first));
    const { answer } = await ask(set);
    const known = tablesOf(set.truth).nats["all"] ?? [0, 0];
    const told = tablesOf(answer).nats["all"] ?? [0, 0];
    expect(told[0]).toBeLessThan(known[0]);
    expect(told[0]).toBeGreaterThan(known[0] / 2);
    expect(JSON.stringify(answer.coverage["skipped"])).toContain("cut off");
  });

  it("spaces come twice", async () => {
    const set = await makeLogs([flowLog()]);
    await rewrite(set, (lines) =>
      lines.map((line, index) => (index % 7 === 3 ? `${line.replaceAll(" ", "  ")} ` : line)).join("\n"),
    );
    expectTruth(await ask(set), set, "nat-interface");
  });

  it("some lines are none: they are counted, and nothing else is lost", async () => {
    const set = await makeLogs([flowLog()]);
    await rewrite(set, (lines) =>
      [...lines.slice(0, 5), "not a record", "5 123456789012 eni-1", "", ...lines.slice(5)].join("\n"),
    );
    const asked = await ask(set);
    expect(tablesOf(asked.answer)).toEqual(tablesOf(set.truth));
    expect(asked.answer.records.malformed).toBe(4);
  });

  it("other things lie beside them", async () => {
    const set = await makeLogs([flowLog()]);
    await mkdir(join(set.directory, "notes"));
    await writeFile(join(set.directory, "notes", "readme.md"), "# Flow logs\n");
    await writeFile(
      join(set.directory, "notes", "image.png"),
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]),
    );
    await writeFile(join(set.directory, "notes", "table.csv"), "a,b\n1,2\n");
    await writeFile(join(set.directory, "notes", "empty.log"), "");
    await writeFile(join(set.directory, ".hidden"), "x");
    const asked = await ask(set);
    expectTruth(asked, set, "nat-interface");
    expect(JSON.stringify(asked.answer.coverage["skipped"])).toContain("readme.md");
  });

  it.each([
    [
      "compressed, and named as if they were not",
      (path: string) => path.replace(/\.gz$/, ""),
      (bytes: Buffer) => bytes,
    ],
    [
      "not compressed, and named as if they were",
      (path: string) => path,
      (bytes: Buffer) => gunzipSync(bytes),
    ],
    [
      "with a byte order mark",
      (path: string) => path,
      (bytes: Buffer) => gzipSync(`\ufeff${gunzipSync(bytes).toString()}`),
    ],
  ])("they are %s", async (_, nameOf, change) => {
    const set = await makeLogs([flowLog()]);
    const paths = (await readdir(set.directory, { recursive: true })).filter((path) => path.endsWith(".gz"));
    for (const path of paths) {
      const bytes = await readFile(join(set.directory, path));
      await rm(join(set.directory, path));
      await writeFile(join(set.directory, nameOf(path)), change(bytes));
    }
    expectTruth(await ask(set), set, "nat-interface");
  });

  it("some are given twice, and some are copies under another name", async () => {
    const set = await makeLogs([flowLog()]);
    const [first = ""] = (await readdir(set.directory, { recursive: true })).filter((path) =>
      path.endsWith(".gz"),
    );
    const copy = join(await newDirectory(), "copy.log.gz");
    await copyFile(join(set.directory, first), copy);
    const asked = await askTraffic(join(set.directory, first), set.directory, copy, ...set.nats);
    expectTruth(asked, set, "nat-interface");
    expect(asked.answer.records.duplicate).toBeGreaterThan(0);
  });

  it("they were renamed", async () => {
    const set = await makeLogs([flowLog()]);
    const paths = (await readdir(set.directory, { recursive: true })).filter((path) => path.endsWith(".gz"));
    for (const [index, path] of paths.entries())
      await rename(join(set.directory, path), join(set.directory, `f${index}.gz`));
    expectTruth(await ask(set), set, "nat-interface");
  });

  it("fields are new to denat", async () => {
    const set = await makeLogs([flowLog()]);
    await rewrite(set, ([header = "", ...lines]) =>
      [`${header} brand-new`, ...lines.map((line) => `${line} x`)].join("\n"),
    );
    const asked = await ask(set);
    expectTruth(asked, set, "nat-interface");
    expect(asked.answer.coverage["unknownFields"]).toEqual(["brand-new"]);
  });
});

describe("CloudWatch Logs", () => {
  const exported = (lines: readonly string[]) =>
    lines
      .slice(1)
      .map((line) => `2026-11-02T12:00:00.000Z ${line}`)
      .join("\n");

  it("exports have times in front and no header: --log-format says what stands there", async () => {
    const set = await makeLogs([flowLog()]);
    await rewrite(set, exported);
    const format = fieldsUpTo(5)
      .map((field) => `\${${field}}`)
      .join(" ");
    expectTruth(await ask(set, "--log-format", format), set, "nat-interface");
    expectTruth(await ask(set, "--log-format", fieldsUpTo(5).join(" ")), set, "nat-interface");
  });

  it("exports of the default format need nothing said", async () => {
    const set = await makeLogs([flowLog({ fields: fieldsUpTo(2) })]);
    await rewrite(set, exported);
    expectTruth(await ask(set), set, "nat-interface-v2");
  });

  it("of another format nothing is guessed", async () => {
    const set = await makeLogs([flowLog()]);
    await rewrite(set, exported);
    const { status, answer, stderr } = await ask(set);
    expect([status, stderr, answer.nat]).toEqual([2, "", null]);
    expect(answer.unknowns.map(({ settledBy }) => settledBy).join()).toContain("--log-format");
  });

  it("events come as JSON", async () => {
    const set = await makeLogs([flowLog({ fields: fieldsUpTo(2), text: "plain" })]);
    await rewrite(set, (lines) =>
      JSON.stringify({
        messageType: "DATA_MESSAGE",
        logEvents: lines.slice(1).map((message, id) => ({ id: String(id), timestamp: 0, message })),
      }),
    );
    expectTruth(await ask(set), set, "nat-interface-v2");
  });
});

describe("what the logs do not tell is not told", () => {
  it("of a period without records", async () => {
    const set = await makeLogs([flowLog()]);
    const { status, answer } = await ask(set, "--from", "2026-12-01T00:00:00Z");
    expect([status, answer.nat, answer.byService]).toEqual([2, null, []]);
  });

  it("of a NAT gateway that no record is of", async () => {
    const set = await makeLogs([flowLog({ scope: "instances", fields: fieldsUpTo(3) })]);
    const { status, answer } = await ask(set);
    expect([status, answer.answer, answer.nat]).toEqual([2, "unknown", null]);
  });

  it("of the time in which a flow log told less: what is counted is said to lack it", async () => {
    const logs = [flowLog(), flowLog({ id: "fl-00000000000000002", fields: fieldsUpTo(2) })];
    const set = await makeLogs(logs, 8, 1000);
    const paths = (await readdir(set.directory, { recursive: true })).filter((path) => path.endsWith(".gz"));
    // The first four windows in version 5, the others in version 2.
    const isEarly = (path: string) => /T12(?:0|1)\dZ_/.test(path);
    for (const path of paths)
      if (isEarly(path) === path.includes("fl-00000000000000002")) await rm(join(set.directory, path));
    const { status, answer } = await ask(set);
    expect([status, answer.answer]).toEqual([2, "unknown"]);
    expect(answer.unknowns.map(({ fact }) => fact).join()).toContain("the totals lack them");
  });
});

describe("nothing is no answer", () => {
  it.each([
    ["an empty directory", undefined, "there are no flow logs"],
    ["a directory of other things", "# Notes\n", "notes.md: no flow log"],
  ])("%s", async (_, text, message) => {
    const directory = await newDirectory();
    if (text !== undefined) await writeFile(join(directory, "notes.md"), text);
    const { status, stderr } = await askTraffic(directory);
    expect(status).toBe(3);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

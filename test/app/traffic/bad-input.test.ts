import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  answerOf,
  clientRecords,
  connections,
  formats,
  foundIn,
  given,
  natRecords,
  start,
  toText,
  truthOf,
} from "./scene.ts";
import type { RawRecord } from "./scene.ts";

const all = connections();
const truth = truthOf(all);
const records = all.flatMap(natRecords);
const nats = { nats: given };

const linesOf = (rows: readonly RawRecord[]) => toText(rows, formats.v5, false).trimEnd().split("\n");

describe("bad input is counted and named", () => {
  it("a gzip file that was cut off: what stands before the cut counts", async () => {
    // Random ends, so that the file is not smaller than the block in which deflate works.
    const many = Array.from({ length: 40 }, () => records).flat();
    const whole = gzipSync(toText(many, formats.v5), { level: 1 });
    const answer = await answerOf((files) => {
      files.write("whole.log", toText(records, formats.v5));
      files.write("cut.log.gz", whole.subarray(0, Math.floor(whole.length / 2)));
    }, nats);
    expect(answer.coverage.skipped).toHaveLength(1);
    expect(answer.coverage.skipped[0]?.path).toMatch(/cut\.log\.gz$/);
    expect(answer.coverage.skipped[0]?.reason).toMatch(/cut off/);
    expect(answer.records.counted).toBeGreaterThan(all.length * 2);
    expect(answer.nat?.bytes).toBeGreaterThan(truth.nat.bytes);
  });

  it("several members of gzip in one file, and something behind the last", async () => {
    const half = Math.floor(records.length / 2);
    const first = gzipSync(toText(records.slice(0, half), formats.v5));
    const second = gzipSync(toText(records.slice(half), formats.v5, false));
    const answer = await answerOf(
      (files) => files.write("nat.log.gz", Buffer.concat([first, second, Buffer.from("rubbish behind it")])),
      nats,
    );
    expect(foundIn(answer)).toEqual(truth);
  });

  it("headers in the middle of a file, the same and others", async () => {
    const turned = formats.v5.split(" ").toReversed().join(" ");
    const parts = [
      toText(records.slice(0, 50), formats.v5),
      toText(records.slice(50, 100), formats.v5),
      toText(records.slice(100, 148), turned),
      toText(records.slice(148), formats.v11),
    ];
    const answer = await answerOf((files) => files.write("all.log", parts.join("")), nats);
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records).toMatchObject({ read: records.length, malformed: 0 });
  });

  it("lines that are no records, numbers that no traffic has, and addresses that are none", async () => {
    const [first = ""] = linesOf(records);
    const bad = [
      "too few fields",
      `${first} and more`,
      first.replace(/ 1000 /, " 99999999999999999999999 "),
      first.replace(/ 1000 /, " 9999999999999999 "),
      first.replace(/ 1000 /, " -1000 "),
      first.replace(/ 1000 /, " 12.5 "),
      first.replace(` ${start} `, " 17 "),
      first.replace(` ${start} `, " -4000 "),
      first.replace("10.0.16.10", "10.0.16.999"),
      first.replace(/ACCEPT OK/, "PERHAPS OK"),
      first.replace(/ACCEPT OK/, "ACCEPT FINE"),
    ];
    const text = [formats.v5, ...bad, ...linesOf(records), ""].join("\n");
    const answer = await answerOf((files) => files.write("nat.log", text), nats);
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records).toMatchObject({ read: records.length + bad.length, malformed: bad.length });
    expect(answer.coverage.share).toBeCloseTo(records.length / (records.length + bad.length));
  });

  it("doubled spaces and carriage returns", async () => {
    const text = toText(records, formats.v5).replaceAll(" ACCEPT ", "  ACCEPT ").replaceAll("\n", "\r\n");
    const answer = await answerOf((files) => files.write("nat.log", text), nats);
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records.malformed).toBe(0);
  });

  it("other files in the directory, empty ones and binary ones", async () => {
    const answer = await answerOf((files) => {
      files.write("nat.log", toText(records, formats.v5));
      files.write("README.md", "# Logs of November");
      files.write("empty.log", "");
      files.write("picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]));
      files.write("broken.parquet", "PAR1 and nothing more");
      files.write(".DS_Store", "x");
    }, nats);
    expect(foundIn(answer)).toEqual(truth);
    const names = answer.coverage.skipped.map(({ path }) => path.split("/").at(-1) ?? "");
    expect([...names].sort()).toEqual(["README.md", "broken.parquet", "empty.log", "picture.png"]);
  });

  it("clocks gone wrong: counted, and not believed for the period", async () => {
    const [first] = records;
    const odd = [
      { ...first, start: start + 500, end: start + 100 },
      { ...first, start: 4_000_000_000, end: 4_000_000_060 },
    ];
    const answer = await answerOf(
      (files) => files.write("nat.log", toText([...records, ...odd], formats.v5)),
      nats,
    );
    expect(answer.coverage.clockSkew).toBe(2);
    expect(answer.records.counted).toBe(all.length * 2 + 2);
    expect(answer.period.end).toBe(new Date((start + 59 * 50 + 40) * 1000).toISOString());
  });

  it("fields that no flow log is known to have", async () => {
    const format = `${formats.v5} dream-id`;
    const answer = await answerOf((files) => files.write("nat.log", toText(records, format)), nats);
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.coverage.unknownFields).toEqual(["dream-id"]);
  });

  it("idle interfaces, lost records and rejected traffic", async () => {
    const [first] = records;
    const more: readonly RawRecord[] = [
      { "interface-id": given[0]?.interface ?? "", start, end: start + 60, "log-status": "NODATA" },
      { "interface-id": given[0]?.interface ?? "", start, end: start + 60, "log-status": "SKIPDATA" },
      { ...first, action: "REJECT" },
    ];
    const answer = await answerOf(
      (files) => files.write("nat.log", toText([...records, ...more], formats.v5)),
      nats,
    );
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records).toMatchObject({ noData: 1, skipData: 1 });
    expect(answer.coverage.skipData).toBe(1);
    expect(answer.unknowns.some(({ fact }) => fact.includes("SKIPDATA"))).toBe(true);
  });

  it("a hole in a file, and a word without an end, cost their own lines alone", async () => {
    const lines = linesOf(records);
    const half = Math.floor(lines.length / 2);
    const [first = ""] = lines;
    const odd = [`${"\0".repeat(3_000_000)}${first}`, first.replace("10.0.16.10", "1".repeat(300_000))];
    // Further on than where a file is looked at first.
    const many = Array.from({ length: 5 }, () => lines.slice(0, half)).flat();
    const text = [formats.v5, ...many, ...odd, ...lines.slice(half)];
    const plain = await answerOf(
      (files) => files.write("nat.log", [formats.v5, ...many, ...lines.slice(half)].join("\n")),
      nats,
    );
    const answer = await answerOf((files) => files.write("nat.log", text.join("\n")), nats);
    expect(plain.records.malformed).toBe(0);
    expect(answer.nat).toEqual(plain.nat);
    expect(answer.records).toMatchObject({ counted: plain.records.counted, malformed: 2 });
  });

  it("a log of fields that nobody asks for, beside another", async () => {
    const answer = await answerOf((files) => {
      files.write("nat.log", toText(records, formats.v5));
      files.write("other.log", "version vpc-id subnet-id\n5 vpc-1 subnet-1\n5 vpc-1 subnet-1\n");
    }, nats);
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records).toMatchObject({ read: records.length + 2, malformed: 2 });
  });

  it("two formats in one object of AWS's own name", async () => {
    const half = Math.floor(records.length / 2);
    const turned = formats.v5.split(" ").toReversed().join(" ");
    const answer = await answerOf(
      (files) =>
        files.write(
          "123456789012_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20261102T0000Z_0a1b2c3d.log",
          toText(records.slice(0, half), formats.v5) + toText(records.slice(half), turned),
        ),
      nats,
    );
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records).toMatchObject({ read: records.length, duplicate: 0 });
  });

  it("times that no flow log can have, of records that tell of no traffic either", async () => {
    const [first] = records;
    const odd = { "interface-id": given[0]?.interface ?? "" };
    const more: readonly RawRecord[] = [
      { ...odd, start: 9_999_999_999_999, end: 9_999_999_999_999, "log-status": "NODATA" },
      { ...odd, start: 1, end: 2, "log-status": "SKIPDATA" },
      { ...first, start: 999_999_999_999_999, action: "REJECT" },
    ];
    const plain = await answerOf((files) => files.write("nat.log", toText(records, formats.v5)), nats);
    const answer = await answerOf(
      (files) => files.write("nat.log", toText([...records, ...more], formats.v5)),
      nats,
    );
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.period).toEqual(plain.period);
    expect(answer.records).toMatchObject({ noData: 0, skipData: 0, malformed: 3 });
  });
});

describe("what the logs cannot tell", () => {
  it("no NAT is known, and the default format names none", async () => {
    const answer = await answerOf((files) =>
      files.write("vpc.log", toText(all.flatMap(clientRecords), formats.v2)),
    );
    expect(answer).toMatchObject({ answer: "unknown", method: undefined, nat: undefined });
    expect(answer.records).toMatchObject({ read: all.length * 2, counted: 0 });
    expect(answer.unknowns[0]?.settledBy).toMatch(/--nat ENI=IP/);
  });

  it("records without an interface where no NAT is known are of none", async () => {
    const format = formats.v5.replace("interface-id ", "");
    const answer = await answerOf((files) => files.write("nat.log", toText(records, format)));
    expect(answer).toMatchObject({ answer: "unknown", nat: undefined });
    expect(answer.records).toMatchObject({ read: records.length, counted: 0 });
  });

  it("a period without records", async () => {
    const period = { from: start + 1e6, to: start + 2e6 };
    const answer = await answerOf((files) => files.write("nat.log", toText(records, formats.v5)), {
      ...nats,
      ...period,
    });
    expect(answer.answer).toBe("unknown");
    expect(answer.records).toMatchObject({ read: records.length, other: records.length });
    expect(answer.unknowns[0]?.fact).toMatch(/period/);
  });

  it("records without a header, of a format that nobody gives", async () => {
    const text = toText(records, formats.v5, false);
    const untold = await answerOf((files) => files.write("nat.log", text), nats);
    expect(untold.unknowns[0]?.settledBy).toMatch(/--log-format/);
    const logFormat = formats.v5
      .split(" ")
      .map((field) => `\${${field}}`)
      .join(" ");
    const told = await answerOf((files) => files.write("nat.log", text), { ...nats, logFormat });
    expect(foundIn(told)).toEqual(truth);
  });
});

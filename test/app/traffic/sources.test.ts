import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeParquet } from "./parquet.ts";
import {
  answerOf,
  clientRecords,
  connections,
  fileName,
  formats,
  foundIn,
  given,
  makeFiles,
  nat,
  natRecords,
  start,
  toText,
  truthOf,
} from "./scene.ts";
import { findTraffic } from "../../../src/app/traffic/index.ts";

const all = connections();
const truth = truthOf(all);
const records = all.flatMap(natRecords);
const nats = { nats: given };

describe("logs come in many forms", () => {
  it("Parquet, for each method", async () => {
    const files = makeFiles();
    try {
      const found = [];
      for (const [name, rows] of Object.entries({ nat: records, vpc: all.flatMap(clientRecords) })) {
        const path = join(files.directory, `${name}.parquet`);
        await writeParquet(path, rows, formats.v5);
        const request = { logs: [path], nats: name === "nat" ? given : [], ...nothing };
        found.push(await findTraffic(request));
      }
      expect(found.map(({ method }) => method)).toEqual(["nat-interface", "instance-traffic-path"]);
      expect(found.map(foundIn)).toEqual([truth, truth]);
    } finally {
      files.remove();
    }
  });

  it("Parquet beside a file of that name which is none", async () => {
    const files = makeFiles();
    try {
      for (const name of ["first", "second"]) {
        const own = records.filter((_, index) => index % 2 === (name === "first" ? 0 : 1));
        await writeParquet(join(files.directory, `${name}.parquet`), own, formats.v5);
      }
      files.write("between.parquet", "PAR1 and nothing more");
      const answer = await findTraffic({ logs: [files.directory], ...nats, ...nothing });
      expect(foundIn(answer)).toEqual(truth);
      expect(answer.coverage.skipped).toEqual([
        { path: join(files.directory, "between.parquet"), reason: "damaged Parquet" },
      ]);
    } finally {
      files.remove();
    }
  });

  it("exports of CloudWatch Logs, with the time of the event before each record", async () => {
    const lines = toText(records, formats.v2, false).trimEnd().split("\n");
    const text = lines.map((line) => `2026-11-02T00:00:00.000Z ${line}\n`).join("");
    const answer = await answerOf((files) => files.write("exportedlogs/eni-all/000000.gz", text), nats);
    expect(answer.method).toBe("nat-interface-v2");
    expect(foundIn(answer)).toEqual(truth);
  });

  it("what subscriptions deliver, one JSON object after the other", async () => {
    const lines = toText(records, formats.v2, false).trimEnd().split("\n");
    const payload = (some: readonly string[]) => {
      const logEvents = some.map((message, id) => ({ id: String(id), timestamp: start * 1000, message }));
      return JSON.stringify({ messageType: "DATA_MESSAGE", logGroup: "flow-logs", logEvents });
    };
    const text = payload(lines.slice(0, 100)) + payload(lines.slice(100));
    const answer = await answerOf((files) => files.write("firehose.gz", text), nats);
    expect(foundIn(answer)).toEqual(truth);
  });

  it("a copy of an object counts as a duplicate, wherever it lies", async () => {
    const name = fileName("fl-0000000000000000a", "20261102T0005Z", "aaaa");
    const answer = await answerOf((files) => {
      files.write(`here/${name}`, toText(records, formats.v5));
      files.write(`there/${name}`, toText(records, formats.v5));
    }, nats);
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records.duplicate).toBe(all.length * 2);
  });

  it("a flow log that was made anew with another format goes on where the old one ended", async () => {
    const [before, after] = [all.slice(0, 30), all.slice(30)];
    const answer = await answerOf((files) => {
      files.write(
        fileName("fl-0000000000000000a", "20261102T0025Z", "a"),
        toText(before.flatMap(natRecords), formats.v5),
      );
      files.write(
        fileName("fl-0000000000000000b", "20261102T0050Z", "b"),
        toText(after.flatMap(natRecords), formats.v11),
      );
    }, nats);
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records.duplicate).toBe(0);
  });

  it("flow logs that overlap in a part of their time", async () => {
    const [early, late] = [all.slice(0, 40), all.slice(20)];
    const answer = await answerOf((files) => {
      files.write(
        fileName("fl-0000000000000000a", "20261102T0025Z", "a"),
        toText(early.flatMap(natRecords), formats.v5),
      );
      files.write(
        fileName("fl-0000000000000000b", "20261102T0050Z", "b"),
        toText(late.flatMap(natRecords), formats.v5),
      );
    }, nats);
    expect(foundIn(answer)).toEqual(truth);
    expect(answer.records.duplicate).toBe(40);
  });

  it("with 256 MB for the engine", async () => {
    const answer = await answerOf((files) => files.write("nat.log.gz", toText(records, formats.v5)), {
      ...nats,
      memoryLimit: "256MB",
    });
    expect(foundIn(answer)).toEqual(truth);
  });
});

describe("time", () => {
  it("counts a record in the period that it begins in, so that periods add up", async () => {
    const middle = start + 1510;
    const write = (files: ReturnType<typeof makeFiles>) =>
      files.write("nat.log", toText(records, formats.v5));
    const first = await answerOf(write, { ...nats, to: middle });
    const second = await answerOf(write, { ...nats, from: middle });
    expect((first.nat?.bytes ?? 0) + (second.nat?.bytes ?? 0)).toBe(truth.nat.bytes);
    expect(first.coverage.straddling).toBe(4);
    expect(first.period.end).toBe(new Date(middle * 1000).toISOString());
  });

  it("tells days apart, and scales what was seen to a month", async () => {
    const late = all.map((one) => ({ ...one, at: one.at + 86_400 }));
    const answer = await answerOf(
      (files) => files.write("nat.log", toText([...all, ...late].flatMap(natRecords), formats.v5)),
      nats,
    );
    expect(answer.perDay.map(({ date, bytesOut, bytesIn }) => [date, bytesOut + bytesIn])).toEqual([
      ["2026-11-02", truth.nat.bytes],
      ["2026-11-03", truth.nat.bytes],
    ]);
    const seconds = 86_400 + 59 * 50 + 40;
    expect(answer.trafficGb?.scaledFromSeconds).toBe(seconds);
    expect(answer.trafficGb?.nat).toBeCloseTo(
      ((truth.nat.bytes * 2) / 2 ** 30) * ((730 * 3600) / seconds),
      9,
    );
  });

  it("finds the half hours of which nothing was logged", async () => {
    const late = all.map((one) => ({ ...one, at: one.at + 3 * 3600 }));
    const answer = await answerOf(
      (files) => files.write("nat.log", toText([...all, ...late].flatMap(natRecords), formats.v5)),
      nats,
    );
    expect(answer.coverage.gaps).toEqual([
      { of: nat.interface, start: "2026-11-02T01:00:00.000Z", end: "2026-11-02T03:00:00.000Z" },
    ]);
  });
});

const nothing = {
  topology: undefined,
  logFormat: undefined,
  from: undefined,
  to: undefined,
  dnsLogs: [],
  region: "eu-west-1",
  memoryLimit: undefined,
  progress: undefined,
  bills: [],
  metrics: [],
};

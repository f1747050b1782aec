// A generated set is worth its truth: here it is added up again from the records, by the methods that AWS describes.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it, onTestFinished } from "vitest";
import { fieldsUpTo } from "../../bench/flow-logs/field.ts";
import type { FlowLog } from "../../bench/flow-logs/file.ts";
import { createTraffic, generateFlowLogs } from "../../bench/flow-logs/generate.ts";
import { convertToParquet } from "../../bench/flow-logs/parquet.ts";
import type { Truth } from "../../bench/flow-logs/truth.ts";

const begin = Date.UTC(2026, 10, 2, 23, 55) / 1000;
const whole: FlowLog = {
  id: "fl-00000000000000001",
  scope: "vpc",
  fields: fieldsUpTo(11),
  text: "gzip",
  keys: "plain",
  perHour: false,
};

interface Made {
  readonly truth: Truth;
  readonly files: ReadonlyMap<string, string>;
}

async function make(logs: readonly FlowLog[], seed = 1): Promise<Made> {
  const root = await mkdtemp(join(tmpdir(), "denat-flows-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const order = { records: 4000, windows: 2, begin, logs };
  const truth = await generateFlowLogs(root, createTraffic(seed, 12, 300), order);
  const paths = (await readdir(root, { recursive: true })).filter((path) => path.includes(".log")).sort();
  const texts = paths.map(async (path) => {
    const bytes = await readFile(join(root, path));
    return [path, (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString()] as const;
  });
  return { truth, files: new Map(await Promise.all(texts)) };
}

type Line = Readonly<Record<string, string>>;

function linesOf({ files }: Made): readonly Line[] {
  return [...files.values()].flatMap((text) => {
    const [header = "", ...lines] = text.trimEnd().split("\n");
    const names = header.split(" ");
    return lines.map((line) => {
      const cells = line.split(" ");
      expect(cells).toHaveLength(names.length);
      return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]));
    });
  });
}

const bytesOf = (lines: readonly Line[], is: (line: Line) => boolean): number =>
  lines.filter(is).reduce((sum, line) => sum + Number(line["bytes"]), 0);

describe("a generated set of flow logs", () => {
  it("crosses each NAT gateway as legs 1 and 4 say, and legs 2 and 3 without scans", async () => {
    const made = await make([whole]);
    const lines = linesOf(made);
    for (const nat of made.truth.nats) {
      const own = lines.filter((line) => line["interface-id"] === nat.interface);
      const isInside = (address: string | undefined) => address?.startsWith("10.") === true;
      expect(bytesOf(own, (line) => line["dstaddr"] === nat.address && isInside(line["srcaddr"]))).toBe(
        nat.bytesOut,
      );
      expect(bytesOf(own, (line) => line["srcaddr"] === nat.address && isInside(line["dstaddr"]))).toBe(
        nat.bytesIn,
      );
      const asked = new Set(
        own
          .filter((line) => line["srcaddr"] === nat.address)
          .map((line) => [line["dstaddr"], line["dstport"], line["srcport"]].join()),
      );
      const leg3 = (line: Line) => line["dstaddr"] === nat.address && !isInside(line["srcaddr"]);
      const isAnswer = (line: Line) => asked.has([line["srcaddr"], line["srcport"], line["dstport"]].join());
      expect(bytesOf(own, (line) => leg3(line) && isAnswer(line))).toBe(nat.bytesIn);
      expect(bytesOf(own, leg3)).toBeGreaterThan(nat.bytesIn);
      expect(nat.bytesIn).toBeGreaterThan(0);
    }
  });

  it("is the sum of its services, of its clients and of its cube, and of next hops that are NAT gateways", async () => {
    const made = await make([whole]);
    const { nats, byService, byClient, cube } = made.truth;
    const out = nats.reduce((sum, { bytesOut }) => sum + bytesOut, 0);
    const total = (rows: Truth["cube"] | Truth["byService"] | Truth["byClient"]) =>
      rows.reduce((sum, row) => sum + row.bytesOut, 0);
    expect([byService, byClient, cube].map(total)).toEqual([out, out, out]);
    expect(bytesOf(linesOf(made), (line) => line["next-hop-interface-type"] === "nat_gateway")).toBe(out);
    expect(byService.map(({ tags }) => tags.join(" "))).toContain("AMAZON S3");
    expect(byService.some(({ tags, region }) => tags.length === 0 && region === "")).toBe(true);
  });

  it("is the same for the same seed, and another for another", async () => {
    const [one, same, other] = [await make([whole]), await make([whole]), await make([whole], 2)];
    expect(same).toEqual(one);
    expect([...other.files.values()]).not.toEqual([...one.files.values()]);
  });

  it("counts the records of each flow log, and lets files begin and end with their five minutes", async () => {
    const made = await make([whole]);
    const lines = linesOf(made);
    const counts = made.truth.records[whole.id];
    expect(counts?.read).toBe(lines.length);
    expect(lines.length).toBeGreaterThanOrEqual(4000);
    expect(counts?.skipData).toBe(lines.filter((line) => line["log-status"] === "SKIPDATA").length);
    for (const text of made.files.keys()) {
      const stamp = /_(\d{8})T(\d\d)(\d\d)Z_/.exec(text)?.slice(1) ?? [];
      expect([
        ["20261102", "23", "55"],
        ["20261103", "00", "00"],
      ]).toContainEqual(stamp);
    }
  });

  it.each([
    ["plain", false, /^AWSLogs\/123456789012\/vpcflowlogs\/ap-northeast-1\/2026\/11\/0[23]\/123456789012_/],
    ["plain", true, /^AWSLogs\/123456789012\/vpcflowlogs\/ap-northeast-1\/2026\/11\/0[23]\/(?:23|00)\//],
    [
      "hive",
      true,
      /^AWSLogs\/aws-account-id=123456789012\/aws-service=vpcflowlogs\/aws-region=ap-northeast-1\/year=2026\/month=11\/day=0[23]\/hour=(?:23|00)\//,
    ],
  ] as const)("has %s keys, by the hour: %s", async (keys, perHour, form) => {
    const overlapping = {
      ...whole,
      id: "fl-00000000000000002",
      scope: "nats",
      fields: fieldsUpTo(2),
    } as const;
    const { files, truth } = await make([
      { ...whole, keys, perHour },
      { ...overlapping, keys, perHour },
    ]);
    expect([...files.keys()].filter((path) => !form.test(path))).toEqual([]);
    expect(files.size).toBe(4);
    expect(truth.records[overlapping.id]?.read).toBeLessThan(truth.records[whole.id]?.read ?? 0);
  });

  it("is in Parquet what it is as text, with numbers as numbers and an absent one null", async () => {
    const root = await mkdtemp(join(tmpdir(), "denat-flows-"));
    onTestFinished(() => rm(root, { recursive: true }));
    const order = { records: 1000, windows: 1, begin, logs: [whole] };
    const { records } = await generateFlowLogs(join(root, "text"), createTraffic(1, 12, 300), order);
    await convertToParquet(join(root, "text"), join(root, "parquet"), whole.fields);
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const answer = await connection.runAndReadAll(`
      SELECT count(*)::INTEGER AS read, count(*) FILTER (WHERE bytes IS NULL)::INTEGER AS silent,
        any_value(typeof(start)) AS wide, any_value(typeof(traffic_path)) AS narrow, any_value(typeof(next_hop_az_id)) AS text
      FROM read_parquet('${root}/parquet/**/*.log.parquet')`);
    const { read, noData, skipData } = records[whole.id] ?? { read: 0, noData: 0, skipData: 0 };
    expect(answer.getRowObjects()).toEqual([
      { read, silent: noData + skipData, wide: "BIGINT", narrow: "INTEGER", text: "VARCHAR" },
    ]);
  });
});

// The same logical statements by Athena's text and by DuckDB's: every method and every form of key, with equal answers, and
// each statement as Trino's and Hive's grammars have it.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { TrafficRequest } from "../../../../src/app/traffic/index.ts";
import { startBucket } from "../s3/fake-s3.ts";
import {
  answerOf,
  clientRecords,
  connections,
  fileName,
  formats,
  foundIn,
  given,
  natRecords,
  scanRecords,
  start,
  toText,
  truthOf,
} from "../scene.ts";
import type { RawRecord } from "../scene.ts";
import { startAthena } from "./fake-athena.ts";
import type { AthenaHabits } from "./fake-athena.ts";
import { grammarErrors } from "./grammar.ts";
import { parquetOf } from "./parquet.ts";

const all = connections();
const truth = truthOf(all);
const atNat = [...all.flatMap(natRecords), ...scanRecords(30)];
const atClients = all.flatMap(clientRecords);
const plain = "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/11/";
const hive =
  "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=11/";
const flowLog = "fl-0000000000000000a";
const options = { workgroup: "primary", database: "default", output: "s3://logs/results/" } as const;

type Logs = Readonly<Record<string, string | Buffer>>;

/** The answers of both engines for the same objects. */
async function bothOf(logs: Logs, request: Partial<TrafficRequest> = {}, habits: AthenaHabits = {}) {
  const bucket = await startBucket({});
  for (const [key, content] of Object.entries(logs))
    bucket.objects.set(key, typeof content === "string" ? gzipSync(content) : content);
  const athena = await startAthena(bucket, habits);
  const here = await answerOf((files) => {
    for (const [key, content] of Object.entries(logs)) files.write(key, content);
  }, request);
  const there = await answerOf(() => {}, { logs: ["s3://logs/"], athena: options, ...request });
  return { here, there, athena };
}

const nameAt = (time: string, id = flowLog) => fileName(id, time, "0a0b0c0d");
const oneFile = (records: readonly RawRecord[], format: string): Logs => ({
  [`${plain}02/${nameAt("20261102T0005Z")}`]: toText(records, format),
});

const cases: Readonly<
  Record<string, { readonly logs: Logs; readonly request?: Partial<TrafficRequest>; readonly method: string }>
> = {
  "the NAT's interface": {
    logs: oneFile(atNat, formats.v5),
    request: { nats: given },
    method: "nat-interface",
  },
  "the NAT's interface in the default format": {
    logs: oneFile(atNat, formats.v2),
    request: { nats: given },
    method: "nat-interface-v2",
  },
  "clients that log the next hop": { logs: oneFile(atClients, formats.v11), method: "instance-next-hop" },
  "clients that log the path": { logs: oneFile(atClients, formats.v5), method: "instance-traffic-path" },
  "a whole VPC without a word of its NAT": {
    logs: oneFile([...atClients, ...atNat], formats.v5),
    method: "nat-interface",
  },
  "regional NAT gateways": {
    logs: oneFile(
      all
        .flatMap(clientRecords)
        .map((row) => ({ ...row, "interface-id": "-", "resource-id": "nat-0123456789abcdef0" })),
      `${formats.v5} resource-id`,
    ),
    method: "regional-nat",
  },
};

describe("Athena counts what DuckDB counts", () => {
  for (const [name, { logs, request, method }] of Object.entries(cases)) {
    it(`from ${name}`, async () => {
      const { here, there, athena } = await bothOf(logs, request);
      expect(there.method).toBe(method);
      expect(there).toEqual(here);
      expect(foundIn(there)).toEqual(truth);
      expect(athena.statements.flatMap(grammarErrors)).toEqual([]);
    });
  }

  it("from Hive-compatible keys by the hour over the end of a month", async () => {
    const late = all.map((one) => ({ ...one, at: one.at + 28 * 86_400 + 80_000 }));
    const records = late.flatMap(natRecords);
    const logs = {
      [`${hive}day=30/hour=22/${nameAt("20261130T2210Z")}`]: toText(records.slice(0, 100), formats.v5),
      [`${hive}day=30/hour=23/${nameAt("20261130T2310Z")}`]: toText(records.slice(100, 200), formats.v5),
      [`${hive.replace("month=11", "month=12")}day=01/hour=00/${nameAt("20261201T0005Z")}`]: toText(
        records.slice(200),
        formats.v5,
      ),
    };
    const { here, there, athena } = await bothOf(logs, { nats: given });
    expect(there).toEqual(here);
    expect(foundIn(there)?.nat).toEqual(truth.nat);
    expect(athena.statements.flatMap(grammarErrors)).toEqual([]);
  });

  it("from overlapping flow logs with other orders of fields in the same directory", async () => {
    const turned = formats.v5.split(" ").toReversed().join(" ");
    const logs = {
      [`${plain}02/${nameAt("20261102T0005Z")}`]: toText(atNat, formats.v5),
      [`${plain}02/${nameAt("20261102T0005Z", "fl-0000000000000000b")}`]: toText(atNat, turned),
    };
    const { here, there } = await bothOf(logs, { nats: given });
    expect(there).toEqual(here);
    expect(there.records.duplicate).toBe(all.length * 2);
  });

  it("from flow logs of which one goes on where the other ended", async () => {
    const [early, later] = [atNat.slice(0, 160), atNat.slice(80)];
    const logs = {
      [`${plain}02/${nameAt("20261102T0005Z")}`]: toText(early, formats.v5),
      [`${plain}02/${nameAt("20261102T0105Z", "fl-0000000000000000b")}`]: toText(later, formats.v5),
    };
    const { here, there } = await bothOf(logs, { nats: given });
    expect(there).toEqual(here);
  });

  it("from Parquet", async () => {
    const logs = {
      [`${plain}02/${nameAt("20261102T0005Z").replace("log.gz", "log.parquet")}`]: await parquetOf(atNat),
    };
    const { here, there, athena } = await bothOf(logs, { nats: given });
    expect(there).toEqual(here);
    expect(foundIn(there)).toEqual(truth);
    expect(athena.statements.flatMap(grammarErrors)).toEqual([]);
  });

  it("with spaces doubled, lines cut short and NAT64, in a period", async () => {
    const [header = "", first = "", second = "", ...rest] = toText(atNat, formats.v5).split("\n");
    const nat64 = first.replaceAll(/52\.218\.0\.7/g, "64:ff9b::34da:7");
    const text = [header, first.replaceAll(" ", "  "), second.slice(0, 40), nat64, ...rest].join("\n");
    const request = { nats: given, from: start, to: start + 1_500 };
    const { here, there } = await bothOf({ [`${plain}02/${nameAt("20261102T0005Z")}`]: text }, request);
    expect(there).toEqual(here);
    expect(there.records.malformed).toBe(1);
  });

  it("with results that Athena keeps, page by page", async () => {
    const logs = oneFile([...atClients, ...atNat], formats.v5);
    const { here, there, athena } = await bothOf(logs, {}, { isManaged: true, pageSize: 7 });
    expect(there).toEqual(here);
    expect(athena.asked.filter((one) => one === "GetQueryResults").length).toBeGreaterThan(2);
  });
});

it("the grammars refuse what is no statement", async () => {
  const { athena } = await bothOf(oneFile(atNat, formats.v5), { nats: given });
  expect(athena.statements.length).toBe(3);
  for (const sql of athena.statements) {
    expect(grammarErrors(sql)).toEqual([]);
    expect(grammarErrors(sql.replace(/\bfrom\b|\bEXISTS\b|\bPARTITIONED BY\b/, "frm"))).not.toEqual([]);
  }
});

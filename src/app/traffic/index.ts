/** `denat traffic`: what crossed the NAT, for whom and where to. */
import type { Facts } from "../../facts/index.ts";
import type { Network } from "../../model/network.ts";
import type { TrafficAnswer } from "../../model/traffic-answer.ts";
import { findNats } from "../../reach/index.ts";
import { trafficFormats } from "../../report/index.ts";
import type { TrafficFormat } from "../../report/index.ts";
import { answerTraffic, parseLogFormat, withMeters } from "../../traffic/index.ts";
import type { GivenNat, LogFile } from "../../traffic/index.ts";
import { readFacts } from "../facts.ts";
import { usageError } from "../failure.ts";
import type { InputRequest, Look, Outcome } from "../outcome.ts";
import { readReading } from "../reading.ts";
import { bucketSource } from "./bucket.ts";
import { readDnsLogs } from "./dns-logs.ts";
import { DuckDb, defaultMemoryLimit } from "./duckdb/engine.ts";
import { inspectLogs } from "./file/inspect.ts";
import { readMeters } from "./meter.ts";
import type { MeterFiles } from "./meter.ts";
import { mendFiles } from "./file/mend.ts";
import { findLogs, localSource } from "./source.ts";
import { readSqlTexts } from "./duckdb/sql-texts.ts";

export interface TrafficRequest extends MeterFiles {
  /** Files, directories or prefixes of flow logs. */
  readonly logs: readonly string[];
  /** Of which the network is made; undefined without one. */
  readonly topology: InputRequest | undefined;
  readonly nats: readonly GivenNat[];
  readonly logFormat: string | undefined;
  /** Seconds since 1970. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly dnsLogs: readonly string[];
  readonly region: string | undefined;
  readonly memoryLimit: string | undefined;
  /** Whether endpoints that stand are measured too. */
  readonly asksEndpoints?: boolean;
  /** Told what is being fetched; "" when it is done. */
  readonly progress: ((line: string) => void) | undefined;
}

export async function runTraffic(
  request: TrafficRequest,
  { format, page }: Look<TrafficFormat>,
): Promise<Outcome> {
  const answer = await findTraffic(request);
  return { status: answer.answer === "known" ? 0 : 2, text: trafficFormats[format](answer, page) };
}

/** The answer as a value. */
export async function findTraffic(request: TrafficRequest): Promise<TrafficAnswer> {
  const facts = await readFacts();
  const network = request.topology && (await readReading(request.topology, facts)).network;
  return measureTraffic(network, facts, request);
}

/** The answer as a value, for verbs that go on from it and have the network already. */
export async function measureTraffic(
  network: Network | undefined,
  facts: Facts,
  request: Omit<TrafficRequest, "topology">,
): Promise<TrafficAnswer> {
  const { logs, nats: given, from, to, region } = request;
  const format = formatOf(request);
  const sources = [bucketSource(request, request.progress ?? (() => {})), localSource];
  const instances = network === undefined ? [] : findNats(network).filter(({ kind }) => kind === "instance");
  const sql = await readSqlTexts();
  const engine = await DuckDb.open({ memoryLimit: request.memoryLimit ?? defaultMemoryLimit });
  try {
    const inspected = await inspectLogs(await findLogs(logs, sources), engine, format);
    const dns = await readDnsLogs(request.dnsLogs);
    const question = {
      files: inspected.files,
      skipped: [...inspected.skipped, ...dns.skipped],
      withoutFormat: inspected.withoutFormat,
      malformed: inspected.malformed,
      mend: (files: readonly LogFile[]) => mendFiles(files, engine.directory),
      network,
      natInstances: instances.map(({ id }) => id),
      given,
      region,
      period: { from, to, now: Math.floor(Date.now() / 1000) },
      dnsAnswers: dns.answers,
      asksEndpoints: request.asksEndpoints ?? false,
    };
    const meters = await readMeters(request, engine);
    return withMeters(await answerTraffic(question, { facts, sql, engine }), meters);
  } finally {
    await engine.close();
  }
}

function formatOf({ logFormat }: Pick<TrafficRequest, "logFormat">): readonly string[] | undefined {
  if (logFormat === undefined) return undefined;
  const fields = parseLogFormat(logFormat);
  if (fields !== undefined) return fields;
  throw usageError(
    "--log-format names no fields of flow logs",
    "give the format as aws ec2 describe-flow-logs prints it",
  );
}

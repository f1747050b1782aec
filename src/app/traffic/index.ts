/** `denat traffic`: what crossed the NAT, for whom and where to. */
import type { Facts } from "../../facts/index.ts";
import type { Network } from "../../model/network.ts";
import type { TrafficAnswer } from "../../model/traffic-answer.ts";
import { findNats } from "../../reach/index.ts";
import { trafficFormats } from "../../report/index.ts";
import type { TrafficFormat } from "../../report/index.ts";
import { answerTraffic, parseLogFormat, withMeters } from "../../traffic/index.ts";
import type { GivenNat, LogFile, TrafficQuestion } from "../../traffic/index.ts";
import { readFacts } from "../facts.ts";
import { usageError } from "../failure.ts";
import type { AthenaOptions } from "./athena/index.ts";
import type { InputRequest, Look, Outcome } from "../outcome.ts";
import { readReading } from "../reading.ts";
import { bucketSource } from "./bucket.ts";
import { readDnsLogs } from "./dns-logs.ts";
import { DuckDb, defaultMemoryLimit } from "./duckdb/engine.ts";
import { inspectLogs } from "./file/inspect.ts";
import { readMeters } from "./meter.ts";
import type { MeterFiles } from "./meter.ts";
import { mendFiles } from "./file/mend.ts";
import { asTold, withoutRemains } from "./machine.ts";
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
  /** Athena reads the logs, where they lie; left out, this machine does. */
  readonly athena?: AthenaOptions | undefined;
  /** Told what is being fetched; "" when it is done. */
  readonly progress: ((line: string) => void) | undefined;
  /** Told what stands beside the answer. */
  readonly note?: ((line: string) => void) | undefined;
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
  const sql = await readSqlTexts();
  return withEngine(request, async (engine) => {
    const meters = await readMeters(request, engine);
    const { athena, progress = () => {}, note = () => {} } = request;
    if (athena === undefined) {
      const sources = [bucketSource(request, progress), localSource];
      const inspected = await inspectLogs(await findLogs(request.logs, sources), engine, formatOf(request));
      const mend = (broken: readonly LogFile[]) => mendFiles(broken, engine.directory);
      const question = await questionOf(inspected, mend, network, request);
      const answer = await withoutRemains(engine.directory, () =>
        answerTraffic(question, { facts, sql, engine, logs: engine }),
      );
      return withMeters(answer, meters);
    }
    const { findAthenaLogs, withAthena } = await import("./athena/index.ts");
    const logs = await findAthenaLogs(athenaRequestOf(request), engine);
    const question = await questionOf(logs, undefined, network, request);
    const answer = await withAthena(logs, { options: athena, engine }, { progress, note }, (reader) =>
      answerTraffic(question, { facts, sql, engine, logs: reader }),
    );
    return withMeters(answer, meters);
  });
}

/** What Athena would be asked, and how much it would read; nothing is run. */
export async function planTraffic(request: TrafficRequest): Promise<Outcome> {
  const facts = await readFacts();
  const network = request.topology && (await readReading(request.topology, facts)).network;
  const sql = await readSqlTexts();
  return withEngine(request, async (engine) => {
    const { findAthenaLogs, planAthena } = await import("./athena/index.ts");
    const logs = await findAthenaLogs(athenaRequestOf(request), engine);
    const question = await questionOf(logs, undefined, network, request);
    const text = await planAthena(logs, engine, (reader) =>
      answerTraffic(question, { facts, sql, engine, logs: reader }),
    );
    return { status: 0, text };
  });
}

const athenaRequestOf = (request: Omit<TrafficRequest, "topology">) => ({
  locations: request.logs,
  period: { from: request.from, to: request.to },
  format: formatOf(request),
  region: request.region,
  progress: request.progress ?? (() => {}),
});

async function withEngine<T>(
  { memoryLimit = defaultMemoryLimit }: Pick<TrafficRequest, "memoryLimit">,
  work: (engine: DuckDb) => Promise<T>,
): Promise<T> {
  const engine = await DuckDb.open({ memoryLimit });
  try {
    return await work(engine);
  } catch (error) {
    throw asTold(error, engine.directory);
  } finally {
    await engine.close();
  }
}

type Found = Pick<TrafficQuestion, "files" | "skipped" | "withoutFormat">;

async function questionOf(
  { files, skipped, withoutFormat }: Found,
  mend: TrafficQuestion["mend"],
  network: Network | undefined,
  { nats: given, from, to, region, dnsLogs, asksEndpoints = false }: Omit<TrafficRequest, "topology">,
): Promise<TrafficQuestion> {
  const instances = network === undefined ? [] : findNats(network).filter(({ kind }) => kind === "instance");
  const dns = await readDnsLogs(dnsLogs);
  return {
    files,
    skipped: [...skipped, ...dns.skipped],
    withoutFormat,
    malformed: 0,
    mend,
    network,
    natInstances: instances.map(({ id }) => id),
    given,
    region,
    period: { from, to, now: Math.floor(Date.now() / 1000) },
    dnsAnswers: dns.answers,
    asksEndpoints,
  };
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

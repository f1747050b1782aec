/**
 * `denat traffic --engine athena`: records are summed up by Athena, where they lie, and what is asked of the sums is asked
 * on this machine.
 *
 * Decides which tables the logs are for Athena, and what is made and dropped there; how records are counted is traffic's.
 */
import { randomUUID } from "node:crypto";
import { AppError } from "../../../model/app-error.ts";
import type { Unused } from "../../../model/network.ts";
import type { LogFile, LogReader } from "../../../traffic/index.ts";
import { defaultRegion } from "../../aws/client/sign-in.ts";
import { usageError } from "../../failure.ts";
import type { DuckDb } from "../duckdb/engine.ts";
import { formatS3Address } from "../s3/address.ts";
import type { Period } from "../s3/layout.ts";
import { openStore } from "../s3/store.ts";
import type { Store } from "../s3/store.ts";
import { megabytes, openAthena } from "./client.ts";
import { dryRunText } from "./dry-run.ts";
import { filesOf, inspectDelivery, refuseMixture } from "./inspect.ts";
import { listDeliveries } from "./list.ts";
import type { Delivery } from "./list.ts";
import { createDryReader, createReader } from "./reader.ts";
import type { LogTable } from "./table.ts";

export interface AthenaOptions {
  readonly workgroup: string;
  readonly database: string;
  /** `s3://…`; undefined where the workgroup says it. */
  readonly output: string | undefined;
}

export interface AthenaRequest {
  readonly locations: readonly string[];
  readonly period: Period;
  readonly format: readonly string[] | undefined;
  readonly region: string | undefined;
  readonly progress: (line: string) => void;
}

/** The logs as a question has them, and what reads them. */
export interface AthenaLogs {
  readonly files: readonly LogFile[];
  readonly skipped: readonly Unused[];
  readonly withoutFormat: readonly string[];
  readonly tables: ReadonlyMap<string, LogTable>;
  /** Of all objects that the tables' directories hold in the period, by table. */
  readonly bytes: ReadonlyMap<LogTable, number>;
  readonly region: string;
}

export async function findAthenaLogs(request: AthenaRequest, engine: DuckDb): Promise<AthenaLogs> {
  const local = request.locations.find((location) => !location.startsWith("s3://"));
  if (local !== undefined) {
    throw usageError(
      `--engine athena does not read ${local}`,
      "give s3://BUCKET/PREFIX, or leave out --engine athena",
    );
  }
  const region = request.region ?? (await defaultRegion(undefined));
  const stores = new Map<string, Promise<Store>>();
  const storeOf = (bucket: string) => {
    const store = stores.get(bucket) ?? openStore(bucket, region);
    stores.set(bucket, store);
    return store;
  };
  try {
    request.progress("listing the objects of the period");
    const { deliveries, skipped } = await listDeliveries(request.locations, request.period, storeOf);
    const logs = await inspectAll(deliveries, storeOf, { engine, format: request.format });
    if (logs.files.length === 0 && logs.withoutFormat.length === 0)
      throw noLogs([...skipped, ...logs.skipped], request);
    return { ...logs, skipped: [...skipped, ...logs.skipped], region };
  } finally {
    request.progress("");
    for (const store of stores.values()) (await store).close();
  }
}

async function inspectAll(
  deliveries: readonly Delivery[],
  storeOf: (bucket: string) => Promise<Store>,
  means: Parameters<typeof inspectDelivery>[2],
): Promise<Omit<AthenaLogs, "region">> {
  // Tables live in a database that others use.
  const run = randomUUID().slice(0, 8);
  const files: LogFile[] = [];
  const skipped: Unused[] = [];
  const withoutFormat: string[] = [];
  const tables = new Map<string, LogTable>();
  const bytes = new Map<LogTable, number>();
  for (const delivery of deliveries) {
    const { bucket, base, objects } = delivery;
    const shape = await inspectDelivery(delivery, await storeOf(bucket), means);
    const [first, last] = [objects[0]?.key ?? "", objects.at(-1)?.key ?? ""];
    if (shape.format === "none") {
      const path = formatS3Address({ bucket, prefix: first });
      if (shape.reason === "no-format") withoutFormat.push(path);
      else skipped.push({ path, reason: shape.reason });
      continue;
    }
    const table = { ...delivery, ...shape, name: `denat_${run}_${bytes.size}`, first, last };
    const own = filesOf(delivery, shape);
    for (const { path } of own) tables.set(path, table);
    files.push(...own);
    bytes.set(table, bytesBelow(base, bucket, deliveries));
  }
  refuseMixture([...bytes.keys()]);
  return { files, skipped, withoutFormat, tables, bytes };
}

/** Athena opens whatever lies in the directories of a table, other flow logs' objects too. */
const bytesBelow = (base: string, bucket: string, deliveries: readonly Delivery[]): number =>
  deliveries
    .filter((one) => one.bucket === bucket && one.base === base)
    .reduce((sum, { objects }) => objects.reduce((total, { size }) => total + size, sum), 0);

function noLogs([first]: readonly Unused[], { locations }: AthenaRequest): AppError {
  const [location = ""] = locations;
  return new AppError(
    "INPUT_EMPTY",
    first === undefined
      ? `${location} holds no flow logs of the period`
      : `there are no flow logs (${first.path}: ${first.reason})`,
    "check the prefix, which ends before AWSLogs/ or anywhere below it, and --from and --to",
  );
}

/** Runs `ask` with Athena reading the logs; what was made there is dropped, also after Ctrl-C. */
export async function withAthena<T>(
  logs: AthenaLogs,
  { options, engine }: { readonly options: AthenaOptions; readonly engine: DuckDb },
  told: { readonly progress: (line: string) => void; readonly note: (line: string) => void },
  ask: (reader: LogReader) => Promise<T>,
): Promise<T> {
  const athena = await openAthena({ ...options, region: logs.region }, told.progress);
  const reader = createReader(athena, engine, { tables: logs.tables, region: logs.region });
  // What was found is not lost over it.
  const tellLeft = (error: unknown) =>
    told.note(`${reader.left().join(", ")} stays in database ${options.database}: ${whyOf(error)}`);
  process.once("SIGINT", athena.stop);
  try {
    return await ask(reader).finally(() => reader.close().catch(tellLeft));
  } finally {
    process.off("SIGINT", athena.stop);
    athena.close();
    told.progress("");
    told.note(
      `Athena read ${megabytes(athena.scanned())} MB; what it bills for that is not among denat's prices`,
    );
  }
}

const whyOf = (error: unknown): string => {
  if (error instanceof AppError) return `${error.message}: ${error.hint}`;
  throw error;
};

/** The statements that `ask` would run, and what they would read. */
export async function planAthena(
  logs: AthenaLogs,
  engine: DuckDb,
  ask: (reader: LogReader) => Promise<unknown>,
): Promise<string> {
  const reader = createDryReader(engine, logs.tables);
  await ask(reader);
  return dryRunText({ ...logs, statements: reader.statements });
}

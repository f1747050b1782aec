/** Athena as far as it is asked here: one statement at a time, until it has ended, and the rows of a small answer. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { GetQueryExecutionCommandOutput, GetQueryResultsCommandOutput } from "@aws-sdk/client-athena";
import { AppError } from "../../../model/app-error.ts";
import type { Row } from "../../../traffic/index.ts";
import { commonSettings, quietenSdk } from "../../aws/client/clients.ts";
import { withRetries } from "../../aws/client/retry.ts";
import { toAthenaError, toQueryError } from "./failure.ts";
import type { AthenaPlace } from "./failure.ts";

export interface Finished {
  readonly id: string;
  /** `s3://…` of the rows in CSV; undefined where Athena keeps them itself. */
  readonly output: string | undefined;
}

export interface Athena {
  /** Throws where the statement fails or is stopped. */
  readonly run: (sql: string) => Promise<Finished>;
  readonly rows: (id: string) => Promise<readonly Row[]>;
  /** Stops what runs; whatever was to run next throws, save what drops tables. */
  readonly stop: () => void;
  /** Bytes that all statements have read so far. */
  readonly scanned: () => number;
  readonly close: () => void;
}

const firstPauseMs = 200;
const longestPauseMs = 5_000;
const patience = { sleep: (ms: number) => sleep(ms), random: Math.random };

export async function openAthena(place: AthenaPlace, progress: (line: string) => void): Promise<Athena> {
  quietenSdk();
  const [sdk, { fromNodeProviderChain }] = await Promise.all([
    import("@aws-sdk/client-athena"),
    import("@aws-sdk/credential-providers"),
  ]);
  const { region, workgroup, database, output } = place;
  const client = new sdk.AthenaClient(commonSettings({ region, credentials: fromNodeProviderChain() }));
  const ask = async <T>(call: () => Promise<T>): Promise<T> =>
    withRetries(call, patience).catch((error: unknown) => {
      throw toAthenaError(error, place);
    });
  const read = new Map<string, number>();
  const scanned = () => [...read.values()].reduce((sum, bytes) => sum + bytes, 0);
  let running: string | undefined;
  let isStopped = false;

  const start = (sql: string, token: string) =>
    ask(() =>
      client.send(
        new sdk.StartQueryExecutionCommand({
          QueryString: sql,
          // The same for each try, so that a try whose answer was lost starts nothing twice.
          ClientRequestToken: token,
          QueryExecutionContext: { Database: database },
          WorkGroup: workgroup,
          ...(output === undefined ? {} : { ResultConfiguration: { OutputLocation: output } }),
        }),
      ),
    );
  const stopQuery = (id: string) =>
    ask(() => client.send(new sdk.StopQueryExecutionCommand({ QueryExecutionId: id })));

  const wait = async (id: string): Promise<Finished> => {
    for (let pause = firstPauseMs; ; pause = Math.min(longestPauseMs, pause * 1.5)) {
      const answer = await ask(() => client.send(new sdk.GetQueryExecutionCommand({ QueryExecutionId: id })));
      const { state, bytes, ...finished } = stateOf(id, answer);
      read.set(id, bytes);
      progress(`Athena: ${state.toLowerCase()}, ${megabytes(scanned())} MB read`);
      if (state === "SUCCEEDED") return finished;
      if (state === "FAILED" || state === "CANCELLED") {
        throw isStopped ? stopped() : toQueryError(answer.QueryExecution?.Status, place);
      }
      await sleep(pause);
    }
  };

  return {
    scanned,
    run: async (sql) => {
      const isCleaning = sql.startsWith("DROP ");
      if (isStopped && !isCleaning) throw stopped();
      const { QueryExecutionId: id = "" } = await start(sql, randomUUID());
      running = id;
      // Stopped while it was being started.
      if (isStopped && !isCleaning) await stopQuery(id);
      try {
        return await wait(id);
      } finally {
        running = undefined;
      }
    },
    rows: async (id) => {
      const rows: Row[] = [];
      let next: string | undefined;
      do {
        const token = next === undefined ? {} : { NextToken: next };
        const page = await ask(() =>
          client.send(new sdk.GetQueryResultsCommand({ QueryExecutionId: id, ...token })),
        );
        // The first row of the first page has the names of the columns.
        rows.push(...rowsOf(page).slice(next === undefined ? 1 : 0));
        next = page.NextToken;
      } while (next !== undefined);
      return rows;
    },
    stop: () => {
      isStopped = true;
      // A refusal shows when the statement is waited for.
      if (running !== undefined) void stopQuery(running).catch(() => {});
    },
    close: () => client.destroy(),
  };
}

function stateOf(id: string, { QueryExecution: query }: GetQueryExecutionCommandOutput) {
  const place = query?.ResultConfiguration?.OutputLocation;
  return {
    id,
    state: query?.Status?.State ?? "QUEUED",
    bytes: query?.Statistics?.DataScannedInBytes ?? 0,
    output: place === undefined || place === "" ? undefined : place,
  };
}

const numbers: ReadonlySet<string> = new Set(["tinyint", "smallint", "integer", "bigint"]);

function rowsOf({ ResultSet }: GetQueryResultsCommandOutput): readonly Row[] {
  const columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
  return (ResultSet?.Rows ?? []).map(({ Data = [] }) =>
    Object.fromEntries(
      columns.map(({ Name = "", Type = "" }, index) => {
        const text = Data[index]?.VarCharValue;
        return [Name, text === undefined ? null : numbers.has(Type) ? Number(text) : text];
      }),
    ),
  );
}

const stopped = () =>
  new AppError("ATHENA_STOPPED", "stopped: Athena's query was cancelled", "run again to begin anew");

export const megabytes = (bytes: number): string =>
  (bytes / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 });

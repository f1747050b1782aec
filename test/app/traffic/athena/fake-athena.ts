/**
 * Athena on loopback, over the objects of a fake bucket. It speaks the API's JSON, keeps to what a table's properties say of
 * partitions and of lines, and runs the statements as they come in DuckDB, which has Trino's functions by macros.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { FakeBucket } from "../s3/fake-s3.ts";
import { createWarehouse } from "./warehouse.ts";
import type { Warehouse } from "./warehouse.ts";

interface Query {
  readonly sql: string;
  readonly rows: readonly (readonly (string | null)[])[];
  readonly columns: readonly { readonly Name: string; readonly Type: string }[];
  state: string;
  reason: string;
  /** How often it is said to run before it has ended. */
  polls: number;
}

/** An answer in place of Athena's: a status with the fields of an error. */
export type Refusal = readonly [status: number, type: string, message: string];

export interface AthenaHabits {
  /** Of an operation, before anything else. */
  readonly refuse?: (operation: string, input: Readonly<Record<string, unknown>>) => Refusal | undefined;
  /** Why a statement fails. */
  readonly fail?: (sql: string) => string | undefined;
  readonly polls?: number;
  readonly pageSize?: number;
  /** Results are not put into a bucket. */
  readonly isManaged?: boolean;
  readonly started?: (sql: string) => void;
}

export interface FakeAthena {
  readonly asked: readonly string[];
  readonly statements: readonly string[];
  readonly inputs: readonly Readonly<Record<string, unknown>>[];
}

const bytesScanned = 12_345_678;

export async function startAthena(bucket: FakeBucket, habits: AthenaHabits = {}): Promise<FakeAthena> {
  const warehouse = await createWarehouse(bucket);
  const queries = new Map<string, Query>();
  const tokens = new Map<string, string>();
  const fake = { asked: [] as string[], statements: [] as string[], inputs: [] as Record<string, unknown>[] };
  const { pageSize = 1000, isManaged = false } = habits;

  const operations: Readonly<Record<string, (input: Record<string, unknown>) => Promise<object> | object>> = {
    StartQueryExecution: async (input) => {
      const token = String(input["ClientRequestToken"]);
      const known = tokens.get(token);
      if (known !== undefined) return { QueryExecutionId: known };
      const id = randomUUID();
      tokens.set(token, id);
      const sql = String(input["QueryString"]);
      fake.statements.push(sql);
      const query = await runQuery(sql, warehouse, habits);
      queries.set(id, query);
      if (!isManaged) bucket.objects.set(`results/${id}.csv`, Buffer.from(csvOf(query)));
      habits.started?.(sql);
      return { QueryExecutionId: id };
    },
    GetQueryExecution: ({ QueryExecutionId: id }) => {
      const query = queries.get(String(id));
      const isRunning = query !== undefined && query.polls > 0 && query.state !== "CANCELLED";
      if (query !== undefined) query.polls -= 1;
      return {
        QueryExecution: {
          QueryExecutionId: id,
          Status: { State: isRunning ? "RUNNING" : query?.state, StateChangeReason: query?.reason },
          ...(isManaged
            ? {}
            : { ResultConfiguration: { OutputLocation: `s3://logs/results/${String(id)}.csv` } }),
          Statistics: { DataScannedInBytes: /^(CREATE|DROP)/.test(query?.sql ?? "") ? 0 : bytesScanned },
        },
      };
    },
    GetQueryResults: ({ QueryExecutionId: id, NextToken: token }) => {
      const { columns = [], rows = [] } = queries.get(String(id)) ?? {};
      const all = [columns.map(({ Name }) => Name), ...rows];
      const first = Number(token ?? 0);
      return {
        ResultSet: {
          ResultSetMetadata: { ColumnInfo: columns },
          Rows: all
            .slice(first, first + pageSize)
            .map((row) => ({ Data: row.map((value) => (value === null ? {} : { VarCharValue: value })) })),
        },
        ...(first + pageSize < all.length ? { NextToken: String(first + pageSize) } : {}),
      };
    },
    StopQueryExecution: ({ QueryExecutionId: id }) => {
      const query = queries.get(String(id));
      if (query !== undefined) query.state = "CANCELLED";
      return {};
    },
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const operation = String(request.headers["x-amz-target"]).replace("AmazonAthena.", "");
      const input = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
      fake.asked.push(operation);
      fake.inputs.push(input);
      const answer = async (): Promise<readonly [number, object]> => {
        const refusal = habits.refuse?.(operation, input);
        if (refusal !== undefined) return [refusal[0], { __type: refusal[1], message: refusal[2] }];
        return [200, (await operations[operation]?.(input)) ?? {}];
      };
      void answer().then(([status, body]) => {
        response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify(body));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  process.env["AWS_ENDPOINT_URL_ATHENA"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

async function runQuery(
  sql: string,
  warehouse: Warehouse,
  { fail, polls = 0 }: AthenaHabits,
): Promise<Query> {
  const base = { sql, rows: [], columns: [], polls: sql.startsWith("DROP") ? 0 : polls };
  const planned = fail?.(sql);
  if (planned !== undefined) return { ...base, state: "FAILED", reason: planned };
  try {
    return { ...base, ...(await warehouse.run(sql)), state: "SUCCEEDED", reason: "" };
  } catch (error) {
    return { ...base, state: "FAILED", reason: `FAILED: ${(error as Error).message}` };
  }
}

/** Every value in quotes, and nothing for null. */
function csvOf({ columns, rows }: Query): string {
  const line = (values: readonly (string | null)[]) =>
    values.map((value) => (value === null ? "" : `"${value.replaceAll('"', '""')}"`)).join(",");
  return [columns.map(({ Name }) => Name), ...rows].map(line).join("\n") + "\n";
}

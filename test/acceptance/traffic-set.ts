/** Generated flow logs in a directory of their own, and what denat says of them. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { fieldsUpTo } from "../../bench/flow-logs/field.ts";
import type { FlowLog } from "../../bench/flow-logs/file.ts";
import { createTraffic, generateFlowLogs } from "../../bench/flow-logs/generate.ts";
import type { Amounts, Truth } from "../../bench/flow-logs/truth.ts";
import { run } from "../../src/cli/run.ts";

const begin = Date.UTC(2026, 10, 2, 12) / 1000;

export interface LogSet {
  readonly directory: string;
  readonly truth: Truth;
  /** `--nat ENI=IP` of each. */
  readonly nats: readonly string[];
}

export const flowLog = (more: Partial<FlowLog> = {}): FlowLog => ({
  id: "fl-00000000000000001",
  scope: "vpc",
  fields: fieldsUpTo(5),
  text: "gzip",
  keys: "plain",
  perHour: false,
  ...more,
});

export async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "denat-traffic-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

export async function makeLogs(logs: readonly FlowLog[], windows = 2, records = 3000): Promise<LogSet> {
  const directory = await newDirectory();
  const order = { records: records * windows, windows, begin, logs };
  const truth = await generateFlowLogs(directory, createTraffic(7, 20, 400), order);
  return {
    directory,
    truth,
    nats: truth.nats.flatMap((nat) => ["--nat", `${nat.interface}=${nat.address}`]),
  };
}

/** Every file of the set, written anew; undefined takes it away. */
export async function rewrite(
  { directory }: LogSet,
  change: (lines: readonly string[], number: number) => string,
): Promise<void> {
  const paths = (await readdir(directory, { recursive: true }))
    .filter((path) => path.includes(".log"))
    .sort();
  for (const [number, path] of paths.entries()) {
    const bytes = await readFile(join(directory, path));
    const isGzip = path.endsWith(".gz");
    const lines = (isGzip ? gunzipSync(bytes) : bytes).toString().trimEnd().split("\n");
    const text = Buffer.from(change(lines, number));
    await writeFile(join(directory, path), isGzip ? gzipSync(text) : text);
  }
}

interface Row extends Amounts {
  readonly tags: readonly string[];
  readonly region: string | null;
}

export interface Answer {
  readonly answer: string;
  readonly method: string | null;
  readonly nat: (Amounts & { readonly bytes: number }) | null;
  readonly nats: readonly Amounts[];
  readonly byService: readonly (Row & { readonly class: string; readonly service: string | null })[];
  readonly byClient: readonly (Amounts & { readonly ip: string })[];
  readonly flows: readonly (Row & { readonly client: { readonly ip: string } | null })[];
  readonly records: Readonly<
    Record<"read" | "counted" | "duplicate" | "noData" | "skipData" | "malformed" | "other", number>
  >;
  readonly coverage: Readonly<Record<string, unknown>>;
  readonly reconciliation: readonly { readonly ratio: number | null; readonly scales: boolean }[];
  readonly unknowns: readonly { readonly fact: string; readonly settledBy: string }[];
}

export interface Asked {
  readonly status: number;
  readonly answer: Answer;
  readonly stderr: string;
}

export async function askTraffic(...args: readonly string[]): Promise<Asked> {
  const printed = { stdout: "", stderr: "" };
  const status = await run(["traffic", ...args, "--format", "json"], {
    stdin: (async function* () {})(),
    write: (text) => (printed.stdout += text),
    writeError: (text) => (printed.stderr += text),
    page: { width: 120, paint: (_, text) => text },
    debug: true,
  });
  return { status, answer: JSON.parse(printed.stdout || "null") as Answer, stderr: printed.stderr };
}

type Sums = Readonly<Record<string, readonly [bytesOut: number, bytesIn: number]>>;

function sums<R extends Amounts>(rows: readonly R[], keyOf: (row: R) => string): Sums {
  const found: Record<string, [number, number]> = {};
  for (const row of rows) {
    const sum = (found[keyOf(row)] ??= [0, 0]);
    sum[0] += row.bytesOut;
    sum[1] += row.bytesIn;
  }
  return found;
}

const placeOf = ({ tags, region }: Row | Truth["byService"][number]) => `${tags.join(" ")} @ ${region ?? ""}`;

/** The same four tables of the truth and of an answer. */
export function tablesOf(from: Truth | Answer) {
  const cube = "cube" in from ? from.cube : from.flows;
  const clientOf = (row: (typeof cube)[number]) => ("ip" in row ? row.ip : (row.client?.ip ?? ""));
  return {
    nats: sums<Amounts>(from.nats, () => "all"),
    byService: sums<Row | Truth["byService"][number]>(from.byService, placeOf),
    byClient: sums(from.byClient, ({ ip }) => ip),
    cube: sums<(typeof cube)[number]>(cube, (row) => `${clientOf(row)} → ${placeOf(row)}`),
  };
}

/** What else adds up flow logs on one machine: `gunzip | awk`, and DuckDB without any attribution. */
import { spawnSync } from "node:child_process";
import { DuckDBInstance } from "@duckdb/node-api";
import type { BenchSet } from "./bench-set.ts";

export interface Peer {
  readonly seconds: number;
  /** Of all processors that it ran on. */
  readonly cpuSeconds: number;
  /** As far as it comes: what passed the NAT gateways. */
  readonly bytes: number;
}

/** Legs 1 and 4 of the NAT gateways by remote, as a script of an afternoon would have them. */
export function runAwk({ text, truth, fields }: BenchSet): Peer {
  const at = (name: string) => `$${fields.indexOf(name) + 1}`;
  const nats = truth.nats.map(({ address }) => `nat["${address}"]`).join("; ");
  const program = `
    BEGIN { ${nats} }
    (${at("dstaddr")} in nat) && ${at("srcaddr")} ~ /^10\\./ { sum[${at("pkt-dstaddr")}] += ${at("bytes")} }
    (${at("srcaddr")} in nat) && ${at("dstaddr")} ~ /^10\\./ { sum[${at("pkt-srcaddr")}] += ${at("bytes")} }
    END { for (remote in sum) all += sum[remote]; printf "%.0f\\n", all }`;
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    "sh",
    ["-c", `find "$1" -name '*.gz' -print0 | xargs -0 gunzip -c | awk "$2" && times`, "sh", text, program],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`gunzip | awk ended with ${status}: ${stderr}`);
  const seconds = (performance.now() - start) / 1000;
  const [bytes = "", , children = ""] = stdout.trim().split("\n");
  return { seconds, cpuSeconds: secondsIn(children), bytes: Number(bytes) };
}

/** As the shell prints what its children took: `0m1.250s 0m0.040s`. */
function secondsIn(times: string): number {
  return [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

/** What a scan reads beside the bytes: nothing, or all columns that denat asks as well. */
export type Width = "bytes" | "asked";

const asked = [
  "interface-id",
  "srcaddr",
  "dstaddr",
  "pkt-srcaddr",
  "pkt-dstaddr",
  "start",
  "end",
  "action",
  "log-status",
];

/** One sum over every row, of columns whose types nobody has to find out. */
export async function scanText({ text, fields }: BenchSet, width: Width): Promise<Peer> {
  const columns = fields.map((name) => `'${name}': 'VARCHAR'`).join(", ");
  return scan(`SELECT sum(try_cast(bytes AS BIGINT))::DOUBLE AS bytes${counted(width, (name) => name)}
    FROM read_csv('${text}/**/*.log.gz', delim = ' ', header = true, quote = '', escape = '', auto_detect = false,
    columns = {${columns}})`);
}

export async function scanParquet({ parquet }: BenchSet, width: Width): Promise<Peer> {
  return scan(`SELECT sum(bytes)::DOUBLE AS bytes${counted(width, (name) => name.replaceAll("-", "_"))}
    FROM read_parquet('${parquet}/**/*.log.parquet')`);
}

const counted = (width: Width, columnOf: (name: string) => string): string =>
  width === "bytes" ? "" : asked.map((name) => `, count("${columnOf(name)}")`).join("");

async function scan(query: string): Promise<Peer> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await instance.connect();
  const used = process.cpuUsage();
  const start = performance.now();
  const [row] = (await connection.runAndReadAll(query)).getRowObjects();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  connection.closeSync();
  instance.closeSync();
  return { seconds, cpuSeconds: (user + system) / 1e6, bytes: Number(row?.["bytes"]) };
}

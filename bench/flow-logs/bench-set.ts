/** The records that `npm run bench -- traffic` reads, once as text and once in Parquet, in a directory that goes with it. */
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlowLog } from "./file.ts";
import { createTraffic, generateFlowLogs } from "./generate.ts";
import { convertToParquet } from "./parquet.ts";
import type { Truth } from "./truth.ts";

export interface BenchSet {
  readonly records: number;
  readonly truth: Truth;
  readonly fields: readonly string[];
  readonly text: string;
  readonly parquet: string;
  readonly textMb: number;
  readonly parquetMb: number;
  readonly remove: () => Promise<void>;
}

/** What denat recommends for a flow log (docs of `denat traffic`). */
const fields =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id subnet-id instance-id pkt-srcaddr pkt-dstaddr region az-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path resource-id interface-type next-hop-interface-id next-hop-az-id next-hop-interface-type".split(
    " ",
  );
const log: FlowLog = {
  id: "fl-0f7d3a5c1e9b24680",
  scope: "vpc",
  fields,
  text: "gzip",
  keys: "plain",
  perHour: false,
};
const clients = 500;
const mostRemotes = 164_000;
const recordsPerFile = 70_000;

export async function makeBenchSet(records: number): Promise<BenchSet> {
  const root = await mkdtemp(join(tmpdir(), "denat-bench-flows-"));
  const [text, parquet] = [join(root, "text"), join(root, "parquet")];
  try {
    const traffic = createTraffic(1, clients, Math.min(mostRemotes, Math.max(50, Math.ceil(records / 10))));
    const windows = Math.max(1, Math.round(records / recordsPerFile));
    const order = { records, windows, begin: Date.UTC(2026, 10, 2) / 1000, logs: [log] };
    const truth = await generateFlowLogs(text, traffic, order);
    await convertToParquet(text, parquet, fields);
    return {
      records: truth.records[log.id]?.read ?? 0,
      truth,
      fields,
      text,
      parquet,
      textMb: await megabytesIn(text),
      parquetMb: await megabytesIn(parquet),
      remove: () => rm(root, { recursive: true, force: true }),
    };
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
}

async function megabytesIn(root: string): Promise<number> {
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  const sizes = files
    .filter((file) => file.isFile())
    .map(async (file) => stat(join(file.parentPath, file.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0) / 1e6;
}

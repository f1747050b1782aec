/**
 * The records that `npm run bench -- traffic` reads, once as text and once in Parquet. To make twenty million takes far longer
 * than to read them: with DENAT_BENCH_SETS=DIRECTORY sets stay there, and the next run finds them.
 */
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlowLog } from "./file.ts";
import { createTraffic, generateFlowLogs } from "./generate.ts";
import { convertToParquet } from "./parquet.ts";
import type { Truth } from "./truth.ts";

/** What was made, without where it lies. */
interface Made {
  readonly records: number;
  readonly truth: Truth;
  readonly fields: readonly string[];
  readonly textMb: number;
  readonly parquetMb: number;
}

export interface BenchSet extends Made {
  readonly text: string;
  readonly parquet: string;
  /** Nothing where sets stay. */
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
  const kept = process.env["DENAT_BENCH_SETS"];
  if (kept === undefined) {
    const root = await mkdtemp(join(tmpdir(), "denat-bench-flows-"));
    return { ...(await makeAt(root, records)), ...placesIn(root), remove: () => removeAt(root) };
  }
  const root = join(kept, `flows-${records}`);
  const made = (await readMade(root)) ?? (await keepAt(root, records));
  return { ...made, ...placesIn(root), remove: async () => {} };
}

const placesIn = (root: string) => ({ text: join(root, "text"), parquet: join(root, "parquet") });
const removeAt = (root: string) => rm(root, { recursive: true, force: true });

/** Undefined where nothing was kept, or with other fields than now. */
async function readMade(root: string): Promise<Made | undefined> {
  const text = await readFile(join(root, "made.json"), "utf8").catch(() => undefined);
  const made = text === undefined ? undefined : (JSON.parse(text) as Made);
  return made?.fields.join() === fields.join() ? made : undefined;
}

/** Under another name until it is whole. */
async function keepAt(root: string, records: number): Promise<Made> {
  const draft = `${root}.part`;
  await removeAt(draft);
  await mkdir(draft, { recursive: true });
  const made = await makeAt(draft, records);
  await writeFile(join(draft, "made.json"), JSON.stringify(made));
  await removeAt(root);
  await rename(draft, root);
  return made;
}

async function makeAt(root: string, records: number): Promise<Made> {
  const { text, parquet } = placesIn(root);
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
      textMb: await megabytesIn(text),
      parquetMb: await megabytesIn(parquet),
    };
  } catch (error) {
    await removeAt(root);
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

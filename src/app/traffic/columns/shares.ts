/**
 * A group's files shared out among threads, each of which writes a file of its own. Little is converted on the spot: a thread
 * takes longer to start.
 */
import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { LogGroup, Rejected } from "../../../traffic/index.ts";
import { convertText } from "./convert.ts";
import type { AskedField } from "./scanner.ts";

export interface Share {
  readonly group: LogGroup;
  readonly asked: readonly AskedField[];
  readonly target: string;
}

/** What a thread says last. An error keeps neither its code nor its path on the way by itself. */
export type Told =
  | { readonly kind: "done"; readonly rejected: readonly Rejected[] }
  | { readonly kind: "failed"; readonly error: Failure };

type Failure = Pick<NodeJS.ErrnoException, "message" | "code" | "path">;

export interface Converted {
  readonly paths: readonly string[];
  readonly rejected: readonly Rejected[];
}

/** Of files as they lie on the disk, compressed or not. */
const leastBytes = 16 << 20;

/** `targetOf`: names a file that one thread writes. */
export async function convertShares(
  group: LogGroup,
  asked: readonly AskedField[],
  targetOf: () => string,
  { least = leastBytes, threads = availableParallelism() } = {},
): Promise<Converted> {
  const files = await Promise.all(group.paths.map(async (path) => ({ path, size: (await stat(path)).size })));
  const isLittle = files.reduce((sum, { size }) => sum + size, 0) < least;
  const shares = shareOut(files, isLittle ? 1 : threads).map((paths): Share => ({
    group: { ...group, paths },
    asked,
    target: targetOf(),
  }));
  const rejected = await (shares.length === 1 ? Promise.all(shares.map(convertHere)) : convertApart(shares));
  return { paths: shares.map(({ target }) => target), rejected: rejected.flat() };
}

/** The largest file first, always to the thread that has least. */
function shareOut(
  files: readonly { readonly path: string; readonly size: number }[],
  threads: number,
): readonly (readonly string[])[] {
  const shares = Array.from({ length: Math.min(threads, files.length) }, () => ({
    size: 0,
    paths: [] as string[],
  }));
  for (const { path, size } of files.toSorted((a, b) => b.size - a.size)) {
    const share = shares.reduce((least, one) => (one.size < least.size ? one : least));
    share.paths.push(path);
    share.size += size;
  }
  return shares.map(({ paths }) => paths);
}

const convertHere = ({ group, asked, target }: Share) => convertText(group, asked, target);

const isSource = import.meta.url.endsWith(".ts");
const entry = new URL(isSource ? "worker.ts" : "worker.js", import.meta.url).href;
const keyword = "import";
const importing = (module: string) => `${keyword}(${JSON.stringify(module)})`;
/** What a thread runs. Node 20 reads no TypeScript by itself, and takes no loader over into a thread. */
const boot = isSource
  ? `${importing("tsx/esm/api")}.then(({ register }) => { register(); return ${importing(entry)}; })`
  : importing(entry);

/** Where one thread fails, the others end. */
async function convertApart(shares: readonly Share[]): Promise<readonly (readonly Rejected[])[]> {
  const workers = shares.map((share) => new Worker(boot, { eval: true, workerData: share }));
  try {
    return await Promise.all(workers.map(resultOf));
  } catch (error) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    throw error;
  }
}

/** Once the thread has ended, and given its memory back. */
const resultOf = (worker: Worker): Promise<readonly Rejected[]> =>
  new Promise((resolve, reject) => {
    let told: Told | undefined;
    worker.once("message", (said: Told) => (told = said));
    worker.once("error", reject);
    worker.once("exit", (code) => {
      if (told === undefined) reject(new Error(`a thread that reads logs ended with ${code}`));
      else if (told.kind === "done") resolve(told.rejected);
      else reject(Object.assign(new Error(told.error.message), told.error));
    });
  });

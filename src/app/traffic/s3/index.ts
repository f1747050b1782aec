/**
 * Flow logs in a bucket, as files on this machine.
 *
 * Decides what of a prefix a period needs, and fetches it, many at a time, into a cache that the next run finds. What the
 * files hold is read by whoever asked for them.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { AppError } from "../../../model/app-error.ts";
import { createLimit } from "../../aws/client/limit.ts";
import { defaultRegion } from "../../aws/client/sign-in.ts";
import { formatS3Address, parseS3Address } from "./address.ts";
import { cachePath, download } from "./download.ts";
import type { Period } from "./layout.ts";
import { walkPrefix } from "./list.ts";
import { createQueue } from "./queue.ts";
import { openStore } from "./store.ts";
import type { StoredObject } from "./store.ts";

export interface S3Request {
  /** `s3://bucket/prefix` */
  readonly address: string;
  readonly period: Period;
  /** Where fetched objects are kept; undefined for the user's own cache. */
  readonly cache: string | undefined;
  /** Told how far it is; "" when it is done. */
  readonly progress: (line: string) => void;
}

const listsAtATime = 8;

export interface FetchedFile {
  /** `s3://bucket/key` */
  readonly name: string;
  readonly path: string;
}

/** In the order of their keys. */
export async function fetchFlowLogs(request: S3Request): Promise<readonly FetchedFile[]> {
  const { address, period, progress } = request;
  const { bucket, prefix } = parseS3Address(address);
  const store = await openStore(bucket, await regionToStart());
  const cache = request.cache ?? userCache();
  const queue = createQueue(async (object: StoredObject) => {
    const path = cachePath(cache, bucket, object);
    await download(store, bucket, object, path);
    return { name: formatS3Address({ bucket, prefix: object.key }), path, size: object.size };
  });
  try {
    const found = (object: StoredObject) =>
      queue.add(object, ({ done, bytes, all }) => {
        progress(`${address}: ${done} of ${all} files, ${megabytes(bytes)} MB`);
      });
    await walkPrefix(prefix, { store, period, limit: createLimit(listsAtATime), found }).catch(queue.stop);
    const fetched = await queue.end();
    if (fetched.length === 0) throw nothingThere({ bucket, prefix }, period);
    return fetched.map(({ name, path }) => ({ name, path })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } finally {
    progress("");
    store.close();
  }
}

function nothingThere(address: ReturnType<typeof parseS3Address>, { from, to }: Period): AppError {
  const when = from === undefined && to === undefined ? "" : " of that period";
  return new AppError(
    "INPUT_EMPTY",
    `${formatS3Address(address)} holds no flow logs${when}`,
    "check the prefix, which ends before AWSLogs/ or anywhere below it, and --from and --to",
  );
}

/** https://specifications.freedesktop.org/basedir-spec/latest/ (read 2026-11-29) */
function userCache(): string {
  const named = process.env["XDG_CACHE_HOME"];
  return join(named === undefined || named === "" ? join(homedir(), ".cache") : named, "denat", "flow-logs");
}

/** Any will do to begin with: S3 tells where a bucket is. */
async function regionToStart(): Promise<string> {
  return defaultRegion(undefined).catch(() => "us-east-1");
}

const megabytes = (bytes: number) => (bytes / 1e6).toLocaleString("en-US", { maximumFractionDigits: 1 });

/** One object as a file of the cache: there already, or fetched, going on where an earlier try broke off. */
import { createHash } from "node:crypto";
import { mkdir, open, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../../../model/app-error.ts";
import { withRetries } from "../../aws/client/retry.ts";
import { toS3Error } from "./failure.ts";
import type { Store, StoredObject } from "./store.ts";

const patience = { sleep: (ms: number) => sleep(ms), random: Math.random };

/** The file's name stays what it is, for it says which flow log wrote it; another version of the object has another directory. */
export function cachePath(cache: string, bucket: string, { key, etag }: StoredObject): string {
  const segments = key.split("/").map(asSegment);
  const version = createHash("sha256").update(etag).digest("hex").slice(0, 16);
  return join(cache, asSegment(bucket), ...segments.slice(0, -1), version, segments.at(-1) ?? "");
}

/** Whatever stands in a key, a name that leads nowhere else. */
function asSegment(text: string): string {
  const name = encodeURIComponent(text).replaceAll("%3D", "=");
  return /^\.{0,2}$/.test(name) ? `%${name}` : name;
}

export async function download(
  store: Store,
  bucket: string,
  object: StoredObject,
  path: string,
): Promise<"kept" | "fetched"> {
  if ((await sizeOf(path)) === object.size) return "kept";
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await withRetries(() => fetchRest(store, object, part), patience);
  } catch (error) {
    throw isOfDisk(error)
      ? unwritable(path, error)
      : toS3Error(error, { call: "get", bucket, key: object.key });
  }
  await rename(part, path);
  return "fetched";
}

async function fetchRest(store: Store, object: StoredObject, part: string): Promise<void> {
  const there = (await sizeOf(part)) ?? 0;
  const first = there < object.size ? there : 0;
  const bytes = await store.read(object, first);
  const file = await open(part, first === 0 ? "w" : "a", 0o600);
  try {
    for await (const chunk of bytes) await file.writeFile(chunk);
  } finally {
    await file.close();
  }
  const size = await sizeOf(part);
  if (size !== object.size)
    throw Object.assign(new Error(`${size} of ${object.size} bytes of ${object.key} came`), {
      code: "ECONNRESET",
    });
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

const diskErrors: ReadonlySet<string> = new Set(["ENOSPC", "EACCES", "EPERM", "EROFS", "EDQUOT", "ENOTDIR"]);

const isOfDisk = (error: unknown): boolean =>
  error instanceof Error && "code" in error && diskErrors.has(String(error.code));

function unwritable(path: string, cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError("CACHE_UNWRITABLE", `cannot write ${path}`, why, { cause });
}

/** All buckets, as they are on the disk. */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { openBucket } from "./bucket.ts";
import type { StoredBucket } from "./bucket.ts";
import { fileNameOf, makeDirectory, removeFile, writeJson } from "./files.ts";
import type { BucketRecord } from "./record.ts";
import { createTurns } from "./turns.ts";

export interface S3Store {
  readonly find: (name: string) => StoredBucket | undefined;
  /** By name. */
  readonly list: () => readonly BucketRecord[];
  /** The bucket that was there first when two ask for one name. */
  readonly create: (
    record: BucketRecord,
  ) => Promise<{ readonly bucket: StoredBucket; readonly isNew: boolean }>;
  readonly update: (bucket: StoredBucket, record: BucketRecord) => Promise<void>;
  /** False when there are objects in it. */
  readonly remove: (bucket: StoredBucket) => Promise<boolean>;
}

export async function openStore(storageDirectory: string): Promise<S3Store> {
  const root = await makeDirectory(storageDirectory, "buckets");
  const buckets = new Map<string, StoredBucket>();
  const takeTurn = createTurns();
  for (const name of await readdir(root)) {
    const record = await readRecord(join(root, name));
    if (record !== undefined) buckets.set(record.name, await openBucket(record, join(root, name)));
  }
  const place = (name: string) => join(root, fileNameOf(name));
  return {
    find: (name) => buckets.get(name),
    list: () => [...buckets.values()].map(({ record }) => record).sort((a, b) => (a.name < b.name ? -1 : 1)),
    create: (record) =>
      takeTurn(async () => {
        const before = buckets.get(record.name);
        if (before !== undefined) return { bucket: before, isNew: false };
        const directory = await makeDirectory(place(record.name));
        await writeJson(directory, "bucket", record);
        const bucket = await openBucket(record, directory);
        buckets.set(record.name, bucket);
        return { bucket, isNew: true };
      }),
    update: (bucket, record) =>
      bucket.takeTurn(async () => {
        await writeJson(bucket.directory, "bucket", record);
        bucket.record = record;
      }),
    remove: (bucket) =>
      takeTurn(() =>
        bucket.takeTurn(async () => {
          if (bucket.objects.size > 0) return false;
          buckets.delete(bucket.record.name);
          // Without its record it is no bucket, even if the rest is not taken away any more.
          await removeFile(bucket.directory, "bucket.json");
          await rm(bucket.directory, { recursive: true, force: true });
          return true;
        }),
      ),
  };
}

/** Undefined where a bucket was only begun. */
async function readRecord(directory: string): Promise<BucketRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, "bucket.json"), "utf8")) as BucketRecord;
  } catch {
    return undefined;
  }
}

/**
 * One bucket on the disk: `bucket.json`, a record for each object in `objects`, each upload in `uploads`, each part in
 * `parts`, and the bytes in `data`. The records are held in memory too; the bytes never.
 */
import { removeSegments, removeUnknown } from "./data.ts";
import { fileNameOf, makeDirectory, readJsonFiles, removeFile, writeJson } from "./files.ts";
import { createKeyOrder } from "./key-order.ts";
import type { KeyOrder } from "./key-order.ts";
import type { BucketRecord, ObjectRecord, PartRecord, UploadRecord } from "./record.ts";
import { createTurns } from "./turns.ts";
import type { TakeTurn } from "./turns.ts";

export interface StoredUpload {
  readonly upload: UploadRecord;
  /** By number. */
  readonly parts: Map<number, PartRecord>;
}

export interface StoredBucket {
  record: BucketRecord;
  readonly directory: string;
  readonly dataDirectory: string;
  readonly objects: Map<string, ObjectRecord>;
  readonly keys: KeyOrder;
  readonly uploads: Map<string, StoredUpload>;
  /** Every change of the records goes through it. */
  readonly takeTurn: TakeTurn;
}

export async function openBucket(record: BucketRecord, directory: string): Promise<StoredBucket> {
  const [objectsIn, uploadsIn, partsIn, dataDirectory] = (await Promise.all(
    ["objects", "uploads", "parts", "data"].map((part) => makeDirectory(directory, part)),
  )) as [string, string, string, string];
  const objects = new Map((await readJsonFiles<ObjectRecord>(objectsIn)).map((one) => [one.key, one]));
  const uploads = new Map(
    (await readJsonFiles<UploadRecord>(uploadsIn)).map((upload) => [
      upload.id,
      { upload, parts: new Map<number, PartRecord>() },
    ]),
  );
  for (const { uploadId, part } of await readJsonFiles<StoredPart>(partsIn)) {
    uploads.get(uploadId)?.parts.set(part.number, part);
  }
  const segments = [
    ...[...objects.values()].flatMap((object) => object.segments),
    ...[...uploads.values()].flatMap(({ parts }) => [...parts.values()].map(({ segment }) => segment)),
  ];
  await removeUnknown(dataDirectory, new Set(segments.map(({ file }) => file)));
  const keys = createKeyOrder(objects);
  return { record, directory, dataDirectory, objects, keys, uploads, takeTurn: createTurns() };
}

interface StoredPart {
  readonly uploadId: string;
  readonly part: PartRecord;
}

/** Puts the object in the place of the one of its key, whose bytes go. */
export async function putObject(bucket: StoredBucket, object: ObjectRecord): Promise<void> {
  const before = bucket.objects.get(object.key);
  await writeJson(`${bucket.directory}/objects`, fileNameOf(object.key), object);
  bucket.objects.set(object.key, object);
  if (before === undefined) bucket.keys.changed();
  const kept = new Set(object.segments.map(({ file }) => file));
  const gone = (before?.segments ?? []).filter(({ file }) => !kept.has(file));
  await removeSegments(bucket.dataDirectory, gone);
}

export async function removeObject(bucket: StoredBucket, key: string): Promise<void> {
  const object = bucket.objects.get(key);
  if (object === undefined) return;
  await removeFile(bucket.directory, "objects", `${fileNameOf(key)}.json`);
  bucket.objects.delete(key);
  bucket.keys.changed();
  await removeSegments(bucket.dataDirectory, object.segments);
}

export async function putUpload(bucket: StoredBucket, upload: UploadRecord): Promise<void> {
  await writeJson(`${bucket.directory}/uploads`, fileNameOf(upload.id), upload);
  bucket.uploads.set(upload.id, { upload, parts: new Map() });
}

export async function putPart(
  bucket: StoredBucket,
  { upload, parts }: StoredUpload,
  part: PartRecord,
): Promise<void> {
  const before = parts.get(part.number);
  await writeJson(`${bucket.directory}/parts`, partName(upload.id, part.number), {
    uploadId: upload.id,
    part,
  });
  parts.set(part.number, part);
  if (before !== undefined) await removeSegments(bucket.dataDirectory, [before.segment]);
}

/** Takes the upload away, and the bytes of its parts but those that an object took over. */
export async function removeUpload(
  bucket: StoredBucket,
  { upload, parts }: StoredUpload,
  kept: ReadonlySet<string>,
): Promise<void> {
  await removeFile(bucket.directory, "uploads", `${fileNameOf(upload.id)}.json`);
  bucket.uploads.delete(upload.id);
  for (const { number, segment } of parts.values()) {
    await removeFile(bucket.directory, "parts", `${partName(upload.id, number)}.json`);
    if (!kept.has(segment.file)) await removeSegments(bucket.dataDirectory, [segment]);
  }
}

const partName = (uploadId: string, number: number) => fileNameOf(`${uploadId} ${number}`);

/** What is kept of buckets, objects and uploads, beside the bytes. Everything here is plain JSON. */

export interface BucketRecord {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly createdAtMs: number;
  /** The text of the bucket policy, as it was put. */
  readonly policy: string | undefined;
}

/** A file of the bucket's data, never changed once it is there. An object of one upload in parts has one for each. */
export interface Segment {
  readonly file: string;
  readonly size: number;
}

export interface Checksum {
  /** `CRC32`, `SHA256` …, as the API spells it. */
  readonly algorithm: string;
  /** In base64; of a composite one with `-N` after it. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

export interface ObjectRecord {
  readonly key: string;
  readonly size: number;
  /** Without its quotes. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  /** Headers that go back with the object as they came: content-type, cache-control, x-amz-meta-… */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum: Checksum | undefined;
  readonly segments: readonly Segment[];
}

export interface PartRecord {
  readonly number: number;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly checksum: Checksum | undefined;
  readonly segment: Segment;
}

export interface UploadRecord {
  readonly id: string;
  readonly key: string;
  readonly initiatedAtMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly initiator: string;
  readonly checksumAlgorithm: string | undefined;
  readonly checksumType: "FULL_OBJECT" | "COMPOSITE" | undefined;
}

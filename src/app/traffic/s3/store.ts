/** S3 as far as it is asked here: pages of keys, and bytes of one object from some byte on. */
import { setTimeout as sleep } from "node:timers/promises";
import type { GetObjectCommandOutput } from "@aws-sdk/client-s3";
import { commonSettings, quietenSdk } from "../../aws/client/clients.ts";
import { withRetries } from "../../aws/client/retry.ts";
import { toS3Error } from "./failure.ts";

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  /** Without its quotes. */
  readonly etag: string;
}

export interface KeyPage {
  readonly objects: readonly StoredObject[];
  /** Of what stands below the next `/`, where that was asked for. */
  readonly directories: readonly string[];
  readonly next: string | undefined;
}

export interface Store {
  readonly list: (
    prefix: string,
    options: { readonly isFlat: boolean; readonly after: string | undefined },
  ) => Promise<KeyPage>;
  /** The object of a key, without asking to list. */
  readonly find: (key: string) => Promise<StoredObject>;
  /** The bytes from `first` on, of the object as it was listed. */
  readonly read: (object: StoredObject, first: number) => Promise<AsyncIterable<Uint8Array>>;
  readonly close: () => void;
}

const patience = { sleep: (ms: number) => sleep(ms), random: Math.random };

/** A bucket may stand in another Region than `region`: S3 says so, and is asked again there. */
export async function openStore(bucket: string, region: string): Promise<Store> {
  quietenSdk();
  const [{ S3Client, ListObjectsV2Command, GetObjectCommand, HeadObjectCommand }, { fromNodeProviderChain }] =
    await Promise.all([import("@aws-sdk/client-s3"), import("@aws-sdk/credential-providers")]);
  const client = new S3Client({
    ...commonSettings({ region, credentials: fromNodeProviderChain() }),
    followRegionRedirects: true,
    // Parts of an object have no checksum of their own; length and ETag are looked at instead.
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return {
    list: async (prefix, { isFlat, after }) => {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(isFlat ? {} : { Delimiter: "/" }),
        ...(after === undefined ? {} : { ContinuationToken: after }),
      });
      const page = await withRetries(() => client.send(command), patience).catch((error: unknown) => {
        throw toS3Error(error, { call: "list", bucket, key: prefix });
      });
      return {
        objects: (page.Contents ?? []).map(({ Key = "", Size = 0, ETag = "" }) => ({
          key: Key,
          size: Size,
          etag: ETag.replaceAll('"', ""),
        })),
        directories: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
        next: page.IsTruncated === true ? page.NextContinuationToken : undefined,
      };
    },
    find: async (key) => {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
      const { ContentLength = 0, ETag = "" } = await withRetries(() => client.send(command), patience).catch(
        (error: unknown) => {
          throw toS3Error(error, { call: "get", bucket, key });
        },
      );
      return { key, size: ContentLength, etag: ETag.replaceAll('"', "") };
    },
    read: async ({ key, etag }, first) => {
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        IfMatch: `"${etag}"`,
        ...(first === 0 ? {} : { Range: `bytes=${first}-` }),
      });
      return bytesOf(await client.send(command));
    },
    close: () => client.destroy(),
  };
}

function bytesOf({ Body }: GetObjectCommandOutput): AsyncIterable<Uint8Array> {
  if (Body === undefined) return (async function* () {})();
  return Body as unknown as AsyncIterable<Uint8Array>;
}

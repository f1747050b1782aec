/**
 * The checksums that S3 keeps with an object.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { createCrc32c, createCrc64Nvme } from "./crc.ts";
import type { Crc } from "./crc.ts";

interface Algorithm {
  readonly bytes: number;
  readonly create: () => Crc;
  /** What an upload in parts may ask for; the first is what it gets otherwise. */
  readonly types: readonly ("COMPOSITE" | "FULL_OBJECT")[];
}

function hash(name: string): () => Crc {
  return () => {
    const state = createHash(name);
    return { update: (bytes) => void state.update(bytes), digest: () => state.digest() };
  };
}

function createCrc32(): Crc {
  let crc = 0;
  return {
    update: (bytes) => {
      crc = crc32(bytes, crc);
    },
    digest: () => {
      const whole = Buffer.alloc(4);
      whole.writeUInt32BE(crc);
      return whole;
    },
  };
}

const algorithms: Readonly<Record<string, Algorithm>> = {
  CRC32: { bytes: 4, create: createCrc32, types: ["COMPOSITE", "FULL_OBJECT"] },
  CRC32C: { bytes: 4, create: createCrc32c, types: ["COMPOSITE", "FULL_OBJECT"] },
  CRC64NVME: { bytes: 8, create: createCrc64Nvme, types: ["FULL_OBJECT"] },
  SHA1: { bytes: 20, create: hash("sha1"), types: ["COMPOSITE"] },
  SHA256: { bytes: 32, create: hash("sha256"), types: ["COMPOSITE"] },
};

export const checksumNames: readonly string[] = Object.keys(algorithms);

export function findChecksum(name: string): Algorithm | undefined {
  return Object.hasOwn(algorithms, name) ? algorithms[name] : undefined;
}

export const checksumHeader = (name: string): string => `x-amz-checksum-${name.toLowerCase()}`;

/** `ChecksumCRC32`. */
export const checksumElement = (name: string): string => `Checksum${name}`;

export function isChecksum(name: string, value: string): boolean {
  const bytes = findChecksum(name)?.bytes ?? 0;
  return Buffer.from(value, "base64").length === bytes && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
}

/** The checksum of the checksums of parts. */
export function composeChecksum(name: string, parts: readonly string[]): string | undefined {
  const state = findChecksum(name)?.create();
  if (state === undefined) return undefined;
  for (const part of parts) state.update(Buffer.from(part, "base64"));
  return `${state.digest().toString("base64")}-${parts.length}`;
}

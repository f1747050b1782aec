/** The first bytes of a file: what it is, and for text its first lines, inflated where need be. */
import { open } from "node:fs/promises";
import { constants, gunzipSync } from "node:zlib";

export type FileHead =
  | { readonly kind: "text"; readonly text: string; readonly isGzip: boolean }
  | { readonly kind: "parquet" }
  | { readonly kind: "empty" }
  | { readonly kind: "binary"; readonly reason: string };

const headBytes = 65_536;

export async function readHead(path: string): Promise<FileHead> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
    return toHead(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function toHead(bytes: Buffer): FileHead {
  if (bytes.length === 0) return { kind: "empty" };
  if (bytes.subarray(0, 4).toString("latin1") === "PAR1") return { kind: "parquet" };
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isGzip ? inflated(bytes) : bytes;
  if (plain === undefined) return { kind: "binary", reason: "damaged gzip" };
  if (plain.length === 0) return { kind: "empty" };
  if (plain.includes(0)) return { kind: "binary", reason: "not text" };
  return { kind: "text", text: plain.toString("utf8"), isGzip };
}

/** As much as the first bytes give. */
function inflated(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return undefined;
  }
}

/** The first bytes of a file: what it is, and for text its first lines, inflated where need be. */
import { open } from "node:fs/promises";
import { readLines } from "./lines.ts";

export type FileHead =
  | { readonly kind: "text"; readonly text: string; readonly isGzip: boolean }
  | { readonly kind: "parquet" }
  | { readonly kind: "empty" }
  | { readonly kind: "binary"; readonly reason: string };

const headBytes = 65_536;

export async function readHead(path: string): Promise<FileHead> {
  const bytes = await readStart(path);
  if (bytes.length === 0) return { kind: "empty" };
  if (bytes.subarray(0, 4).toString("latin1") === "PAR1") return { kind: "parquet" };
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isGzip ? await inflateStart(path) : bytes.toString("utf8");
  if (text === undefined) return { kind: "binary", reason: "damaged gzip" };
  if (text === "") return { kind: "empty" };
  return text.includes("\u0000") ? { kind: "binary", reason: "not text" } : { kind: "text", text, isGzip };
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The first lines; undefined where damage comes before any. */
async function inflateStart(path: string): Promise<string | undefined> {
  let isDamaged = false;
  for await (const lines of readLines(path, true, () => (isDamaged = true))) {
    const text = lines.join("\n");
    if (text.trim() !== "") return text;
  }
  return isDamaged ? undefined : "";
}

/** Files of the store: written beside their place and put there whole, so that a torn one is never seen. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Names of buckets and keys never reach the file system: their hash does, and is unique all the same. */
export function fileNameOf(name: string): string {
  return createHash("sha256").update(name, "utf8").digest("hex");
}

export async function writeJson(directory: string, name: string, value: unknown): Promise<void> {
  const draft = join(directory, `${name}.${randomUUID()}.tmp`);
  await writeFile(draft, JSON.stringify(value), { flag: "wx", mode: 0o600 });
  await rename(draft, join(directory, `${name}.json`));
}

/** Every record of a directory; one that is no JSON is left out, as is a draft that was never finished. */
export async function readJsonFiles<T>(directory: string): Promise<readonly T[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".json"));
  const texts = await Promise.all(names.map((name) => readFile(join(directory, name), "utf8")));
  return texts.flatMap((text) => {
    try {
      return [JSON.parse(text) as T];
    } catch {
      return [];
    }
  });
}

export async function removeFile(...path: readonly string[]): Promise<void> {
  await rm(join(...path), { force: true });
}

export async function makeDirectory(...path: readonly string[]): Promise<string> {
  const directory = join(...path);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return directory;
}

/** The file that is written: whole, or not at all. */
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { AppError } from "../../model/app-error.ts";
import { pageGenerator } from "../../report/index.ts";

/**
 * Throws an AppError where there is a file already: without `force` at all, and with it one that denat did not write, which would
 * be lost. Asked before anything is worked out.
 */
export async function refuseTaken(path: string, force: boolean): Promise<void> {
  const start = await startOf(path);
  if (start === undefined) return;
  if (!start.includes(pageGenerator))
    throw new AppError(
      "OUT_NOT_EMPTY",
      `--out ${path} is there already, and denat did not write it`,
      "give a name that is not taken",
    );
  if (!force)
    throw new AppError(
      "OUT_NOT_EMPTY",
      `--out ${path} is there already`,
      "give another name, or --force to replace the earlier report",
    );
}

const headBytes = 2048;

/** Undefined where there is no file. */
async function startOf(path: string): Promise<string | undefined> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw unwritable(path, error);
  }
}

/** Written beside its place, which it then takes. */
export async function writePage(path: string, text: string): Promise<void> {
  const target = resolve(path);
  const beside = join(dirname(target), `.${basename(target)}.${process.pid}`);
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(beside, text, { flag: "wx" });
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw unwritable(path, error);
  }
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");

function unwritable(path: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError(
    "OUT_UNWRITABLE",
    `cannot write --out ${path}: ${reason}`,
    "give a file that you may write",
    {
      cause,
    },
  );
}

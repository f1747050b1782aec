/** The directory that is written: whole, or not at all. */
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Page } from "../../emit/index.ts";
import { AppError } from "../../model/app-error.ts";
import { ownNames } from "./own-names.ts";

/**
 * Throws an AppError where the directory holds anything: without `force` at all, and with it what denat did not write, which would
 * be lost. Asked before anything is worked out.
 */
export async function refuseFull(directory: string, force: boolean): Promise<void> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw unwritable(directory, error);
  });
  const foreign = names.find((name) => !ownNames.test(name));
  if (foreign !== undefined)
    throw new AppError(
      "OUT_NOT_EMPTY",
      `--out ${directory} holds ${foreign}, which denat did not write`,
      "give a directory that is empty or not there yet",
    );
  if (names.length > 0 && !force)
    throw new AppError(
      "OUT_NOT_EMPTY",
      `--out ${directory} is not empty`,
      "give another directory, or --force to replace what denat wrote there",
    );
}

/** Everything is written beside the directory and then takes its place. */
export async function writeDirectory(directory: string, pages: readonly Page[]): Promise<void> {
  const target = resolve(directory);
  const beside = dirname(target);
  let made: string | undefined;
  try {
    await mkdir(beside, { recursive: true });
    made = await mkdtemp(join(beside, `.${basename(target)}-`));
    const fresh = join(made, "new");
    for (const { path, text } of pages) {
      const file = join(fresh, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await swap(fresh, target, join(made, "old"));
  } catch (error) {
    throw error instanceof AppError ? error : unwritable(directory, error);
  } finally {
    if (made !== undefined) await rm(made, { recursive: true, force: true });
  }
}

async function swap(fresh: string, target: string, old: string): Promise<void> {
  const had = await rename(target, old).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === "ENOENT") return false;
      throw error;
    },
  );
  try {
    await rename(fresh, target);
  } catch (error) {
    if (had) await rename(old, target);
    throw error;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");

function unwritable(directory: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError(
    "OUT_UNWRITABLE",
    `cannot write --out ${directory}: ${reason}`,
    "give a directory that you may write",
    {
      cause,
    },
  );
}

/** A snapshot on disk: whole or not at all. Answers may hold secrets (user data, environments), so only the user may read them. */
import {
  access,
  constants,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "../../model/app-error.ts";
import type { SnapshotFile } from "../../readers/aws/index.ts";

/** Refuses before anything is asked what could not be written afterwards. */
export async function mustBeFree(directory: string): Promise<void> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return [];
    throw unwritable(directory, error);
  });
  if (names.length > 0) {
    throw new AppError(
      "OUTPUT_NOT_EMPTY",
      `${directory} is not empty`,
      "name another directory with --out, or remove this one",
    );
  }
  await access(await nearestParent(directory), constants.W_OK).catch((error: unknown) => {
    throw unwritable(directory, error);
  });
}

async function nearestParent(path: string): Promise<string> {
  const parent = dirname(path);
  const isThere = await stat(parent).then(
    () => true,
    () => false,
  );
  return isThere || parent === path ? parent : nearestParent(parent);
}

export async function writeSnapshot(directory: string, files: readonly SnapshotFile[]): Promise<void> {
  let draft: string | undefined;
  try {
    await mkdir(dirname(directory), { recursive: true });
    draft = await mkdtemp(join(dirname(directory), `.${basename(directory)}-`));
    for (const { path, value } of files) {
      await mkdir(dirname(join(draft, path)), { recursive: true, mode: 0o700 });
      await writeFile(join(draft, path), `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
    }
    // An empty directory may stand there, and not every system renames onto one.
    await rmdir(directory).catch(() => undefined);
    await rename(draft, directory);
  } catch (error) {
    if (draft !== undefined) await rm(draft, { recursive: true, force: true });
    throw unwritable(directory, error);
  }
}

const systemErrors: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is a file",
  ENOTEMPTY: "something was written there meanwhile",
  EEXIST: "something was written there meanwhile",
};

function unwritable(directory: string, cause: unknown): AppError {
  const code = codeOf(cause);
  if (code === undefined) throw cause;
  return new AppError("OUTPUT_UNWRITABLE", `cannot write ${directory}`, systemErrors[code] ?? code, {
    cause,
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

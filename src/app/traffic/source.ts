/** Where logs are: something that lists files and makes paths of this machine of them. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../model/app-error.ts";
import type { Unused } from "../../model/network.ts";

export interface FoundFile {
  /** As the user would name it. */
  readonly name: string;
  /** On this machine. */
  readonly path: string;
  /** Named by the user, and not met in a directory: it is never passed over. */
  readonly isNamed: boolean;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly Unused[];
}

export interface LogSource {
  readonly takes: (location: string) => boolean;
  readonly find: (location: string) => Promise<FoundFiles>;
}

export const localSource: LogSource = {
  takes: (location) => !/^[a-z][a-z0-9+.-]+:\/\//i.test(location),
  find: async (location) => {
    const found = await stat(location).catch((cause: unknown) => {
      throw new AppError("INPUT_MISSING", `there is no ${location}`, "check the path", { cause });
    });
    if (!found.isDirectory())
      return { files: [{ name: location, path: location, isNamed: true }], skipped: [] };
    return readTree(location);
  },
};

async function readTree(directory: string): Promise<FoundFiles> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError("INPUT_UNREADABLE", `cannot read ${directory}`, "check its permissions", { cause });
  });
  const found: FoundFile[] = [];
  const skipped: Unused[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.name.startsWith(".")) continue;
    const target = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
    if (target === undefined) skipped.push({ path, reason: "a link that leads nowhere" });
    // A link to a directory may lead back up; logs are where they were put.
    else if (target.isDirectory() && entry.isSymbolicLink())
      skipped.push({ path, reason: "a link to a directory" });
    else if (target.isDirectory()) {
      const inner = await readTree(path);
      found.push(...inner.files);
      skipped.push(...inner.skipped);
    } else if (target.isFile()) found.push({ name: path, path, isNamed: false });
    else skipped.push({ path, reason: "not a regular file" });
  }
  return { files: found, skipped };
}

/** Files of all locations; one that is named twice is there once. */
export async function findLogs(
  locations: readonly string[],
  sources: readonly LogSource[] = [localSource],
): Promise<FoundFiles> {
  const all: FoundFiles[] = [];
  for (const location of locations) {
    const source = sources.find(({ takes }) => takes(location));
    if (source === undefined) {
      throw new AppError(
        "INPUT_UNSUPPORTED",
        `${location} is not supported here`,
        "give files or directories",
      );
    }
    all.push(await source.find(location));
  }
  const files = new Map<string, FoundFile>();
  for (const file of all.flatMap((one) => one.files)) files.set(file.path, files.get(file.path) ?? file);
  return { files: [...files.values()], skipped: all.flatMap(({ skipped }) => skipped) };
}

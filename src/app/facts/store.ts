/**
 * The snapshot of facts that a user has refreshed: tables of their own, beside the program's, each written whole or not
 * at all.
 */
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { AppError } from "../../model/app-error.ts";

export const snapshotTables = ["prices", "address-ranges", "services"] as const;
export type SnapshotTable = (typeof snapshotTables)[number];
export type Snapshot = Readonly<Partial<Record<SnapshotTable, string>>>;

/**
 * Where it is, or undefined where DENAT_FACTS says `bundled`: then the tables of the program are all there is. Any other
 * value names the directory. https://specifications.freedesktop.org/basedir-spec/latest/ (read 2026-11-29)
 */
export function snapshotDirectory(environment: NodeJS.ProcessEnv): string | undefined {
  const { DENAT_FACTS: chosen = "", XDG_DATA_HOME: data = "" } = environment;
  if (chosen === "bundled") return undefined;
  if (chosen !== "") return chosen;
  return join(data.startsWith("/") ? data : join(homedir(), ".local", "share"), "denat", "facts");
}

const tablePath = (directory: string, table: SnapshotTable) => join(directory, `${table}.csv`);

export async function readSnapshot(directory: string | undefined): Promise<Snapshot> {
  if (directory === undefined) return {};
  const texts = await Promise.all(
    snapshotTables.map(async (table) => [table, await readTable(tablePath(directory, table))] as const),
  );
  return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
}

async function readTable(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch((error: unknown) => {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new AppError(
      "FACTS_UNREADABLE",
      `cannot read the facts in ${path} (${code})`,
      "set DENAT_FACTS=bundled to do without them",
      { cause: error },
    );
  });
}

/** Written beside and moved there, so that whoever reads meanwhile has the old table or the new one. */
export async function writeTable(directory: string, table: SnapshotTable, text: string): Promise<void> {
  const path = tablePath(directory, table);
  const draft = `${path}.${process.pid}.new`;
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new AppError(
      "OUTPUT_UNWRITABLE",
      `cannot write ${path} (${codeOf(error)})`,
      "DENAT_FACTS names another directory",
      { cause: error },
    );
  }
}

export function brokenFacts(where: string, cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError(
    "FACTS_BROKEN",
    `the refreshed facts in ${where} are broken: ${why}`,
    "run denat facts refresh again, or set DENAT_FACTS=bundled to do without them",
    { cause },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

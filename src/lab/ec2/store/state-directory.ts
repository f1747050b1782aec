/**
 * The state in a directory: written to a file of its own first, flushed, and then renamed, so that whoever reads finds
 * the old state or the new one whole. Writes that come while one is under way become one.
 */
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../../model/app-error.ts";

interface StateDirectory {
  /** Undefined in a directory without a state. */
  readonly read: () => Promise<string | undefined>;
  /** `toText` is called when the write begins. Resolves when what it then gave, or something later, is on disk. */
  readonly save: (toText: () => string) => Promise<void>;
}

const fileName = "ec2.state";

export async function openStateDirectory(directory: string): Promise<StateDirectory> {
  const path = join(directory, fileName);
  await mkdir(directory, { recursive: true }).catch((cause: unknown) => {
    throw failure(`cannot make the directory ${directory}`, cause);
  });
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const save = (toText: () => string): Promise<void> => {
    const start = () => {
      next = undefined;
      running = writeWhole(directory, path, toText()).finally(() => {
        running = undefined;
      });
      return running;
    };
    if (running === undefined) return start();
    // The failure of the write before is told to those who asked for it.
    next ??= running.catch(() => undefined).then(start);
    return next;
  };
  return { read: () => readWhole(path), save };
}

async function readWhole(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw failure(`cannot read ${path}`, cause);
  }
}

async function writeWhole(directory: string, path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  try {
    const file = await open(draft, "w", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    // The rename itself is on disk when the directory is.
    const folder = await open(directory, "r");
    await folder.sync().finally(() => folder.close());
  } catch (cause) {
    await rm(draft, { force: true });
    throw failure(`cannot write ${path}`, cause);
  }
}

const failure = (message: string, cause: unknown): AppError =>
  new AppError("LAB_STATE_FAILED", message, "give --state a directory that can be written to", {
    source: "tool",
    cause,
  });

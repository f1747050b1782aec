/** What the machine does to a run: a disk that is full, a file that is gone, Ctrl-C. */
import { rmSync } from "node:fs";
import { AppError } from "../../model/app-error.ts";

const full: ReadonlySet<string | undefined> = new Set(["ENOSPC", "EDQUOT"]);
const unreadable: ReadonlySet<string | undefined> = new Set(["ENOENT", "EACCES", "EPERM", "EISDIR", "EIO"]);

/** The error as people are told it; any other stays what it is. `directory`: where the run writes. */
export function asTold(error: unknown, directory: string): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  if (full.has(code)) {
    const hint =
      "set TMPDIR to a disk with room for twice what the logs take, and more where lines have to be mended";
    return new AppError("NO_ROOM", `no room in ${directory}`, hint, { cause: error });
  }
  if (unreadable.has(code) && path !== undefined)
    return new AppError(
      "INPUT_UNREADABLE",
      `cannot read ${path} (${code})`,
      "check that it is there, and its permissions",
      {
        cause: error,
      },
    );
  return error;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Who ends the run meanwhile leaves nothing in the directory; the signal does its work afterwards. */
export async function withoutRemains<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const leave = (signal: NodeJS.Signals) => {
    rmSync(directory, { recursive: true, force: true });
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.once(signal, leave);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, leave);
  }
}

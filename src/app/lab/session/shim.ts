/** A directory for PATH in which the AWS CLI finds a `session-manager-plugin`. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { moduleCommand } from "../../../lab/enclosure/module.ts";

const name = "session-manager-plugin";

/** The path of the program, made anew each time: where denat lies may have changed. */
export async function writePluginShim(directory: string): Promise<string> {
  const path = join(directory, name);
  const command = moduleCommand(import.meta.url, "plugin")
    .map(quote)
    .join(" ");
  await mkdir(directory, { recursive: true });
  await writeFile(path, `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
  return path;
}

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

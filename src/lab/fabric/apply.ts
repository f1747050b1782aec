/** Does to the machine what a change says, with iproute2 and nftables. Runs in the lab's own namespaces, never outside. */
import { spawn } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { AppError } from "../../model/app-error.ts";
import type { Change } from "./change.ts";
import { changeScript, clearScript } from "./script.ts";

export const applyChange = (change: Change): Promise<void> => run(changeScript(change));

/** Takes away every namespace of the lab, and with them all that is in them. */
export async function clearFabric(): Promise<void> {
  const names = await readdir("/run/netns");
  if (names.length > 0) await run(clearScript(names));
}

/** In a file: some shells read a script that comes by a pipe byte by byte. There is one change at a time. */
const path = "/run/lab-change";

/** One shell for all of it: each process that one as large as this starts costs as much as all that a shell does. */
async function run(script: string): Promise<void> {
  await writeFile(path, script);
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-e", path], { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", (cause) => reject(missing("sh", cause)));
    child.on("close", (status) => {
      if (status === 0) resolve();
      else reject(failed(said));
    });
  });
}

const missing = (program: string, cause: unknown): AppError =>
  new AppError(
    "LAB_PROGRAM_MISSING",
    `${program} cannot be started`,
    `install it: the lab needs iproute2, nftables and util-linux`,
    { source: "tool", cause },
  );

/** The script says last where it was. */
function failed(said: string): AppError {
  const [first, ...rest] = said.trim().split("\n");
  return new AppError(
    "LAB_FABRIC_REFUSED",
    `${rest.at(-1) ?? "a change of the fabric"}: ${first || "no word of why"}`,
    "this is a defect of the lab: report it with the input",
    { source: "tool" },
  );
}

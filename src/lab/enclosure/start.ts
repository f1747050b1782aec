/**
 * The enclosure: one process with network, mount and process namespaces of its own, in which a lab lives and with which it
 * dies. Whoever may make user namespaces needs no root for it; nothing of it is seen, or stays, outside.
 */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { AppError } from "../../model/app-error.ts";

/** `--kill-child`: when this process is killed, so is every other in there. */
const own = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
const asRoot = own;
const asUser = ["--user", "--map-root-user", ...own];

/**
 * Runs `command` in an enclosure. It talks over the channel of a child process of Node, values as structured clones. Throws
 * an AppError where the machine gives no namespaces.
 */
export function startEnclosure(command: readonly string[]): ChildProcess {
  return spawn("unshare", [...enclosureFlags(), ...command], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
}

/** The options of `unshare` that work here. Throws an AppError that says why none do. */
export function enclosureFlags(): readonly string[] {
  if (process.platform !== "linux") {
    throw refused(
      `the lab is made of Linux network namespaces, and this is ${process.platform}`,
      "run it in a Linux virtual machine or container",
    );
  }
  for (const program of ["unshare", "nsenter", "ip", "nft"]) {
    if (spawnSync(program, ["--version"]).error !== undefined) throw missing(program);
  }
  const ways = process.getuid?.() === 0 ? [asRoot, asUser] : [asUser];
  let said = "";
  for (const flags of ways) {
    const { status, stderr, error } = spawnSync("unshare", [...flags, "true"], { encoding: "utf8" });
    if (status === 0) return flags;
    said = error === undefined ? (stderr.trim().split("\n")[0] ?? "") : error.message;
  }
  throw refused(
    `no network namespace can be made here: ${said}`,
    "allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu), or run as root",
  );
}

const packages: Readonly<Record<string, string>> = { ip: "iproute2", nft: "nftables" };

const missing = (program: string): AppError =>
  refused(
    `the lab needs ${program}, which is not there`,
    `install the package ${packages[program] ?? "util-linux"}`,
  );

const refused = (message: string, hint: string): AppError =>
  new AppError("LAB_NO_NAMESPACES", message, hint, { source: "tool" });

/** How a command comes into a lab that another process keeps. */
import { readlinkSync } from "node:fs";

/** The program and arguments that run what follows them among the mounts and processes of a lab. `pid` is the lab's own. */
export const enterLab = (pid: number): readonly string[] => [
  "nsenter",
  `--target=${pid}`,
  ...(hasOwnUsers(pid) ? ["--user", "--preserve-credentials"] : []),
  "--mount",
  "--pid",
];

/**
 * The program and its arguments that run `command` in one network namespace of a lab, with the files and the processes of this
 * machine. It is `command` itself that a signal to the process reaches.
 */
export function enterNetwork(pid: number, namespace: string, command: readonly string[]): readonly string[] {
  const net = `--net=/proc/${pid}/root/run/netns/${namespace}`;
  const users = ["nsenter", `--target=${pid}`, "--user", "--preserve-credentials"];
  return [...(hasOwnUsers(pid) ? users : []), "nsenter", net, ...command];
}

/** Whether the lab was made without root, in a user namespace of its own. */
export function hasOwnUsers(pid: number): boolean {
  return readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync("/proc/self/ns/user");
}

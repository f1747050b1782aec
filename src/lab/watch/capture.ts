/** The programs that capture packets into the pcap format, and how each is asked for it. */
import { spawnSync } from "node:child_process";
import { enterNetwork, hasOwnUsers } from "../enclosure/enter.ts";
import { AppError } from "../../model/app-error.ts";

export interface CaptureTool {
  readonly program: string;
  readonly package: string;
  readonly args: (device: string) => readonly string[];
  /** Said on standard error once no packet is missed. */
  readonly ready: RegExp;
  /** Said there at the end. */
  readonly count: RegExp;
}

/** Both write packet by packet, so that what they wrote is whole wherever they end. */
const dumpcap: CaptureTool = {
  program: "dumpcap",
  package: "wireshark-common",
  args: (device) => ["-q", "-P", "-i", device, "-w", "-"],
  ready: /^File: /m,
  count: /^Packets captured: (\d+)/m,
};

const tcpdump: CaptureTool = {
  program: "tcpdump",
  package: "tcpdump",
  args: (device) => ["-n", "-U", "--immediate-mode", "-i", device, "-w", "-"],
  ready: /listening on /,
  count: /^(\d+) packets? captured/m,
};

/** Root stays root: no other user need be known where the lab is. */
const tcpdumpAsRoot: CaptureTool = { ...tcpdump, args: (device) => [...tcpdump.args(device), "-Z", "root"] };

export interface Capture {
  readonly tool: CaptureTool;
  readonly command: readonly string[];
}

/**
 * How to capture what passes a device in a namespace of a lab. Builds of tcpdump that give up root at once cannot run where
 * there is no other user, as in a lab made without root. Throws an AppError where there is no program for it.
 */
export function findCapture(pid: number, namespace: string, device: string): Capture {
  const tools = hasOwnUsers(pid) ? [dumpcap, tcpdump] : [tcpdumpAsRoot, dumpcap];
  const tool = tools.find(({ program }) => spawnSync(program, ["--version"]).error === undefined);
  if (tool === undefined) {
    const [{ program, package: name } = tcpdump] = tools;
    throw new AppError("CAPTURE_NO_PROGRAM", `${program} is not there`, `install the package ${name}`, {
      source: "tool",
    });
  }
  return { tool, command: enterNetwork(pid, namespace, [tool.program, ...tool.args(device)]) };
}

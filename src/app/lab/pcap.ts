/** `denat lab pcap`: what passes the interface of a workload, as a file that Wireshark and tcpdump read. */
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { findCapture } from "../../lab/watch/capture.ts";
import type { Capture } from "../../lab/watch/capture.ts";
import { AppError } from "../../model/app-error.ts";
import type { Outcome } from "../outcome.ts";
import { mustFindCard } from "./directory.ts";
import { findWorkload } from "./workloads.ts";

export interface PcapRequest {
  readonly lab: string;
  readonly workload: string;
  /** `-` is standard output. */
  readonly out: string | undefined;
  /** Undefined for until the user has enough. */
  readonly seconds: number | undefined;
  /** Prints what is beside the answer. */
  readonly note: (text: string) => void;
  readonly dismissed: Promise<void>;
  readonly stdout: Writable;
}

const ownInterface = "eth0";
/** Packets that came before the end may still lie in the kernel. */
const graceMs = 300;

export async function runLabPcap(request: PcapRequest): Promise<Outcome> {
  const { seconds, note, dismissed } = request;
  const card = mustFindCard(request.lab);
  const { id, namespace } = findWorkload(card, request.workload);
  const out = request.out ?? `${id.replaceAll(/[^\w.-]+/g, "-")}.pcap`;
  const capture = startCapture(findCapture(card.pid, namespace, ownInterface), () =>
    note(`capturing ${id}${seconds === undefined ? "; Ctrl-C ends it" : ` for ${seconds} s`}\n`),
  );
  const timer = seconds === undefined ? undefined : setTimeout(capture.stop, seconds * 1000);
  void dismissed.then(capture.stop);
  try {
    return await (out === "-" ? toStream(capture, request) : toFile(capture, out));
  } catch (error) {
    throw error instanceof AppError ? error : unwritable(out, error);
  } finally {
    clearTimeout(timer);
    capture.stop();
  }
}

/** Whole, or not at all. */
async function toFile({ pcap, packets }: RunningCapture, out: string): Promise<Outcome> {
  const draft = `${out}.part`;
  try {
    await pipeline(pcap, createWriteStream(draft));
    const count = await packets;
    await rename(draft, out);
    const { size } = await stat(out);
    return { status: 0, text: `${out}: ${count} packets, ${size} bytes\n` };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Packet by packet, for a program that reads along; it may have seen enough before the capture ends. */
async function toStream({ pcap, packets }: RunningCapture, { stdout, note }: PcapRequest): Promise<Outcome> {
  const isRead = await pipeline(pcap, stdout, { end: false }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      return false;
    },
  );
  if (isRead) note(`${await packets} packets\n`);
  return { status: 0, text: "" };
}

interface RunningCapture {
  readonly pcap: Readable;
  /** How many there were. Throws an AppError where none could be captured. */
  readonly packets: Promise<string>;
  readonly stop: () => void;
}

function startCapture({ tool, command }: Capture, onReady: () => void): RunningCapture {
  const [program = "", ...args] = command;
  // Detached: Ctrl-C is for denat, which then ends it in good order.
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let said = "";
  let isReady = false;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (isReady || !tool.ready.test(said)) return;
    isReady = true;
    onReady();
  });
  const packets = new Promise<string>((resolve, reject) => {
    child.on("error", ({ message }) => reject(failed(tool.program, message)));
    // A device that goes with its lab ends the capture, and what was captured stays.
    child.on("close", () =>
      isReady ? resolve(tool.count.exec(said)?.[1] ?? "all") : reject(failed(tool.program, said)),
    );
  });
  packets.catch(() => undefined);
  return { pcap: child.stdout, packets, stop: () => void setTimeout(() => child.kill("SIGINT"), graceMs) };
}

function failed(program: string, said: string): AppError {
  const why = said.trim().split("\n").at(-1) ?? "";
  const hint = why.includes("Couldn't change to")
    ? "install the package wireshark-common: its dumpcap captures without root"
    : `see that ${program} works as this user`;
  return new AppError("CAPTURE_FAILED", `${program} cannot capture: ${why}`, hint, { source: "tool" });
}

const unwritable = (path: string, cause: unknown): AppError =>
  new AppError("OUTPUT_UNWRITABLE", `${path} cannot be written`, "give another file with --out", { cause });

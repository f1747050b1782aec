/** Runs inside an enclosure: what this process does in a namespace that it is not in, told on standard output. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "node:net";
import { connectFrom, openBoundSocket, openSocket } from "../../../src/lab/native/namespace-socket.ts";
import { openTerminal } from "../../../src/lab/native/terminal.ts";

const run = (command: string): string => spawnSync("sh", ["-c", command], { encoding: "utf8" }).stdout;
const failureOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return "no failure";
  } catch (error) {
    return (error as Error).message;
  }
};

const home = readlinkSync("/proc/self/ns/net");
run("mount -t tmpfs tmpfs /run; mkdir /run/netns; ip netns add there; ip -n there link set lo up");

const server = createServer((socket) => socket.end("hello")).listen({
  fd: openBoundSocket("there", { transport: "tcp", address: "::1", port: 80 }),
});
await once(server, "listening");
const heard: string[] = [];
const socket = connectFrom("there", { address: "::1", port: 80 });
socket.setEncoding("utf8").on("data", (text: string) => heard.push(text));
await once(socket, "close");

const terminal = openTerminal({ columns: 101, rows: 33 }, () => undefined);
const program = 'stty size; read word; echo "got $word"; stty size';
const child = spawn("setsid", ["--ctty", "sh", "-c", program], {
  stdio: [terminal.device, terminal.device, terminal.device],
});
const screen: string[] = [];
terminal.stream.setEncoding("utf8").on("data", (text: string) => {
  screen.push(text);
  if (!text.startsWith("33 101")) return;
  terminal.resize({ columns: 200, rows: 50 });
  terminal.write(Buffer.from("word\r"));
});
terminal.stream.on("error", () => undefined);
const closed = new Promise((resolve) => terminal.stream.on("close", resolve));
await once(child, "exit");
// Until everything that was printed is read.
await sleep(50);
terminal.release();
await closed;

process.stdout.write(
  JSON.stringify({
    heard: heard.join(""),
    listeners: run("ip netns exec there ss -Hltn | wc -l").trim(),
    listenersHere: run("ss -Hltn | wc -l").trim(),
    screen: screen.join("").replaceAll("\r", ""),
    taken: failureOf(() => openBoundSocket("there", { transport: "tcp", address: "::1", port: 80 })),
    nowhere: failureOf(() => openSocket("nowhere", "tcp", 4)),
    isHome: readlinkSync("/proc/self/ns/net") === home,
  }),
);
process.exit();

/** What is measured from inside a namespace: how long a connection takes to stand, and how fast it carries bytes. */
import { once } from "node:events";
import { connect } from "node:net";
import { setImmediate as breathe } from "node:timers/promises";
import { median } from "../measure.ts";
import { sinkPort } from "./sink.ts";

export interface Carried {
  readonly connectMicroseconds: number;
  readonly gigabitPerSecond: number;
}

const warmUps = 100;
const connections = 1000;
const sendingMs = 2000;
const chunk = Buffer.alloc(256 * 1024);

/** Prints a `Carried` as JSON. */
export async function runClient(host: string): Promise<void> {
  for (let count = 0; count < warmUps; count += 1) await connectOnce(host);
  const times: number[] = [];
  for (let count = 0; count < connections; count += 1) times.push(await connectOnce(host));
  const carried: Carried = { connectMicroseconds: median(times) * 1000, gigabitPerSecond: await send(host) };
  console.log(JSON.stringify(carried));
}

async function connectOnce(host: string): Promise<number> {
  const start = performance.now();
  const socket = connect(sinkPort, host);
  await once(socket, "connect");
  const took = performance.now() - start;
  socket.destroy();
  await breathe();
  return took;
}

/** Counted by the sink, until it has said so. */
async function send(host: string): Promise<number> {
  const socket = connect(sinkPort, host);
  await once(socket, "connect");
  let said = "";
  socket.setEncoding("utf8").on("data", (text: string) => (said += text));
  const start = performance.now();
  while (performance.now() - start < sendingMs) {
    if (!socket.write(chunk)) await once(socket, "drain");
  }
  socket.end();
  await once(socket, "end");
  return (Number(said) * 8) / (performance.now() - start) / 1e6;
}

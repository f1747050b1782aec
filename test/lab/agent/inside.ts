/** Runs inside an enclosure: an instance that is a namespace, with all that it reaches on its loopback, and its agent. */
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { decode, encode } from "dns-packet";
import { echoThrough } from "../../../src/lab/agent/client/echo.ts";
import { startAgents } from "../../../src/lab/agent/index.ts";
import { instanceNet } from "../../../src/lab/agent/net/net.ts";
import { openBoundSocket } from "../../../src/lab/native/namespace-socket.ts";
import { instance, startCloud } from "./world.ts";

const resolver = "10.0.0.2";
const endpoint = "10.0.1.50";
const metadata = "169.254.169.254";
const namespace = "there";
const listenAt = (address: string, port: number) => ({
  fd: openBoundSocket(namespace, { transport: "tcp", address, port }),
});

spawnSync("sh", [
  "-e",
  "-c",
  `mount -t tmpfs tmpfs /run; mkdir /run/netns; ip netns add ${namespace}; ip -n ${namespace} link set lo up
  for one in ${resolver} ${endpoint} ${metadata}; do ip -n ${namespace} address add $one/32 dev lo; done`,
]);

const names = createSocket("udp4");
const asked: string[] = [];
names.on("message", (bytes, from) => {
  const { id, questions = [] } = decode(bytes);
  const [question] = questions;
  if (question === undefined) return;
  asked.push(`${question.type} ${question.name}`);
  const answers =
    question.type === "A" ? [{ type: "A", name: question.name, data: endpoint, ttl: 60 } as const] : [];
  names.send(
    encode({ type: "response", ...(id === undefined ? {} : { id }), questions, answers }),
    from.port,
    from.address,
  );
});
names.bind({ fd: openBoundSocket(namespace, { transport: "udp", address: resolver, port: 53 }) });

const cloud = await startCloud({ services: listenAt(endpoint, 443), metadata: listenAt(metadata, 80) });
const place = {
  ...cloud.place,
  namespace,
  resolvers: [resolver],
  enter: ["nsenter", `--net=/run/netns/${namespace}`],
  environment: { GREETING: "hello" },
};
const agents = startAgents();
const startedAtMs = performance.now();
await agents.start(instance, place);
while ((await agents.status(instance))?.state !== "online" && performance.now() - startedAtMs < 15_000) {
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
}
const status = await agents.status(instance);
const net = instanceNet(place, 1);
const echo = await echoThrough(
  { session: cloud.startSession(), target: instance, net, patienceMs: 10_000 },
  "through",
);
const strange = await agents.status("i-none");
await agents.stop(instance);
const afterwards = await agents.status(instance);

process.stdout.write(
  JSON.stringify({ status, echo, strange, afterwards, asked: [...new Set(asked)].sort() }),
);
process.exit();

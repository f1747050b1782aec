/** Requests a second of the lab's EC2 API, beside those of moto's server where that is installed. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { Agent, request } from "node:http";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { median } from "./measure.ts";

export interface ApiRun {
  readonly denat: number;
  /** Undefined where moto's server is not installed. */
  readonly moto: number | undefined;
}

const keys = { accessKeyId: "AKIABENCH00000000000", secretAccessKey: "bench" };
const [denatPort, motoPort] = [25_301, 25_302];
const connections = 8;
const seconds = 2;
const rounds = 3;

/** Undefined without a build. In turn, so that both meet the same machine. */
export async function measureApi(): Promise<ApiRun | undefined> {
  const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
  if (!existsSync(main)) return undefined;
  const credentials = `${keys.accessKeyId}:${keys.secretAccessKey}`;
  const serve = ["lab", "serve", "--port", String(denatPort), "--credentials", credentials];
  const hasMoto = spawnSync("moto_server", ["--help"]).error === undefined;
  const servers: readonly ChildProcess[] = [
    spawn(process.execPath, [main, ...serve], { stdio: "ignore" }),
    ...(hasMoto
      ? [spawn("moto_server", ["-H", "127.0.0.1", "-p", String(motoPort)], { stdio: "ignore" })]
      : []),
  ];
  try {
    const ports = hasMoto ? [denatPort, motoPort] : [denatPort];
    const signed = await Promise.all(ports.map(signedRequest));
    const rates = ports.map((): number[] => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, one] of signed.entries()) rates[index]?.push(await rateOf(one));
    }
    const [denat = [], moto] = rates;
    return { denat: median(denat), moto: moto === undefined ? undefined : median(moto) };
  } finally {
    for (const server of servers) server.kill();
  }
}

interface Signed {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request as the SDK signs it: it may be sent again for a quarter of an hour. */
async function signedRequest(port: number): Promise<Signed> {
  const client = new EC2Client({
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${port}`,
    credentials: keys,
  });
  let signed: Signed | undefined;
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers, body } = args.request as Signed;
      signed = { port, headers, body };
      return next(args);
    },
    { step: "finalizeRequest", priority: "low" },
  );
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      await client.send(new DescribeVpcsCommand({}));
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  client.destroy();
  if (signed === undefined) throw new Error(`nobody serves on port ${port}`);
  return signed;
}

async function rateOf(signed: Signed): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + seconds * 1000;
  let count = 0;
  const work = async (): Promise<void> => {
    while (performance.now() < end) {
      await sendOnce(signed, agent);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return count / seconds;
}

function sendOnce({ port, headers, body }: Signed, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const own = request(
      { host: "127.0.0.1", port, method: "POST", path: "/", headers, agent },
      (response) => {
        response.resume().on("end", () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`port ${port} answers ${response.statusCode}`));
        });
      },
    );
    own.on("error", reject);
    own.end(body);
  });
}

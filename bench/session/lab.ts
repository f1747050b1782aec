/** A lab full of agents: how soon a shell is there, and what all processes of the lab hold together. */
import { readFileSync, readdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { listenOnLoopback } from "../../src/app/lab/loopback.ts";
import { openSessionDesk } from "../../src/app/lab/session/start.ts";
import type { SessionDesk } from "../../src/app/lab/session/start.ts";
import { instanceIdOf } from "../../src/app/lab/workloads.ts";
import { readFacts } from "../../src/app/facts.ts";
import { readReading } from "../../src/app/reading.ts";
import { openClient } from "../../src/lab/agent/client/client.ts";
import type { Client } from "../../src/lab/agent/client/client.ts";
import { echoThrough } from "../../src/lab/agent/client/echo.ts";
import { deployNetwork } from "../../src/lab/deploy/index.ts";
import type { Network } from "../../src/model/network.ts";
import { keys, withLab } from "../lab/run.ts";
import { median } from "../measure.ts";

export interface LabSessionRun {
  /** From the question for a session to the prompt of its shell. */
  readonly promptMs: number;
  /** Until the last of the agents was online. */
  readonly onlineSeconds: number;
  /** Of every process of the lab, what it shares with others in equal parts. */
  readonly idleMb: number;
  readonly withShellsMb: number;
}

const region = "ap-northeast-1";
const prompts = 20;
const patienceMs = 20_000;
/** An agent that missed its start on a busy machine sleeps for minutes. */
const onlinePatienceMs = 60_000;

export async function measureLabSessions(agents: number, shells: number): Promise<LabSessionRun> {
  const network = await networkOf(agents);
  return withLab({ kind: "own" }, async (lab) => {
    const socket = await listenOnLoopback(0);
    const { port } = socket.address() as AddressInfo;
    const ask = { kind: "serve", allowReset: false, stateDirectory: undefined, deployed: network } as const;
    const { workloads } = await lab.ask(ask, socket);
    socket.close();
    const desk = openSessionDesk({ ...keys, endpoint: `http://127.0.0.1:${port}` }, region);
    const targets = workloads.map(instanceIdOf);
    const clients: Client[] = [];
    try {
      const startedAtMs = performance.now();
      for (const target of targets) await untilOpen(desk, target);
      const onlineSeconds = (performance.now() - startedAtMs) / 1000;
      const idleMb = heldMb(lab.pid());
      for (const target of targets.slice(0, shells)) clients.push(await openShell(desk, target));
      return {
        onlineSeconds,
        idleMb,
        withShellsMb: heldMb(lab.pid()),
        promptMs: await measurePrompt(desk, targets.at(-1) ?? ""),
      };
    } finally {
      for (const client of clients) client.leave();
      desk.close();
    }
  });
}

/** As many instances as wanted in one subnet, with what Session Manager needs. */
async function networkOf(instances: number): Promise<Network> {
  const facts = await readFacts();
  const ref = (name: string) => ({ Ref: name });
  const endpoint = (service: string) => ({
    Type: "AWS::EC2::VPCEndpoint",
    Properties: {
      VpcId: ref("Vpc"),
      VpcEndpointType: "Interface",
      ServiceName: `com.amazonaws.${region}.${service}`,
      SubnetIds: [ref("Subnet")],
      SecurityGroupIds: [ref("Group")],
      PrivateDnsEnabled: true,
    },
  });
  const rule = [{ IpProtocol: "-1", CidrIp: "10.0.0.0/16" }];
  const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  const Resources: Record<string, object> = {
    Vpc: {
      Type: "AWS::EC2::VPC",
      Properties: { CidrBlock: "10.0.0.0/16", EnableDnsSupport: true, EnableDnsHostnames: true },
    },
    Subnet: { Type: "AWS::EC2::Subnet", Properties: { VpcId: ref("Vpc"), CidrBlock: "10.0.0.0/20" } },
    Group: {
      Type: "AWS::EC2::SecurityGroup",
      Properties: { VpcId: ref("Vpc"), GroupDescription: "all", SecurityGroupIngress: rule },
    },
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [trust] },
        ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
      },
    },
    Profile: { Type: "AWS::IAM::InstanceProfile", Properties: { Roles: [ref("Role")] } },
    Ssm: endpoint("ssm"),
    SsmMessages: endpoint("ssmmessages"),
  };
  for (let count = 0; count < instances; count += 1) {
    Resources[`I${count}`] = {
      Type: "AWS::EC2::Instance",
      Properties: {
        SubnetId: ref("Subnet"),
        SecurityGroupIds: [ref("Group")],
        IamInstanceProfile: ref("Profile"),
        ImageId: "ami-0123456789abcdef0",
      },
    };
  }
  const stdin = (async function* () {
    yield Buffer.from(JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources }));
  })();
  const { network } = await readReading({ paths: ["-"], region, parameters: new Map(), stdin }, facts);
  return deployNetwork(network, facts);
}

/** A session is refused for as long as the agent has no channel. */
async function untilOpen(desk: SessionDesk, target: string): Promise<void> {
  const giveUpAtMs = performance.now() + onlinePatienceMs;
  for (;;) {
    try {
      await desk.service.terminate((await desk.start({ Target: target })).SessionId);
      return;
    } catch (error) {
      if ((error as Error).name !== "TargetNotConnected" || performance.now() > giveUpAtMs) throw error;
      await sleep(100);
    }
  }
}

async function openShell(desk: SessionDesk, target: string): Promise<Client> {
  const session = await desk.start({ Target: target });
  let prompt: () => void = () => {};
  const prompted = new Promise<void>((resolve) => (prompt = resolve));
  const client = await openClient({
    session,
    target,
    net: desk.net,
    service: desk.service,
    onKind: () => undefined,
    onSay: () => undefined,
    onRoom: () => undefined,
    onPayload: () => {
      prompt();
      return true;
    },
  });
  await prompted;
  return client;
}

async function measurePrompt(desk: SessionDesk, target: string): Promise<number> {
  const took: number[] = [];
  for (let count = 0; count < prompts; count += 1) {
    const startedAtMs = performance.now();
    const session = await desk.start({ Target: target });
    const startMs = performance.now() - startedAtMs;
    const echo = await echoThrough({ session, target, net: desk.net, patienceMs }, "bench");
    if (echo.kind !== "answered") throw new Error(`no shell in ${target}: ${echo.said}`);
    took.push(startMs + echo.promptMs);
  }
  return median(took);
}

/** Of a process and of all that descend from it. */
function heldMb(pid: number): number {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }));
  const family = new Set([pid]);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const each of parents) if (family.has(each.parent)) family.add(each.pid);
  }
  return [...family].reduce((sum, each) => sum + proportionalMb(each), 0);
}

function parentOf(pid: string): number {
  return Number(/^PPid:\t(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);
}

const proportionalMb = (pid: number): number =>
  (Number(/^Pss:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024) / 1e6;

/** Empty for a process that has ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** `denat lab up`: the network as it would be deployed, out of namespaces, until it is told to go. */
import { accessSync, constants } from "node:fs";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { AppError } from "../../model/app-error.ts";
import { regionOf } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";
import { labLines } from "../../report/index.ts";
import { readFacts } from "../facts.ts";
import type { InputRequest, Outcome } from "../outcome.ts";
import { listenForControl } from "./control.ts";
import { readDeployed } from "./deployed.ts";
import { findCard, labDirectory, removeCard, writeCard } from "./directory.ts";
import type { LabCard } from "./directory.ts";
import { startLab } from "./lab.ts";
import type { Lab } from "./lab.ts";
import type { Answers } from "./letters.ts";
import { listenOnLoopback } from "./loopback.ts";
import { namedPart } from "./names.ts";
import { accountOf, firstAccount, firstRegion, freshKeys } from "./owner.ts";
import type { KeyPair } from "./owner.ts";
import type { AgentChoice } from "./residents.ts";
import { writePluginShim } from "./session/shim.ts";

export interface UpRequest {
  /** Without paths the lab is an account as AWS gives it; with them, one that has their network. */
  readonly input: InputRequest;
  readonly name: string;
  readonly account: string | undefined;
  readonly api: ApiOptions;
  readonly agent: AgentChoice;
  /** Prints while the lab runs. */
  readonly say: (text: string) => void;
  /** When the user wants the lab gone. */
  readonly dismissed: Promise<void>;
}

export interface ApiOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  readonly credentials: KeyPair | undefined;
  readonly allowReset: boolean;
  readonly stateDirectory: string | undefined;
}

export async function runLabUp(request: UpRequest): Promise<Outcome> {
  const { input, name, account, api, agent, say, dismissed } = request;
  if (findCard(name) !== undefined) {
    throw new AppError(
      "LAB_RUNNING",
      `a lab ${name} is running already`,
      "end it with denat lab down, or give another --name",
    );
  }
  if (agent.kind === "real") mustBeProgram(agent.path);
  const facts = await readFacts();
  const network = input.paths.length === 0 ? undefined : await readDeployed(input, facts);
  const keys = {
    account: account ?? (network === undefined ? firstAccount : accountOf(network)),
    ...(api.credentials ?? freshKeys()),
  };
  let card: LabCard | undefined;
  let control: Server | undefined;
  const lab = await startLab({ ...keys, agent, directory: labDirectory(name) }, ({ workloads }) => {
    if (card !== undefined) writeCard((card = { ...card, workloads }));
  });
  const gone = lab.ended.then(() => "gone" as const);
  try {
    const { endpoint, workloads, notBuilt, unlike, ...served } = await begin(lab, network, api);
    const names = Object.fromEntries(served.names);
    const own: LabCard = {
      ...keys,
      name,
      keeper: process.pid,
      pid: lab.pid(),
      caPath: lab.caPath,
      endpoint,
      region: regionFor(network),
      tools: join(labDirectory(name), "bin"),
      names,
      workloads,
    };
    writeCard((card = own));
    control = await listenForControl(name, (asked) => lab.ask(asked));
    await writePluginShim(own.tools);
    const called = namedPart(names);
    say(labLines(own, { notBuilt: notBuilt.map(called), unlike: unlike.map(called) }));
    const why = await Promise.race([gone, dismissed]);
    if (why === "gone")
      throw new AppError("LAB_ENDED", `lab ${name} ended by itself`, "start it again", { source: "tool" });
    return { status: 0, text: "" };
  } finally {
    card = undefined;
    control?.close();
    removeCard(name);
    lab.stop();
    await lab.ended;
  }
}

function mustBeProgram(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch (cause) {
    throw new AppError(
      "AGENT_UNREADABLE",
      `--ssm-agent ${path} is no program that can be run`,
      "give the path of amazon-ssm-agent, with ssm-agent-worker and ssm-session-worker beside it",
      { cause },
    );
  }
}

async function begin(
  lab: Lab,
  deployed: Network | undefined,
  { port, allowReset, stateDirectory }: ApiOptions,
): Promise<Answers["serve"] & { readonly endpoint: string }> {
  const socket = await listenOnLoopback(port);
  const { port: own } = socket.address() as AddressInfo;
  try {
    const served = await lab.ask({ kind: "serve", allowReset, stateDirectory, deployed }, socket);
    return { ...served, endpoint: `http://127.0.0.1:${own}` };
  } finally {
    // The other process has it now; here nobody would answer.
    socket.close();
  }
}

/** That clients out here are told to ask. */
function regionFor(network: Network | undefined): string {
  const [vpc] = network?.vpcs.values() ?? [];
  return network === undefined || vpc === undefined ? firstRegion : regionOf(network, vpc);
}

/** `denat lab up`: the network as it would be deployed, out of namespaces, until it is told to go. */
import type { AddressInfo } from "node:net";
import { AppError } from "../../model/app-error.ts";
import type { NotBuilt } from "../../lab/fabric/plan.ts";
import type { Network } from "../../model/network.ts";
import { labLines } from "../../report/index.ts";
import { readFacts } from "../facts.ts";
import type { InputRequest, Outcome } from "../outcome.ts";
import { readDeployed } from "./deployed.ts";
import { findCard, labDirectory, removeCard, writeCard } from "./directory.ts";
import type { LabCard } from "./directory.ts";
import { startLab } from "./lab.ts";
import type { Lab } from "./lab.ts";
import { listenOnLoopback } from "./loopback.ts";
import { accountOf, firstAccount, freshKeys } from "./owner.ts";
import type { KeyPair } from "./owner.ts";
import { workloadsIn } from "./workloads.ts";

export interface UpRequest {
  /** Without paths the lab is an account as AWS gives it, and its EC2 API is served. */
  readonly input: InputRequest;
  readonly name: string;
  readonly account: string | undefined;
  readonly api: ApiOptions;
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
  const { input, name, account, api, say, dismissed } = request;
  if (findCard(name) !== undefined) {
    throw new AppError(
      "LAB_RUNNING",
      `a lab ${name} is running already`,
      "end it with denat lab down, or give another --name",
    );
  }
  const facts = await readFacts();
  const network = input.paths.length === 0 ? undefined : await readDeployed(input, facts);
  const keys = {
    account: account ?? (network === undefined ? firstAccount : accountOf(network)),
    ...(api.credentials ?? freshKeys()),
  };
  let card: LabCard | undefined;
  const lab = await startLab({ ...keys, directory: labDirectory(name) }, ({ workloads }) => {
    if (card !== undefined) writeCard((card = { ...card, workloads }));
  });
  const gone = lab.ended.then(() => "gone" as const);
  try {
    const begun = await begin(lab, network, api);
    const workloads = network === undefined ? [] : workloadsIn(network);
    card = {
      ...keys,
      name,
      keeper: process.pid,
      pid: lab.pid(),
      caPath: lab.caPath,
      endpoint: begun.endpoint,
      workloads,
    };
    writeCard(card);
    say(labLines(card, begun.notBuilt));
    const why = await Promise.race([gone, dismissed]);
    if (why === "gone")
      throw new AppError("LAB_ENDED", `lab ${name} ended by itself`, "start it again", { source: "tool" });
    return { status: 0, text: "" };
  } finally {
    card = undefined;
    removeCard(name);
    lab.stop();
    await lab.ended;
  }
}

interface Begun {
  readonly notBuilt: readonly NotBuilt[];
  /** Of the EC2 API. */
  readonly endpoint: string | undefined;
}

async function begin(lab: Lab, network: Network | undefined, api: ApiOptions): Promise<Begun> {
  if (network !== undefined) {
    const { notBuilt } = await lab.ask({ kind: "update", network });
    return { notBuilt, endpoint: undefined };
  }
  const { allowReset, stateDirectory } = api;
  const socket = await listenOnLoopback(api.port);
  const { port } = socket.address() as AddressInfo;
  await lab.ask({ kind: "serve", allowReset, stateDirectory }, socket);
  // The other process has it now; here nobody would answer.
  socket.close();
  return { notBuilt: [], endpoint: `http://127.0.0.1:${port}` };
}

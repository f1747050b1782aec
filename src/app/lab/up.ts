/** `denat lab up`: the network as it would be deployed, out of namespaces, until it is told to go. */
import { randomBytes } from "node:crypto";
import { AppError } from "../../model/app-error.ts";
import type { Network } from "../../model/network.ts";
import { labLines } from "../../report/index.ts";
import { readFacts } from "../facts.ts";
import type { InputRequest, Outcome } from "../outcome.ts";
import { readDeployed } from "./deployed.ts";
import { findCard, labDirectory, removeCard, writeCard } from "./directory.ts";
import type { LabCard } from "./directory.ts";
import { startLab } from "./lab.ts";
import type { Lab } from "./lab.ts";
import { workloadsIn } from "./workloads.ts";

export interface UpRequest {
  readonly input: InputRequest;
  readonly name: string;
  readonly account: string | undefined;
  /** Prints while the lab runs. */
  readonly say: (text: string) => void;
  /** When the user wants the lab gone. */
  readonly dismissed: Promise<void>;
}

const firstAccount = "123456789012";

export async function runLabUp({ input, name, account, say, dismissed }: UpRequest): Promise<Outcome> {
  if (findCard(name) !== undefined) {
    throw new AppError(
      "LAB_RUNNING",
      `a lab ${name} is running already`,
      `end it with denat lab down, or give another --name`,
    );
  }
  const facts = await readFacts();
  const network = await readDeployed(input, facts);
  const keys = {
    account: account ?? accountOf(network),
    accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString("base64url"),
  };
  const lab = await startLab({ ...keys, directory: labDirectory(name) });
  const gone = lab.ended.then(() => "gone" as const);
  try {
    const { notBuilt } = await lab.ask({ kind: "update", network });
    const card = toCard(lab, network, { ...keys, name });
    writeCard(card);
    say(labLines(card, notBuilt));
    const why = await Promise.race([gone, dismissed]);
    if (why === "gone")
      throw new AppError("LAB_ENDED", `lab ${name} ended by itself`, "start it again", { source: "tool" });
    return { status: 0, text: "" };
  } finally {
    removeCard(name);
    lab.stop();
    await lab.ended;
  }
}

function toCard(
  lab: Lab,
  network: Network,
  own: Pick<LabCard, "name" | "account" | "accessKeyId" | "secretAccessKey">,
): LabCard {
  const { caPath } = lab;
  return { ...own, keeper: process.pid, pid: lab.pid(), caPath, workloads: workloadsIn(network) };
}

function accountOf({ scopes }: Network): string {
  const [scope] = scopes.values();
  return scope !== undefined && /^\d{12}$/.test(scope.account) ? scope.account : firstAccount;
}

/** The lab that a rehearsal plays in: begun with its first network's account, gone with the rehearsal. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NotBuilt } from "../../lab/fabric/plan.ts";
import type { Network } from "../../model/network.ts";
import { startLab } from "../lab/lab.ts";
import type { Lab } from "../lab/lab.ts";
import { accountOf, freshKeys } from "../lab/owner.ts";
import type { LabApi } from "../lab/session/start.ts";
import { openApi, timeScale } from "./session.ts";
import type { SessionAsks } from "./session.ts";

export interface Scene {
  readonly lab: Lab;
  readonly api: LabApi;
  /** The text of the certificate that clients trust. */
  readonly ca: string;
  /** Has the running lab become a network, and remembers what could not be built. */
  readonly become: (network: Network) => Promise<void>;
}

export interface Played<Result> {
  readonly result: Result;
  readonly notBuilt: readonly NotBuilt[];
}

export async function playInLab<Result>(
  first: Network,
  { workloads }: SessionAsks,
  play: (scene: Scene) => Promise<Result>,
): Promise<Played<Result>> {
  const directory = await mkdtemp(join(tmpdir(), "denat-rehearsal-"));
  const keys = freshKeys();
  const lab = await startLab({
    account: accountOf(first),
    ...keys,
    directory,
    agent: workloads.length === 0 ? { kind: "none" } : { kind: "own", timeScale, isAsked: true },
  });
  const notBuilt = new Map<string, NotBuilt>();
  const become = async (network: Network): Promise<void> => {
    const { notBuilt: left } = await lab.ask({ kind: "update", network });
    for (const one of left) notBuilt.set(`${one.component.id} ${one.why}`, one);
  };
  try {
    const ca = await readFile(lab.caPath, "utf8");
    const result = await play({ lab, api: await openApi(lab, keys), ca, become });
    return { result, notBuilt: [...notBuilt.values()] };
  } finally {
    lab.stop();
    await lab.ended;
    await rm(directory, { recursive: true, force: true });
  }
}

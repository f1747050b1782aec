/**
 * A session for each instance that needs Session Manager, in one of the networks: what the doctor says of it, and whether a shell
 * answers. Its agent is started anew for each, and gone before the next network.
 */
import type { AddressInfo } from "node:net";
import { overallOf } from "../../advice/doctor/conclude.ts";
import type { Overall } from "../../advice/doctor/diagnosis.ts";
import { diagnose } from "../../advice/doctor/index.ts";
import type { Plan } from "../../advice/plan.ts";
import type { Facts } from "../../facts/index.ts";
import type { Verdict } from "../../model/answer.ts";
import { parseId } from "../../model/entity/entity.ts";
import type { Network } from "../../model/network.ts";
import type { RehearsalCell } from "../../report/index.ts";
import type { Lab } from "../lab/lab.ts";
import { listenOnLoopback } from "../lab/loopback.ts";
import type { KeyPair } from "../lab/owner.ts";
import { toLabSession } from "../lab/session/doctor.ts";
import { seeSession } from "../lab/session/seen.ts";
import type { LabApi } from "../lab/session/start.ts";
import { workloadsIn } from "../lab/workloads.ts";

/** An agent that fails waits for an hour; here for 36 seconds, and no answer is waited for less than two. */
export const timeScale = 0.01;
/** For an agent whose calls nobody answers, and for a prompt that comes late for that reason. */
const patience = { agentMs: 30_000, shellMs: 20_000 } as const;
/** Of an estate with more, the first ones: each takes some seconds in each network. */
const most = 20;

const needed = ["ssm", "ssmmessages"];
const service = "session";

export interface SessionAsks {
  readonly workloads: readonly string[];
  /** What is said of those that are not asked, and of the waiting. */
  readonly notes: readonly string[];
}

export function sessionAsksIn(network: Network, plan: Plan): SessionAsks {
  const found = plan.vpcs.flatMap(({ workloads }) =>
    workloads
      .filter(({ needs }) => needed.every((name) => needs.some((need) => need.service === name)))
      .filter(({ id }) => isRunning(network, id))
      .map(({ id }) => id),
  );
  const unique = [...new Set(found)];
  const left = unique.length - most;
  const notes = [
    `the agent of each instance was started anew in each network, with waits of 1/${1 / timeScale} and time limits of 2 seconds and more`,
    ...(left > 0 ? [`of ${unique.length} instances the first ${most} were asked`] : []),
  ];
  return unique.length === 0 ? { workloads: [], notes: [] } : { workloads: unique.slice(0, most), notes };
}

function isRunning(network: Network, id: string): boolean {
  const row = network.workloads.get(parseId(id));
  return row?.kind === "instance" && row.state !== "stopped";
}

/** Where the services of the lab answer this process. */
export async function openApi(lab: Lab, keys: KeyPair): Promise<LabApi> {
  const socket = await listenOnLoopback(0);
  const { port } = socket.address() as AddressInfo;
  await lab.ask({ kind: "listen" }, socket);
  socket.close();
  return { ...keys, endpoint: `http://127.0.0.1:${port}` };
}

interface Stage<World extends string> {
  readonly world: World;
  readonly network: Network;
  readonly facts: Facts;
  readonly api: LabApi;
}

export async function trySessions<World extends string>(
  lab: Lab,
  { workloads }: SessionAsks,
  { world, network, facts, api }: Stage<World>,
): Promise<readonly RehearsalCell<World>[]> {
  const homes = workloadsIn(network);
  const cells = workloads.map(async (workload): Promise<readonly RehearsalCell<World>[]> => {
    const own = homes.find(({ id }) => id === workload);
    if (own === undefined) return [];
    const { namespace, region } = own;
    const predicted = verdicts[predict(network, facts, workload)];
    const agent = (order: "tell" | "restart" | "stop") => lab.ask({ kind: "agent", namespace, order });
    const seen = await seeSession({ agent, api, region, target: workload, isRestarted: true, patience });
    // Before the next network: there its packets would not tell the service that it went.
    await agent("stop");
    const { session } = toLabSession(seen);
    const verdict = session.kind === "answered" ? "reachable" : "blocked";
    const detail =
      session.kind === "answered"
        ? `a shell answers, its prompt after ${Math.round(session.promptMs)} ms`
        : `${session.said}; the agent: ${seen.agent?.state ?? "none"} after ${Math.round(seen.agentMs / 1000)} s`;
    return [
      {
        workload,
        service,
        host: "start-session",
        world,
        predicted,
        seen: verdict,
        detail,
        endpoint: undefined,
        signedAs: undefined,
        agrees: predicted === "unknown" || predicted === verdict,
      },
    ];
  });
  return (await Promise.all(cells)).flat();
}

const verdicts: Readonly<Record<Overall, Verdict>> = {
  connects: "reachable",
  "does-not-connect": "blocked",
  "cannot-tell": "unknown",
};

/** Of the agent that instances of a lab have: it is there, and newer than those that ask ec2messages. */
const othersAgent = ["agent", "agent-version", "ec2messages"];

function predict(network: Network, facts: Facts, workload: string): Overall {
  const { checks } = diagnose(network, facts, { workload, strict: false });
  return overallOf(checks.filter(({ id }) => !othersAgent.includes(id.split(".")[0] ?? id)));
}

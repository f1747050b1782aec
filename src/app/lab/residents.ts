/**
 * Who lives in the instances of a lab: processes at home, and an SSM Agent in each, as AWS's images have it. They come and go with
 * the network, a moment after it: nobody waits for them.
 */
import { readFileSync } from "node:fs";
import { startAgents } from "../../lab/agent/index.ts";
import type { Agents, AgentSettings, AgentStatus } from "../../lab/agent/index.ts";
import { endHome, enterHome } from "../../lab/instance/home.ts";
import { superviseSoftware } from "../../lab/instance/software.ts";
import type { LabWorkload } from "./directory.ts";
import { environmentIn, homeOf } from "./home.ts";

/** Which SSM Agent instances have: denat's own, none, or the real one at a path. */
export type AgentChoice =
  | {
      readonly kind: "own";
      /** Factor on all that they wait for; 1 where it is left out. */
      readonly timeScale?: number;
      /** Each stays away until it is restarted: who rehearses one network after another wants no agent of the last one. */
      readonly isAsked?: true;
    }
  | { readonly kind: "none" }
  | { readonly kind: "real"; readonly path: string };

/** Instances are called by their network namespace, save where they are rebooted. */
export interface Residents {
  /**
   * After the network has changed. Nobody waits for agents of denat's; the real one moves in before anybody else may enter, who would
   * furnish a home without its serial port.
   */
  readonly update: (workloads: readonly LabWorkload[]) => Promise<void>;
  /** Ends all that runs in an instance, and starts its agent. By an id that AWS knows. */
  readonly reboot: (instance: string) => void;
  /** The agent alone; in its instance as it is now. */
  readonly restart: (namespace: string) => Promise<void>;
  readonly stop: (namespace: string) => Promise<void>;
  /** Undefined for an instance that has no agent of denat's. */
  readonly agentOf: (namespace: string) => Promise<AgentStatus | undefined>;
}

interface Resident {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface ResidentsOptions {
  readonly caPath: string;
  readonly choice: AgentChoice;
  /** Told of what nobody waits for. */
  readonly report: (error: unknown) => void;
}

export function createResidents({ caPath, choice, report }: ResidentsOptions): Residents {
  const residents = new Map<string, Resident>();
  let workloads: readonly LabWorkload[] = [];
  let agents: Agents | undefined;
  const residentOf = (own: LabWorkload): Resident => {
    if (choice.kind === "none") return nobody;
    if (choice.kind === "real") return realAgent(own, caPath, choice.path);
    agents ??= startAgents();
    const { timeScale } = choice;
    const { namespace } = own;
    const look = () => workloads.find((each) => each.namespace === namespace) ?? own;
    return ownAgent(agents, look, { caPath, ...(timeScale === undefined ? {} : { timeScale }) });
  };
  const startsByItself = choice.kind !== "own" || choice.isAsked !== true;
  const moveOut = async (namespace: string): Promise<void> => {
    await residents.get(namespace)?.stop();
    residents.delete(namespace);
    endHome(namespace);
  };
  const settle = async (): Promise<void> => {
    const wanted = workloads.filter(isAtHome);
    const names = new Set(wanted.map(({ namespace }) => namespace));
    for (const namespace of residents.keys()) if (!names.has(namespace)) await moveOut(namespace);
    for (const own of wanted) {
      if (residents.has(own.namespace)) continue;
      const resident = residentOf(own);
      residents.set(own.namespace, resident);
      if (startsByItself) await resident.start();
    }
  };
  // One after the other: who moves in must not meet who moves out.
  let turn = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => (turn = turn.then(work).catch(report));
  return {
    update: async (next) => {
      workloads = next;
      const settled = inTurn(settle);
      if (choice.kind === "real") await settled;
    },
    reboot: (instance) => {
      const own = workloads.find(({ id, aliases }) => id === instance || aliases.includes(instance));
      if (own === undefined) return;
      void inTurn(async () => {
        await moveOut(own.namespace);
        await settle();
      });
    },
    restart: (namespace) =>
      inTurn(async () => {
        const resident = residents.get(namespace);
        await resident?.stop();
        await resident?.start();
      }),
    stop: (namespace) => inTurn(async () => residents.get(namespace)?.stop()),
    agentOf: async (namespace) => {
      await turn;
      return agents?.status(namespace);
    },
  };
}

const isAtHome = ({ kind, isRunning }: LabWorkload): boolean => kind === "instance" && isRunning;

const nobody: Resident = { start: async () => {}, stop: async () => {} };

interface OwnOptions extends AgentSettings {
  readonly caPath: string;
}

/** Names and certificates may be others since the last start: an instance asks for them when it starts. */
function ownAgent(agents: Agents, look: () => LabWorkload, { caPath, ...settings }: OwnOptions): Resident {
  const { namespace } = look();
  const start = async (): Promise<void> => {
    const own = look();
    const { resolvers, hostName, region } = own;
    const place = {
      namespace,
      resolvers,
      hostName,
      ca: readFileSync(caPath, "utf8"),
      enter: enterHome(homeOf(own, caPath)),
      environment: environmentIn(region),
    };
    await agents.start(namespace, place, settings);
  };
  return { start, stop: () => agents.stop(namespace) };
}

function realAgent(own: LabWorkload, caPath: string, path: string): Resident {
  let stop = async (): Promise<void> => {};
  return {
    start: async () => void ({ stop } = await superviseSoftware(homeOf(own, caPath), path)),
    stop: () => stop(),
  };
}

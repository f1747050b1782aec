/**
 * denat's own agent of Session Manager, and the client of its sessions: the same protocol as amazon-ssm-agent and
 * session-manager-plugin speak, so that a lab needs neither.
 *
 * Decides how an instance comes online, what a session and a command do inside it, and how a user talks to them. The services on the
 * other side, and what an instance is, are left to others. One process hosts the agents of a whole lab: `startAgents`, inside the
 * lab's enclosure. The client is in `client/`.
 */
import { spawn } from "node:child_process";
import { correspondWith } from "../enclosure/letter.ts";
import { moduleCommand } from "../enclosure/module.ts";
import type { AgentStatus } from "./agent/agent.ts";
import type { AgentSettings, AgentsAnswers, AgentsQuestion } from "./letters.ts";
import type { AgentPlace } from "./place.ts";

export type { AgentStatus } from "./agent/agent.ts";
export type { AgentSettings } from "./letters.ts";
export type { AgentPlace } from "./place.ts";

export interface Agents {
  /** An agent for an instance; in the place of the one that it has, if it has one. */
  readonly start: (instance: string, place: AgentPlace, settings?: AgentSettings) => Promise<void>;
  /** With all its sessions and commands. */
  readonly stop: (instance: string) => Promise<void>;
  /** Undefined for an instance without an agent. */
  readonly status: (instance: string) => Promise<AgentStatus | undefined>;
  readonly close: () => void;
}

export function startAgents(): Agents {
  const [program = "", ...args] = moduleCommand(import.meta.url, "process");
  const child = spawn(program, args, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
  const put = correspondWith(child);
  const ask = async <Kind extends AgentsQuestion["kind"]>(
    question: Extract<AgentsQuestion, { readonly kind: Kind }>,
  ): Promise<AgentsAnswers[Kind]> => (await put({ ...question })) as AgentsAnswers[Kind];
  return {
    start: async (instance, place, settings = {}) =>
      void (await ask({ kind: "start", instance, place, settings })),
    stop: async (instance) => void (await ask({ kind: "stop", instance })),
    status: (instance) => ask({ kind: "status", instance }),
    close: () => void child.kill(),
  };
}

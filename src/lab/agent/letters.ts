/** What the lab and the process of its agents say to each other. */
import type { AgentStatus } from "./agent/agent.ts";
import type { AgentPlace } from "./place.ts";

export interface AgentSettings {
  /** Factor on all waits and time limits of the agent, for what would take the real one an hour; 1 where it is left out. */
  readonly timeScale?: number;
}

export type AgentsQuestion =
  | {
      readonly kind: "start";
      readonly instance: string;
      readonly place: AgentPlace;
      readonly settings: AgentSettings;
    }
  | { readonly kind: "stop"; readonly instance: string }
  | { readonly kind: "status"; readonly instance: string };

export interface AgentsAnswers {
  readonly start: true;
  readonly stop: true;
  /** Undefined for an instance without an agent. */
  readonly status: AgentStatus | undefined;
}

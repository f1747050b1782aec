/** `denat lab agent`: how the SSM Agent of an instance fares, and a new start for it. */
import { agentLines } from "../../report/index.ts";
import type { Outcome } from "../outcome.ts";
import { askLab } from "./control.ts";
import { mustFindCard } from "./directory.ts";
import { findWorkload } from "./workloads.ts";

export interface AgentRequest {
  readonly lab: string;
  readonly workload: string;
  readonly restart: boolean;
  readonly format: "text" | "json";
}

/** 0 when it is online, 1 when it is not, 2 when the agent is the real one, which tells nobody but its own log. */
export async function runLabAgent({ lab, workload, restart, format }: AgentRequest): Promise<Outcome> {
  const card = mustFindCard(lab);
  const own = findWorkload(card, workload);
  const { agent } = await askLab(lab, {
    kind: "agent",
    namespace: own.namespace,
    order: restart ? "restart" : "tell",
  });
  const shown = { workload: own.id, agent };
  const text =
    format === "json"
      ? `${JSON.stringify({ schema: "denat.lab-agent/1", ...shown }, undefined, 2)}\n`
      : agentLines(shown);
  return { status: agent === undefined ? 2 : agent.state === "online" ? 0 : 1, text };
}

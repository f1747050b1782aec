/** The process of a lab's agents: all of them, each with the network and the programs of its own instance. */
import type { Serializable } from "node:child_process";
import { answerParent } from "../enclosure/letter.ts";
import { startAgent } from "./agent/agent.ts";
import type { Agent, AgentStatus } from "./agent/agent.ts";
import type { AgentsQuestion } from "./letters.ts";
import { instanceNet } from "./net/net.ts";
import { createStarts } from "./starts.ts";

/** Undefined for one whose turn to start has not come. */
interface Kept {
  agent: Agent | undefined;
}

const agents = new Map<string, Kept>();
const whenItsTurn = createStarts();

const notYet: AgentStatus = {
  state: "starting",
  instanceId: undefined,
  sessions: 0,
  commands: 0,
  failures: 0,
  log: [],
};

async function stop(instance: string): Promise<void> {
  const kept = agents.get(instance);
  agents.delete(instance);
  await kept?.agent?.stop();
}

function start({ instance, place, settings }: Extract<AgentsQuestion, { readonly kind: "start" }>): void {
  const { timeScale = 1 } = settings;
  const kept: Kept = { agent: undefined };
  agents.set(instance, kept);
  whenItsTurn(() => {
    // Stopped, or started anew, while it was waiting.
    if (agents.get(instance) !== kept) return undefined;
    const agent = startAgent({ place, timeScale, net: instanceNet(place, timeScale) });
    kept.agent = agent;
    return () => agent.status().state;
  });
}

answerParent(async (body) => {
  const question = body as AgentsQuestion;
  const kept = agents.get(question.instance);
  if (question.kind === "status") {
    const status = kept === undefined ? undefined : (kept.agent?.status() ?? notYet);
    return status as unknown as Serializable;
  }
  await stop(question.instance);
  if (question.kind === "start") start(question);
  return true;
});

/** The process of a lab's agents: all of them, each with the network and the programs of its own instance. */
import type { Serializable } from "node:child_process";
import { answerParent } from "../enclosure/letter.ts";
import { startAgent } from "./agent/agent.ts";
import type { Agent } from "./agent/agent.ts";
import type { AgentsQuestion } from "./letters.ts";
import { instanceNet } from "./net/net.ts";

const agents = new Map<string, Agent>();

async function stop(instance: string): Promise<void> {
  const agent = agents.get(instance);
  agents.delete(instance);
  await agent?.stop();
}

answerParent(async (body) => {
  const question = body as AgentsQuestion;
  const { instance } = question;
  if (question.kind === "status") return agents.get(instance)?.status() as unknown as Serializable;
  await stop(instance);
  if (question.kind === "start") {
    const { place, settings } = question;
    const { timeScale = 1 } = settings;
    agents.set(instance, startAgent({ place, timeScale, net: instanceNet(place, timeScale) }));
  }
  return true;
});

/**
 * The start of many agents: so many at once, and the others after them. Five hundred that ask a metadata service at the same moment do
 * not get their answers within its second, and would be taken for instances without one.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { AgentState } from "./agent/agent.ts";

const most = 16;
/** For one that does not come online, and keeps the others waiting no longer. */
const patienceMs = 1000;
const lookMs = 10;
const underWay: readonly AgentState[] = ["starting", "registering", "connecting"];

/** Starts an agent when it is its turn; `start` returns how to ask for its state, or undefined where it is not wanted any more. */
export function createStarts(): (start: () => (() => AgentState) | undefined) => void {
  const waiting: (() => (() => AgentState) | undefined)[] = [];
  let running = 0;
  const next = async (): Promise<void> => {
    const start = waiting.shift();
    if (start === undefined) return;
    running += 1;
    await settled(start());
    running -= 1;
    void next();
  };
  return (start) => {
    waiting.push(start);
    if (running < most) void next();
  };
}

async function settled(state: (() => AgentState) | undefined): Promise<void> {
  if (state === undefined) return;
  const endsAtMs = performance.now() + patienceMs;
  while (underWay.includes(state()) && performance.now() < endsAtMs) await sleep(lookMs);
}

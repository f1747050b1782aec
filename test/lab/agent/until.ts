import type { Agent } from "../../../src/lab/agent/agent/agent.ts";

/** Waits until something holds. */
export async function until(
  holds: () => boolean,
  why: () => string = () => "",
  patienceMs = 15_000,
): Promise<void> {
  const endsAt = Date.now() + patienceMs;
  while (!holds()) {
    if (Date.now() > endsAt) throw new Error(`it never came: ${why()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

export const online = (agent: Agent): Promise<void> =>
  until(
    () => agent.status().state === "online",
    () => agent.status().log.join("\n"),
  );

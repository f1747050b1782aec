/** Part (g) of the bench as it is printed. */
import { obstacleToLab } from "./lab/run.ts";
import { against, atLeast, number, table } from "./measure.ts";
import { measureLabSessions } from "./session/lab.ts";
import { idleAgents, idleSessions, measureSessions } from "./session-run.ts";

const limits = {
  throughput: { least: 50, unit: "MB/s" },
  latency: { most: 1, unit: "ms" },
  prompt: { most: 300, unit: "ms" },
  /** What the lab has for its agents and shells, all processes of it. */
  memory: { most: 1500, unit: "MB" },
} as const;

export async function reportSessions(): Promise<void> {
  console.log("\n(g) the message gateway: messages of 1 kB, as a session carries them");
  const run = await measureSessions();
  const {
    relayMegabytePerSecond,
    socketMegabytePerSecond,
    gatewayMegabytePerSecond,
    medianMs,
    slowMs,
    idleMb,
  } = run;
  console.log(
    table([
      [
        "the relay alone, MB a second of the processor",
        number(relayMegabytePerSecond),
        atLeast(relayMegabytePerSecond, limits.throughput),
      ],
      [
        "the gateway with its sockets, MB a second of the processor",
        number(gatewayMegabytePerSecond),
        atLeast(gatewayMegabytePerSecond, limits.throughput),
      ],
      ["  and from end to end, MB a second", number(socketMegabytePerSecond), "both ends in one process"],
      ["one way from end to end, ms", number(medianMs, 3), against(medianMs, limits.latency)],
      ["  99 in 100, ms", number(slowMs, 3), ""],
      [
        `${idleAgents} idle agents and ${idleSessions} sessions, MB`,
        number(idleMb),
        against(idleMb, limits.memory),
      ],
    ]),
  );
}

/** In a lab: agents that are denat's own, each with its instance. */
export async function reportLabSessions(): Promise<void> {
  const obstacle = obstacleToLab();
  if (obstacle !== undefined) return console.log(`\n    in a lab: not measured: ${obstacle}`);
  const { promptMs, onlineSeconds, idleMb, withShellsMb } = await measureLabSessions(
    idleAgents,
    idleSessions,
  );
  console.log(`\n    in a lab of ${idleAgents} instances, an agent in each`);
  console.log(
    table([
      ["until the last agent is online, seconds", number(onlineSeconds, 1), ""],
      ["from start-session to the prompt, ms", number(promptMs), against(promptMs, limits.prompt)],
      ["all processes of the lab, MB", number(idleMb), against(idleMb, limits.memory)],
      [
        `the same with ${idleSessions} open shells, MB`,
        number(withShellsMb),
        against(withShellsMb, limits.memory),
      ],
    ]),
  );
}

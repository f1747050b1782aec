/** Part (g) of the bench as it is printed. */
import { against, atLeast, number, table } from "./measure.ts";
import { idleAgents, idleSessions, measureSessions } from "./session-run.ts";

const limits = {
  throughput: { least: 50, unit: "MB/s" },
  latency: { most: 1, unit: "ms" },
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

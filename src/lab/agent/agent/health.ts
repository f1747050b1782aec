/**
 * What the agent tells of itself, for as long as it lives: its health every five minutes, and the question for associations. Where
 * Systems Manager does not take the first report, the agent hibernates and asks ever more rarely
 * (agent/health and agent/hibernation of the real agent, read 2026-11-29).
 */
import { failureOf } from "../net/service.ts";
import type { Called } from "../net/service.ts";
import type { AgentContext } from "./context.ts";
import { firstReport } from "./credentials.ts";
import { backOffMs, schedule } from "./schedule.ts";
import { platform } from "./version.ts";

/** How it reaches the service: empty until a control channel was opened or failed to. */
export type Connection = "" | "ssmmessages" | "ec2messages";

export const report = (context: AgentContext, connection: Connection): Promise<Called> =>
  callSystemsManager(context, "UpdateInstanceInformation", {
    ...firstReport(context.identity),
    AgentStatus: "Active",
    AvailabilityZone: context.identity.availabilityZone,
    AvailabilityZoneId: context.identity.availabilityZoneId,
    ComputerName: context.place.hostName,
    IPAddress: context.identity.privateAddress,
    PlatformName: platform.name,
    PlatformVersion: platform.version,
    SSMConnectionChannel: connection,
  });

/** Never rejects: an agent that has lost its keys, or ends, goes on to its next wait. */
async function callSystemsManager(context: AgentContext, action: string, body: object): Promise<Called> {
  try {
    const keys = await context.keys();
    return await context.services.json({ service: "ssm", target: `AmazonSSM.${action}`, keys, body });
  } catch (error) {
    return { kind: "unreachable", message: (error as Error).message };
  }
}

/** Returns when a report was taken. Rejects when the agent ends. */
export async function wakeUp(context: AgentContext, onSleep: () => void): Promise<void> {
  const { log, pace, signal } = context;
  const { firstMs, nextMs, longestMs } = schedule.hibernation;
  for (let failures = 0; ; failures += 1) {
    const called = await report(context, "");
    if (called.kind === "answer") return;
    log.say("ERROR", `Health ping failed with error - ${failureOf(called)}`);
    onSleep();
    log.say("ERROR", "Entering SSM Agent hibernate");
    const waitMs = failures === 0 ? firstMs : backOffMs({ firstMs: nextMs, jitter: 0, longestMs }, failures);
    await pace.wait(waitMs, signal);
  }
}

/** Run until the agent ends. */
export async function keepReporting(context: AgentContext, connection: () => Connection): Promise<void> {
  const { everyMs } = schedule.health;
  for (let waitMs = Math.random() * everyMs; ; waitMs = everyMs) {
    await context.pace.wait(waitMs, context.signal);
    const called = await report(context, connection());
    if (called.kind !== "answer")
      context.log.say("ERROR", `error when calling AWS APIs. error details - ${failureOf(called)}`);
  }
}

/** The lab has no associations: the question is asked because a real agent asks it. */
export async function keepAskingAssociations(context: AgentContext): Promise<void> {
  const { identity, log, pace, signal } = context;
  const { firstMs, everyMs } = schedule.associations;
  for (let waitMs: number = firstMs; ; waitMs = everyMs) {
    await pace.wait(waitMs, signal);
    const body = { InstanceId: identity.instanceId, MaxResults: 20 };
    const called = await callSystemsManager(context, "ListInstanceAssociations", body);
    if (called.kind !== "answer")
      log.say("ERROR", `Unable to load instance associations, ${failureOf(called)}`);
  }
}

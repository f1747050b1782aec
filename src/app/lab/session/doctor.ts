/** What a lab shows of Session Manager in one workload, for the doctor: its agent as it is, and a session. */
import type { LabSession } from "../../../advice/doctor/seen.ts";
import { askLab } from "../control.ts";
import { mustFindCard } from "../directory.ts";
import { findWorkload, instanceIdOf } from "../workloads.ts";
import { seeSession } from "./seen.ts";
import type { SessionSeen } from "./seen.ts";

/** For one that is just starting. */
const agentMs = 15_000;

/** Undefined for what no agent runs on. */
export async function seeInLab(
  lab: string,
  workload: string,
  shellMs: number,
): Promise<LabSession | undefined> {
  const card = mustFindCard(lab);
  const own = findWorkload(card, workload);
  if (own.kind !== "instance") return undefined;
  const { namespace, region } = own;
  const seen = await seeSession({
    agent: (order) => askLab(lab, { kind: "agent", namespace, order }),
    api: card,
    region,
    target: instanceIdOf(own),
    isRestarted: false,
    patience: { agentMs, shellMs },
  });
  const named = lab === "default" ? "" : ` --name ${lab}`;
  return {
    ...toLabSession(seen),
    origin: `lab:${lab}`,
    restartCommand: `denat lab agent ${own.id} --restart${named}`,
  };
}

export function toLabSession({ agent, session }: SessionSeen): Pick<LabSession, "agent" | "session"> {
  const lastError = agent?.log.findLast((line) => line.includes(" ERROR ")) ?? "";
  return {
    agent: agent && {
      state: agent.state,
      isOnline: agent.state === "online",
      lastError: inOneLine(lastError),
    },
    session: session.kind === "answered" ? session : { kind: "failed", said: inOneLine(saidOf(session)) },
  };
}

function saidOf(session: Exclude<SessionSeen["session"], { readonly kind: "answered" }>): string {
  if (session.kind === "refused") return `start-session: ${session.code}: ${session.said}`;
  if (session.kind === "silent") return "the session opens, and its shell does not answer";
  return session.said;
}

const inOneLine = (text: string): string => text.trim().replaceAll(/\s+/g, " ");

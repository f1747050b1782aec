/** SSM Agent: whether there is one, whether it was heard of, and how old it is. */
import { formatOrigin } from "../../model/entity/entity.ts";
import type { ManagedInstance } from "../../model/entity/systems-manager.ts";
import { unknown, valueOr } from "../../model/known.ts";
import { cannotTell, fails, passes } from "./diagnosis.ts";
import type { Examined, Subject } from "./diagnosis.ts";
import { isListed, reportCommand } from "./patient.ts";
import type { Patient } from "./patient.ts";

const subject: Subject = { id: "agent", title: "SSM Agent", bearing: "session" };

/** An image that has the agent may still run one that is stopped: only what Systems Manager heard of it tells. */
export function examineAgent(patient: Patient): Examined {
  const { managed, workload } = patient;
  if (isListed(managed)) return examineListed(patient, managed);
  const found = examineImage(patient);
  // The whole list is there, and an instance that runs is not on it.
  if (managed !== undefined || workload.state !== "running" || found.check.status === "fail") return found;
  const fact = `why Systems Manager does not list ${workload.id}, whose agent never registered here`;
  return cannotTell(subject, [unknown(fact, "sudo systemctl status amazon-ssm-agent, on the instance")]);
}

/** Nobody was heard of for five minutes, or longer: what is wrong else shows below, and if nothing is, the agent sleeps. */
function examineListed({ workload }: Patient, managed: ManagedInstance): Examined {
  const { id } = workload;
  const ping = valueOr(managed.pingStatus, "Online");
  if (ping === "Online" || workload.state === "stopped") {
    return passes(subject, `Systems Manager lists ${id}, ${ping}`, formatOrigin(managed.origin));
  }
  const fact = `whether the agent of ${id} still runs: Systems Manager lists it as ${ping}`;
  return cannotTell(subject, [unknown(fact, `restart the agent, then ${reportCommand(id)}`)]);
}

function examineImage({ world, workload, origin }: Patient): Examined {
  const { id, kind, image, clues } = workload;
  const installs = clues.find((clue) => clue.kind === "user-data" && /\bamazon-ssm-agent\b/.test(clue.text));
  if (installs !== undefined) {
    return passes(
      subject,
      "the user data installs or starts amazon-ssm-agent",
      formatOrigin(installs.origin),
    );
  }
  const known = image === undefined ? undefined : world.facts.agentImage(image);
  if (known === undefined) {
    const settledBy =
      image?.startsWith("ami-") === true ? `aws ec2 describe-images --image-ids ${image}` : reportCommand(id);
    return cannotTell(subject, [unknown(`whether the image of ${id} carries SSM Agent`, settledBy)]);
  }
  if (known.carries) return passes(subject, `${known.image} carries it`, origin);
  const cause = {
    code: "SSM_AGENT_NOT_INSTALLED",
    component: { kind, id },
    message: `the image of ${id} is ${known.image}, which does not carry SSM Agent, and no user data installs it`,
    fix: "install amazon-ssm-agent in the user data or in an image of your own; without NAT it comes from S3, through a gateway endpoint",
    origin,
  } as const;
  return fails(subject, [cause], { of: "agent", as: "absent" });
}

const versionSubject: Subject = { id: "agent-version", title: "Agent version", bearing: "none" };

export function examineVersion({ workload, managed }: Patient): Examined {
  const version = isListed(managed)
    ? managed.agentVersion
    : unknown(`the agent's version on ${workload.id}`, reportCommand(workload.id));
  return version.known ? passes(versionSubject, version.value) : cannotTell(versionSubject, [version]);
}

/** What the sources have in them, and so every agent that somebody built himself, however new it is. */
const ofSources = "3.3.0.0";

/** Whether the agent is older than `version`; undefined where its own is not known. */
export function isOlder({ managed }: Patient, version: string): boolean | undefined {
  if (!isListed(managed) || !managed.agentVersion.known) return undefined;
  if (managed.agentVersion.value === ofSources) return undefined;
  return compareVersions(managed.agentVersion.value, version) < 0;
}

function compareVersions(a: string, b: string): number {
  const [left = [], right = []] = [a, b].map((text) => text.split(".").map(Number));
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The instance itself: that it is one and runs, and that what runs on it can ask the metadata service. */
import type { MetadataOptions, Workload, WorkloadKind } from "../../model/entity/workload.ts";
import { unknown } from "../../model/known.ts";
import { cannotTell, fails, passes } from "./diagnosis.ts";
import type { Examined, Subject } from "./diagnosis.ts";
import { isLive } from "./patient.ts";
import type { Patient } from "./patient.ts";

const workloadSubject: Subject = { id: "workload", title: "EC2 instance", bearing: "session" };

/** What the kinds are that no agent runs on. */
const others: Readonly<Partial<Record<WorkloadKind, string>>> = {
  lambda: "a Lambda function",
  "ecs-service": "an ECS service, into which ECS Exec leads",
  "ecs-task": "an ECS task, into which ECS Exec leads",
  interface: "an interface, of which the input does not tell what stands behind it",
};

export const isMachine = ({ kind }: Workload): boolean => others[kind] === undefined;

export function examineWorkload({ workload, sources, origin }: Patient): Examined {
  const { id, kind, state } = workload;
  const component = { kind, id };
  const settledBy = `aws ec2 describe-instances --instance-ids ${id}`;
  if (!isMachine(workload)) {
    const message = `${id} is ${others[kind] ?? kind}; Session Manager connects to EC2 instances`;
    const fix = "name an EC2 instance, or an Auto Scaling group";
    return fails(workloadSubject, [{ code: "SSM_NOT_AN_INSTANCE", component, message, fix, origin }], {
      of: "workload",
      as: "absent",
    });
  }
  if (state === "stopped") {
    const message = `${id} is stopped`;
    const fix = `start it: aws ec2 start-instances --instance-ids ${id}`;
    return fails(workloadSubject, [{ code: "SSM_INSTANCE_NOT_RUNNING", component, message, fix, origin }], {
      of: "workload",
      as: "stopped",
    });
  }
  if (state === "unknown")
    return cannotTell(workloadSubject, [unknown(`whether ${id} exists and runs`, settledBy)]);
  if (sources.length === 0) {
    return cannotTell(workloadSubject, [
      unknown(`the interfaces of ${id}`, "aws ec2 describe-network-interfaces"),
    ]);
  }
  const words = state === "planned" ? "will run once it is deployed" : "is running";
  return passes(
    workloadSubject,
    `${id} ${words}, with ${sources.length === 1 ? "an interface" : `${sources.length} interfaces`}`,
    origin,
  );
}

const metadataSubject: Subject = { id: "metadata", title: "Instance metadata", bearing: "session" };

/**
 * The agent asks with a token alone (IMDSv2), which `HttpTokens` never forbids, and from the host itself, so that one hop
 * is enough. Groups and ACLs do not stand between.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html (read 2026-11-29)
 */
export function examineMetadata({ workload, origin }: Patient): Examined {
  const { id, kind, metadata } = workload;
  if (metadata === undefined) {
    return cannotTell(metadataSubject, [unknown(`metadata options of ${id}`, "aws ec2 describe-instances")]);
  }
  const { httpEndpoint } = metadata;
  if (!httpEndpoint.known) return cannotTell(metadataSubject, [httpEndpoint]);
  if (httpEndpoint.value === "enabled") {
    return passes(
      metadataSubject,
      `HttpEndpoint enabled${optionsText(metadata)}`,
      origin,
      assumedOn(workload),
    );
  }
  const message = `HttpEndpoint of ${id} is disabled: the agent learns neither who it is nor its credentials`;
  const fix = isLive(id)
    ? `aws ec2 modify-instance-metadata-options --instance-id ${id} --http-endpoint enabled`
    : `set HttpEndpoint in the MetadataOptions of ${id}, or of its launch template, to enabled`;
  return fails(
    metadataSubject,
    [{ code: "SSM_METADATA_DISABLED", component: { kind, id }, message, fix, origin }],
    {
      of: "metadata",
      as: "disabled",
    },
  );
}

function optionsText({ httpTokens, hopLimit }: MetadataOptions): string {
  const tokens = httpTokens.known ? `, HttpTokens ${httpTokens.value}` : "";
  const hops = hopLimit.known ? `, hop limit ${hopLimit.value}` : "";
  return `${tokens}${hops}: IMDSv2 answers`;
}

/** A template without the option gets what the account has set for its Region. */
function assumedOn({ state }: Workload): Examined["assumptions"] {
  if (state !== "planned") return [];
  const fact = "the account's instance metadata defaults leave the service on";
  return [{ fact, settledBy: "aws ec2 get-instance-metadata-defaults" }];
}

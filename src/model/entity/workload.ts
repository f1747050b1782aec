import type { Known, Unknown } from "../known.ts";
import type { Entity, NetworkInterfaceId, Origin, RoleId, WorkloadId } from "./entity.ts";

export const workloadKinds = [
  "instance",
  "auto-scaling-group",
  "lambda",
  "ecs-service",
  "ecs-task",
  "eks-nodegroup",
  "event-source-mapping",
  "interface",
] as const;
export type WorkloadKind = (typeof workloadKinds)[number];

/** A line of the input that tells what the workload will talk to, before any rule interprets it. */
export interface Clue {
  readonly kind:
    | "image"
    | "log-driver"
    | "secret"
    | "environment"
    | "user-data"
    | "launch-type"
    | "event-source"
    | "managed-policy"
    /** Where a log driver sends: a URL, or the host and port of a collector. */
    | "log-collector"
    /** The output of a log router, by the name that Fluent Bit has for it; ` in REGION` where it tells one. */
    | "log-output"
    | "environment-file"
    | "ecs-exec"
    | "eks-addon"
    | "eks-cluster";
  /** Parts that the input does not tell stand as `${…}`. */
  readonly text: string;
  /** Why it does not tell them. */
  readonly missing?: Unknown;
  readonly origin: Origin;
}

/**
 * How the metadata service of an instance answers.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsResponse.html (read 2026-11-29)
 */
export interface MetadataOptions {
  readonly httpEndpoint: Known<"enabled" | "disabled">;
  readonly httpTokens: Known<"optional" | "required">;
  readonly hopLimit: Known<number>;
}

/** Something that runs and sends, with the interfaces it sends from. Everything plan answers is about workloads. */
export interface Workload extends Entity<WorkloadId> {
  readonly kind: WorkloadKind;
  readonly networkInterfaces: readonly NetworkInterfaceId[];
  /** The IAM roles its code acts under. */
  readonly roles: Known<readonly RoleId[]>;
  /** Of ECS: the roles under which its agent pulls images, reads secrets and sends logs, and the code does nothing. */
  readonly executionRoles?: Known<readonly RoleId[]>;
  readonly platform: "linux" | "windows" | "unknown";
  readonly state: "running" | "stopped" | "planned" | "unknown";
  readonly clues: readonly Clue[];
  /** Of EC2 instances, and of what launches them. */
  readonly metadata?: MetadataOptions;
  /** What tells its image: an AMI id, its name, the path of a public parameter. Of EC2 instances, where the input tells it. */
  readonly image?: string;
}

export interface Role extends Entity<RoleId> {
  /** Names or ARNs of attached managed policies. */
  readonly managedPolicies: Known<readonly string[]>;
  /** Inline and customer-managed policy documents, as JSON, with where each was written. */
  readonly documents: Known<readonly { readonly json: unknown; readonly origin: Origin }[]>;
}

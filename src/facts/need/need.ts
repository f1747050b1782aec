/** What a workload must reach, as the tables say it. */
import type { Dated } from "../dated.ts";

/** What a row of needs hangs on: a kind of workload, or a kind of clue (model/entity/workload.ts). */
export const triggerKinds = [
  "workload",
  "launch-type",
  "log-driver",
  "secret",
  "event-source",
  "environment",
  "user-data",
  "managed-policy",
  "iam-action",
  "image",
  "session-input",
  "log-collector",
  "log-output",
  "environment-file",
  "ecs-exec",
  "image-name",
  "eks-addon",
  "eks-cluster",
] as const;
export type TriggerKind = (typeof triggerKinds)[number];

export const necessities = ["required", "conditional", "doubtful"] as const;
export type Necessity = (typeof necessities)[number];

export interface Need extends Dated {
  /** Token of the catalogue, or an SDK service without endpoint; `internet` for what no endpoint serves. */
  readonly service: string;
  /** What is dialled, where that is not the name that the service has in the Region; undefined too where it is not known. */
  readonly host: string | undefined;
  /** The Region of `host`, where that is another. */
  readonly region: string | undefined;
  /** `doubtful`: the trigger alone cannot tell; whoever must be sure has to find out. */
  readonly necessity: Necessity;
  /** On what it depends. Empty for `required`. */
  readonly when: string;
  readonly why: string;
  /** IAM actions that it puts to the service, and so to an endpoint policy; empty when not known. */
  readonly actions: readonly string[];
  /** ARNs that the actions ask for, `*` for what the trigger does not say; empty when not known. */
  readonly resources: readonly string[];
}

/** The service of needs that no endpoint serves. */
export const internet = "internet";

/** What an image reference says about where it is pulled from. */
export interface ImageFact extends Dated {
  readonly registry: "private-ecr" | "ecr-public" | "other";
  readonly host: string;
  /** Private ECR only. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly needs: readonly Need[];
}

/**
 * What workloads need: rows from kinds, clues, IAM actions, managed policies and images to services.
 *
 * Decides what a clue says, never whether the need is met. What no row knows gives no need; that a workload needs nothing
 * is for others to conclude, and only from a whole workload.
 */
import { once, onceEach } from "../once.ts";
import { actionsOfService, servicesOfAction } from "./action.ts";
import { needsOfClue, readImage } from "./clue.ts";
import { parseKnowledge } from "./knowledge.ts";
import type { NeedSources, NeedTexts } from "./knowledge.ts";
import { familyOf } from "./image-family.ts";
import type { ImageFamily } from "./image-family.ts";
import type { ImageFact, Need, TriggerKind } from "./need.ts";
import { policyNameOf } from "./policy.ts";

export type { ImageFamily } from "./image-family.ts";
export type { ImageFact, Need, TriggerKind } from "./need.ts";

export interface NeedFacts {
  /**
   * Needs that hang on a workload's kind or on one clue of it; empty when no row knows the text. `family` is that of the
   * image that a script runs on, unknown where it is left out.
   */
  readonly needsFor: (
    trigger: TriggerKind,
    text: string,
    region: string,
    family?: ImageFamily,
  ) => readonly Need[];
  /** By all that tells the image, and a script that runs on it. */
  readonly imageFamily: (image: string, script: string) => ImageFamily;
  /**
   * Tokens of the services that a client allowed this IAM action (`s3:GetObject`, `s3:*`) may call; empty when its calls
   * stay inside the VPC, undefined when the prefix is not known (`*` has none).
   */
  readonly servicesOfAction: (action: string) => readonly string[] | undefined;
  /** IAM actions that an endpoint of the service carries: `s3:*`; empty when not known. */
  readonly actionsOfService: (token: string) => readonly string[];
  /** Services that an AWS managed policy allows to call, by name or ARN; undefined when the policy is not known. */
  readonly servicesOfPolicy: (nameOrArn: string) => readonly string[] | undefined;
  /** IAM actions that a policy template of SAM allows; undefined when it is not known. */
  readonly actionsOfPolicyTemplate: (name: string) => readonly string[] | undefined;
  readonly readImage: (reference: string) => ImageFact;
}

export function createNeedFacts(texts: NeedTexts, sources: NeedSources): NeedFacts {
  const knowledge = once(() => parseKnowledge(texts, sources));
  return {
    needsFor: (trigger, text, region, family = "unknown") =>
      needsOfClue({ trigger, text, region, family }, knowledge()),
    imageFamily: (image, script) => familyOf(knowledge().families, image, script),
    servicesOfAction: (action) => servicesOfAction(knowledge().actions, action),
    actionsOfService: onceEach((token) => actionsOfService(knowledge().actions, token)),
    servicesOfPolicy: (nameOrArn) => knowledge().policies.get(policyNameOf(nameOrArn))?.services,
    actionsOfPolicyTemplate: (name) => knowledge().policyTemplates.get(name),
    readImage: (reference) => readImage(reference, knowledge()),
  };
}

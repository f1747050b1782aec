/** What is asked of a policy, and what it answers. */
import type { MissingFact } from "../model/answer.ts";
import type { Known } from "../model/known.ts";

/** A family of requests: every action and every resource that the patterns stand for. */
export interface AskedRequests {
  /** IAM actions, wildcards allowed: `s3:GetObject`, `s3:*`; empty when nothing is known of them. */
  readonly actions: readonly string[];
  /** ARNs, wildcards allowed; empty when nothing is known of them. */
  readonly resources: readonly string[];
  /** What unknown resources are at least known to be among: `arn:aws:s3:::*`. Anything when left out. */
  readonly resourcesAmong?: readonly string[];
  /** Who asks. An unsigned request is asked by the ARN `anonymous`. */
  readonly principal: { readonly arn: Known<string>; readonly account: Known<string> };
  /**
   * Condition keys in lower case. `absent` is known not to be there; a key that is not in the map is not modelled.
   * An IP address may be given as a CIDR block (any address in it), a binary value as its base64 text.
   */
  readonly keys: ReadonlyMap<string, Known<readonly string[]> | "absent">;
  /** True for the policy of a gateway endpoint: there an account as principal is its root user alone. */
  readonly rootMeansRootUser?: boolean;
  /** True for resource policies, those of endpoints among them: AWS refuses one whose statement names no principal. */
  readonly principalRequired?: boolean;
}

export interface PolicyAnswer {
  /** `all` of the requests are allowed, `none` is, `some` are and some are not, or it cannot be told. */
  readonly outcome: "all" | "none" | "some" | "unknown";
  /** The statement that decided, or the implicit deny, in words: `statement 2 (DenyOthers): Deny s3:* if …`. */
  readonly rule: string;
  /** What would settle an `unknown`. */
  readonly missing: readonly MissingFact[];
}

/** What a document allows a client to do, read without judging conditions but for those below. */
export interface AllowedAction {
  readonly action: string;
  readonly resources: readonly string[];
  /** Patterns of the Regions that calls may go to; undefined where the statement does not say. */
  readonly regions: readonly string[] | undefined;
  readonly exceptRegions: readonly string[];
  /** Only another service of AWS may make the call on the client's behalf. */
  readonly isMadeByService: boolean;
}

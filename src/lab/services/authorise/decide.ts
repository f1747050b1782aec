/**
 * May this principal do this? Every policy that AWS would ask is asked.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, and for the words of a refusal
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (read 2026-11-29)
 *
 * An explicit deny anywhere decides. Then the endpoint must allow what came through it, and the session what is asked in
 * one. Within the account, identity or resource policy must allow; across accounts both must. No organization, permissions
 * boundary or block of public access is in the lab.
 */
import type { EndpointPolicy } from "../../../model/entity/vpc-endpoint.ts";
import { known } from "../../../model/known.ts";
import { judgePolicy } from "../../../policy/index.ts";
import type { AskedRequests } from "../../../policy/index.ts";
import type { Credential } from "../../credential.ts";
import { allowingAll, withoutAccounts } from "./document.ts";
import { toKeyMap } from "./keys.ts";
import type { KeyValues } from "./keys.ts";

export interface Need {
  readonly action: string;
  /** `*` for actions that know no resources; empty where the request does not say what it is for. */
  readonly resources: readonly string[];
}

export interface Case {
  readonly need: Need;
  /** Undefined asks without a signature. */
  readonly credential: Credential | undefined;
  readonly keys: KeyValues;
  readonly endpoint: { readonly type: "interface" | "gateway"; readonly policy: EndpointPolicy } | undefined;
  readonly resourcePolicy: unknown;
  readonly resourceAccount: string;
  /** False for actions that need no permission of the identity: only the endpoint is asked. */
  readonly asksIdentity: boolean;
}

export interface Denial {
  readonly kind: "denied";
  /** As AWS words it. */
  readonly message: string;
  /** Of each policy that does not let it pass, the statement that decided, as AWS never tells it; the endpoint's is first. */
  readonly rule: string;
}

/** A credential that AssumeRole gave out with policies for the session besides those of the role. */
export interface SessionCredential extends Credential {
  readonly sessionPolicies: readonly unknown[];
}

type Verdict = "allow" | "explicit-deny" | "implicit-deny" | "unknown";

interface Opinion {
  readonly verdict: Verdict;
  readonly rule: string;
}

const open: Opinion = { verdict: "allow", rule: "full access" };

/** Undefined when it may. */
export function findDenial(subject: Case): Denial | undefined {
  const { endpoint, credential } = subject;
  const layers: readonly (readonly [name: string, opinion: Opinion])[] = [
    ["VPC endpoint policy", endpoint === undefined ? open : askEndpoint(endpoint, subject)],
    ...(subject.asksIdentity ? askOthers(subject, credential) : []),
  ];
  const unclear = layers.find(([, { verdict }]) => verdict === "unknown");
  const denied = layers.find(([, { verdict }]) => verdict === "explicit-deny");
  const silent = layers.find(([, { verdict }]) => verdict === "implicit-deny");
  const [name, opinion] = denied ?? unclear ?? silent ?? [];
  if (name === undefined || opinion === undefined) return undefined;
  const closed = layers.filter(([, { verdict }]) => verdict !== "allow");
  const rule = closed.map(([layer, { rule: own }]) => `${layer}: ${own}`).join("; ");
  return { kind: "denied", message: messageOf(subject, name, opinion), rule };
}

function messageOf({ need, credential }: Case, layer: string, { verdict, rule }: Opinion): string {
  const who = credential === undefined ? "Anonymous" : credential.arn;
  const [resource] = need.resources;
  const what = `User: ${who} is not authorized to perform: ${need.action}${resource === undefined ? "" : ` on resource: "${resource}"`}`;
  switch (verdict) {
    case "explicit-deny":
      return `${what} with an explicit deny in ${/^[aeiou]/i.test(layer) ? "an" : "a"} ${layer}`;
    case "unknown":
      return `${what}: the lab cannot tell what the ${layer} says: ${rule}`;
    case "allow":
    case "implicit-deny":
      return `${what} because no ${layer} allows the ${need.action} action`;
    default:
      return verdict satisfies never;
  }
}

function askEndpoint({ policy, type }: NonNullable<Case["endpoint"]>, subject: Case): Opinion {
  if (policy.kind === "full-access") return open;
  const asked = toAsked(subject, { principalRequired: true, rootMeansRootUser: type === "gateway" });
  return ask(policy.json, asked);
}

function askOthers(
  subject: Case,
  credential: Credential | undefined,
): readonly (readonly [string, Opinion])[] {
  const { resourcePolicy, resourceAccount } = subject;
  const required = { principalRequired: true };
  const byResource =
    resourcePolicy === undefined
      ? { verdict: "implicit-deny" as const, rule: "no resource-based policy" }
      : ask(resourcePolicy, toAsked(subject, required));
  const resource = ["resource-based policy", byResource] as const;
  if (credential === undefined) return [resource];
  const identity = ["identity-based policy", askIdentity(credential, subject)] as const;
  const session = ["session policy", askSession(credential, subject)] as const;
  if (credential.account !== resourceAccount) return [resource, identity, session];
  if (byResource.verdict === "explicit-deny" || byResource.verdict === "unknown") return [resource, identity];
  const isGranted =
    resourcePolicy !== undefined &&
    identity[1].verdict === "implicit-deny" &&
    ask(withoutAccounts(resourcePolicy), toAsked(subject, required)).verdict === "allow";
  return isGranted ? [session] : [identity, session];
}

/** Any of the policies may allow, and any may deny. */
function askIdentity({ policies }: Credential, subject: Case): Opinion {
  if (policies === undefined) return { verdict: "allow", rule: "owner of the account" };
  return combine(policies, subject);
}

function askSession(credential: Credential, subject: Case): Opinion {
  const policies = "sessionPolicies" in credential ? (credential as SessionCredential).sessionPolicies : [];
  return policies.length === 0 ? open : combine(policies, subject);
}

function combine(documents: readonly unknown[], subject: Case): Opinion {
  const asked = toAsked(subject, {});
  const opinions = documents.map((document) => ask(document, asked));
  const order = ["explicit-deny", "unknown", "allow", "implicit-deny"] as const;
  const [first] = order.flatMap((verdict) => opinions.filter((opinion) => opinion.verdict === verdict));
  return first ?? { verdict: "implicit-deny", rule: "no policy at all" };
}

function ask(document: unknown, asked: AskedRequests): Opinion {
  const { outcome, rule } = judgePolicy(document, asked);
  if (outcome === "all") return { verdict: "allow", rule };
  if (outcome !== "none") return { verdict: "unknown", rule };
  const hasPrincipals = asked.principalRequired === true;
  const isExplicit = judgePolicy(allowingAll(document, hasPrincipals), asked).outcome === "none";
  return { verdict: isExplicit ? "explicit-deny" : "implicit-deny", rule };
}

/** Only the pattern `*` takes in a request for nothing in particular; asked as `*` it would stand for all resources. */
const noResource = "no resource";

function toAsked(
  { need, credential, keys }: Case,
  terms: Pick<AskedRequests, "principalRequired" | "rootMeansRootUser">,
): AskedRequests {
  return {
    actions: [need.action],
    resources: need.resources.map((resource) => (resource === "*" ? noResource : resource)),
    principal: { arn: known(credential?.arn ?? "anonymous"), account: known(credential?.account ?? "") },
    keys: toKeyMap(keys),
    ...terms,
  };
}

/** What a request meets on its way, in the parts that a person mends one by one, and which cause belongs to which. */
import type { Explanation, Stage, Step } from "../../../model/answer.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import type { VpcEndpoint } from "../../../model/entity/vpc-endpoint.ts";
import type { AgentFailure } from "../../../facts/index.ts";
import type { Cause } from "../diagnosis.ts";

export const parts = ["name", "security-groups", "network-acls", "route", "endpoint", "policy"] as const;
export type Part = (typeof parts)[number];

export const partTitles: Readonly<Record<Part, string>> = {
  name: "name",
  "security-groups": "security groups",
  "network-acls": "network ACLs",
  route: "route",
  endpoint: "endpoint",
  policy: "endpoint policy",
};

const partOfStage: Readonly<Record<Stage, Part>> = {
  source: "route",
  dns: "name",
  // The certificate is asked whether it fits the name.
  tls: "name",
  "security-group": "security-groups",
  "network-acl": "network-acls",
  route: "route",
  nat: "route",
  gateway: "route",
  peering: "route",
  "transit-gateway": "route",
  endpoint: "endpoint",
  policy: "policy",
  account: "route",
};

export const partOfStep = ({ stage }: Step): Part => partOfStage[stage];

/** Names fail for what an endpoint or a VPC is set to: the walk tells that where the name goes astray. */
const settings: Readonly<Record<string, { readonly part: Part; readonly of: "endpoint" | "vpc" }>> = {
  BAD_STATE: { part: "endpoint", of: "endpoint" },
  DNS_PRIVATE_DNS_DISABLED: { part: "name", of: "endpoint" },
  DNS_INBOUND_RESOLVER_ONLY: { part: "name", of: "endpoint" },
  DNS_NAME_NOT_COVERED: { part: "name", of: "endpoint" },
  VPCE_PRIVATE_DNS_CONFLICT: { part: "name", of: "endpoint" },
  DNS_HOSTNAMES_DISABLED: { part: "name", of: "vpc" },
};

export interface Placed {
  readonly part: Part;
  readonly cause: Cause;
}

export interface Owners {
  readonly endpoint: VpcEndpoint | undefined;
  readonly vpc: { readonly id: string; readonly origin: string } | undefined;
}

export function place(explanation: Explanation, { endpoint, vpc }: Owners): Placed {
  const { stage, code, component, message, fix, origin, direction, leg } = explanation;
  const setting = settings[code];
  const cause: Cause = { code, component, message, fix, origin, direction, leg };
  if (setting === undefined) return { part: partOfStage[stage], cause };
  const { part, of } = setting;
  if (of === "endpoint" && endpoint !== undefined) {
    const component = { kind: "vpc-endpoint", id: endpoint.id };
    return { part, cause: { ...cause, component, origin: formatOrigin(endpoint.origin) } };
  }
  if (of === "vpc" && vpc !== undefined) {
    return { part, cause: { ...cause, component: { kind: "vpc", id: vpc.id }, origin: vpc.origin } };
  }
  return { part, cause };
}

/** Codes of names that do not resolve at all; any other fault of a name leads to addresses that do not answer. */
const withoutAddress: Readonly<Record<string, AgentFailure>> = {
  DNS_SUPPORT_DISABLED: "unanswered",
  DNS_NO_RESOLVER: "unanswered",
  DNS_ZONE_SHADOWS: "unresolved",
  DNS_NO_IPV6_ANSWER: "unresolved",
};

/** The first part that fails is what the agent sees. */
export function failureOf(part: Part, { code }: Cause): AgentFailure {
  if (part === "policy") return "denied";
  return withoutAddress[code] ?? "dropped";
}

/** Answers in the shapes that CONTRACT.md promises: what judges give and reports print. */
import type { Unknown } from "./known.ts";

export type Verdict = "reachable" | "blocked" | "partial" | "unknown";

export const stages = [
  "source",
  "dns",
  "security-group",
  "network-acl",
  "route",
  "nat",
  "gateway",
  "peering",
  "transit-gateway",
  "endpoint",
  "tls",
  "policy",
  "account",
] as const;
export type Stage = (typeof stages)[number];

export type ViaKind =
  | "interface-endpoint"
  | "gateway-endpoint"
  | "nat-gateway"
  | "nat-instance"
  | "internet-gateway"
  | "egress-only-internet-gateway"
  | "local"
  | "peering"
  | "transit-gateway"
  | "vpn-gateway";

/** By which way traffic leaves the source; `id` is that of the deciding component. */
export interface Via {
  readonly kind: ViaKind;
  readonly id: string;
}

export interface ComponentRef {
  /** An AWS noun in kebab-case: `security-group`, `network-acl`, `route-table`, `vpc-endpoint` … */
  readonly kind: string;
  readonly id: string;
}

/** One step of a walk: a stage, what it met, and the exact rule or default that decided. */
export interface Step {
  readonly stage: Stage;
  readonly component: ComponentRef;
  readonly outcome: "pass" | "drop" | "unknown";
  readonly rule: string;
  readonly origin: string;
  /** Of a step that cannot be told: what would settle it. */
  readonly missing?: readonly MissingFact[];
}

export type Leg = "forward" | "return";

/** One blocker on the intended path. `code` has a page in docs/codes. */
export interface Explanation {
  readonly code: string;
  readonly direction: "egress" | "ingress";
  readonly leg: Leg;
  readonly stage: Stage;
  readonly component: ComponentRef;
  readonly message: string;
  readonly fix: string;
  readonly origin: string;
}

export type MissingFact = Pick<Unknown, "fact" | "settledBy">;

/** What one (source, destination) question is answered with. */
export interface Trace {
  readonly verdict: Verdict;
  readonly via: Via | null;
  readonly explanations: readonly Explanation[];
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
  readonly forward: readonly Step[];
  readonly return: readonly Step[];
  /** What the person at the client would see: a timeout, NXDOMAIN, 403. Undefined when it simply works. */
  readonly symptom: string | undefined;
}

/** The plan as a value: what `denat plan` answers, field by field as in the contract (`denat.plan/1`). */
import type { ComponentRef, MissingFact, Trace, Verdict, Via } from "../model/answer.ts";
import type { CostAnswer, CostLine, Currency } from "../model/cost-answer.ts";
import type { WorkloadKind } from "../model/entity/workload.ts";

export type Answer = "safe" | "safe-with-changes" | "not-safe" | "cannot-tell";
export type Evidence = "declared" | "inferred" | "observed";

export interface NatRef {
  readonly id: string;
  readonly kind: "zonal" | "regional" | "private" | "instance";
}

export interface PlannedNeed {
  readonly service: string;
  readonly why: string;
  readonly evidence: Evidence;
  /** Where the evidence stands: `template.yaml:41`, or empty for a declared need. */
  readonly origin: string;
  readonly today: Pick<Trace, "verdict" | "via">;
  readonly withoutNat: {
    readonly verdict: Verdict;
    readonly codes: readonly string[];
    readonly symptom: string | undefined;
  };
  readonly after: Pick<Trace, "verdict" | "via">;
  /** What flow logs showed of it; undefined where they did not. */
  readonly gbMonth: number | undefined;
}

export interface PlannedWorkload {
  readonly id: string;
  /** `subnet` stands for whatever runs in it, where the input shows no workload. */
  readonly kind: WorkloadKind | "subnet";
  readonly subnets: readonly string[];
  readonly needs: readonly PlannedNeed[];
}

export interface EndpointAddition {
  readonly service: string;
  readonly type: "gateway" | "interface";
  readonly routeTables: readonly string[];
  readonly subnets: readonly string[];
  readonly because: readonly string[];
}

export interface EndpointChange {
  readonly id: string;
  readonly service: string;
  readonly change: string;
  readonly because: string;
}

export interface PlanBlocker {
  readonly code: string;
  readonly component: ComponentRef;
  readonly message: string;
  readonly fix: string;
  readonly origin: string;
}

/** Something that no endpoint of the VPC can serve, with what may stand in for the NAT. */
export interface KeptHost {
  /** Null where it is not known which: the repositories of a distribution, whatever `--needs internet` stands for. */
  readonly host: string | null;
  /** Whose it is: `Docker Hub`, the API server of a cluster; empty where that is not known. */
  readonly what: string;
  /** `internet`, or the service of AWS that has no endpoint here. */
  readonly service: string;
  /** `possible`: it is not known whether it is dialled, and the plan cannot tell. */
  readonly certainty: "needed" | "possible";
  readonly why: string;
  readonly origin: string;
  readonly workloads: readonly string[];
  /** The best first. */
  readonly alternatives: readonly string[];
  /** What flow logs showed of it; undefined where they did not. */
  readonly gbMonth: number | undefined;
}

export interface VpcPlan {
  readonly id: string;
  readonly region: string;
  readonly answer: Answer;
  readonly nats: readonly NatRef[];
  readonly workloads: readonly PlannedWorkload[];
  readonly endpoints: {
    readonly present: readonly { readonly id: string; readonly service: string; readonly type: string }[];
    readonly add: readonly EndpointAddition[];
    readonly remove: readonly { readonly id: string; readonly service: string; readonly because: string }[];
    /** The one group that admits the clients; absent when no interface endpoint is added. */
    readonly securityGroup:
      | { readonly admits: readonly string[]; readonly port: number; readonly ports: readonly number[] }
      | undefined;
    /** Endpoints that stand already and need a setting, a route table or a rule of their group changed. */
    readonly change: readonly EndpointChange[];
  };
  /** Others in the VPC whose names or routes the additions change, and how each fares. */
  readonly bystanders: readonly {
    readonly id: string;
    readonly service: string;
    readonly before: Verdict;
    readonly after: Verdict;
    readonly codes: readonly string[];
    /** By which way they go afterwards. */
    readonly via: Via | null;
    /** The rule that sends them there: the answer of DNS, the route, the policy. */
    readonly because: string;
  }[];
  /** Reasons to keep a NAT. */
  readonly keepsNat: readonly KeptHost[];
  readonly blockers: readonly PlanBlocker[];
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
}

/** Money as in `denat.cost/1`. */
export interface PlanCost {
  readonly currency: Currency;
  readonly hoursPerMonth: number;
  /** As given by --gb-month, or measured; undefined when volume was not said. */
  readonly gbMonth: number | undefined;
  readonly natMonthly: number | null;
  readonly endpointsMonthly: number | null;
  readonly savingMonthly: number | null;
  /** GB a month at which both sides cost the same; 0 when endpoints always win, null when never or not known. */
  readonly breakEvenGb: number | null;
  readonly cheaperBelow: CostAnswer["cheaperBelow"];
  readonly lines: readonly CostLine[];
}

/** What flow logs showed, in a month of the cost's hours. */
export interface PlanTraffic {
  readonly start: string | undefined;
  readonly end: string | undefined;
  /** Through all NATs, both directions. */
  readonly gbMonth: number;
  /** Remotes that no endpoint serves, by the name they were asked for or their address; largest first. */
  readonly hosts: readonly { readonly host: string; readonly gbMonth: number }[];
}

export interface Plan {
  readonly answer: Answer;
  readonly vpcs: readonly VpcPlan[];
  readonly cost: PlanCost;
  /** Undefined without flow logs. */
  readonly observed: PlanTraffic | undefined;
}

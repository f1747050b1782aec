/** Answers made by hand, for reports to print: one VPC that can lose its NAT, one walk that ends at a route table. */
import type { Plan, PlannedNeed, VpcPlan } from "../../src/advice/plan.ts";
import type { Trace } from "../../src/model/answer.ts";
import type { Page, TraceReport } from "../../src/report/index.ts";

export const page: Page = { width: 110, paint: (_, text) => text };
/** Shows where a style begins and ends. */
export const marked: Page = { width: 110, paint: (style, text) => `<${style}>${text}</${style}>` };

const byNat = { verdict: "reachable", via: { kind: "nat-gateway", id: "Nat" } } as const;

export function need(service: string, via: "interface-endpoint" | "gateway-endpoint"): PlannedNeed {
  return {
    service,
    why: "managed policy AmazonSSMManagedInstanceCore",
    evidence: "inferred",
    origin: "template.json:310",
    today: byNat,
    withoutNat: {
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
      symptom: "the connection times out",
    },
    after: { verdict: "reachable", via: { kind: via, id: `new ${service} endpoint` } },
    gbMonth: undefined,
  };
}

const vpc: VpcPlan = {
  id: "Vpc",
  region: "ap-northeast-1",
  answer: "safe-with-changes",
  nats: [{ id: "Nat", kind: "zonal" }],
  workloads: [
    {
      id: "Instance",
      kind: "instance",
      subnets: ["PrivateSubnet"],
      needs: [need("ssm", "interface-endpoint"), need("s3", "gateway-endpoint")],
    },
  ],
  endpoints: {
    present: [],
    add: [
      {
        service: "ssm",
        type: "interface",
        routeTables: [],
        subnets: ["PrivateSubnet"],
        because: ["Instance: managed policy AmazonSSMManagedInstanceCore"],
      },
      {
        service: "s3",
        type: "gateway",
        routeTables: ["PrivateRouteTable"],
        subnets: [],
        because: ["Instance: managed policy AmazonS3ReadOnlyAccess"],
      },
    ],
    remove: [],
    securityGroup: { admits: ["10.0.0.0/24"], port: 443, ports: [443] },
    change: [],
  },
  bystanders: [],
  keepsNat: [],
  blockers: [
    {
      code: "NO_ROUTE_TO_DESTINATION",
      component: { kind: "route-table", id: "PrivateRouteTable" },
      message: "without the NAT no route leads to ssm.ap-northeast-1.amazonaws.com",
      fix: "add an interface endpoint for ssm",
      origin: "template.json:120",
    },
  ],
  unknowns: [],
  assumptions: [
    { fact: "Block Public Access is off", settledBy: "aws ec2 describe-vpc-block-public-access-options" },
  ],
};

export const plan: Plan = {
  answer: "safe-with-changes",
  vpcs: [vpc],
  cost: {
    currency: "USD",
    hoursPerMonth: 730,
    gbMonth: undefined,
    natMonthly: 48.91,
    endpointsMonthly: 10.22,
    savingMonthly: 38.69,
    breakEvenGb: 0,
    cheaperBelow: null,
    lines: [
      line("nat-gateway-hours", "nat", 730, "hour", 0.062),
      line("nat-public-ipv4-hours", "nat", 730, "hour", 0.005),
      line("interface-endpoint-hours", "endpoints", 730, "hour", 0.014, "ssm in 1 zone"),
      line("gateway-endpoint", "endpoints", 1, "endpoint", 0, "s3"),
    ],
  },
  observed: undefined,
};

function line(
  item: string,
  side: "nat" | "endpoints",
  quantity: number,
  unit: string,
  unitPrice: number | null,
  note?: string,
): Plan["cost"]["lines"][number] {
  const monthly = unitPrice === null ? null : quantity * unitPrice;
  return { item, side, quantity, unit, unitPrice, monthly, source: "price list, 2026-09-06", note };
}

/** `plan` with another VPC, or the same one changed. */
export function planOf(vpcChanges: Partial<VpcPlan>, changes: Partial<Plan> = {}): Plan {
  return { ...plan, answer: vpcChanges.answer ?? plan.answer, vpcs: [{ ...vpc, ...vpcChanges }], ...changes };
}

export function costOf(changes: Partial<Plan["cost"]>): Plan {
  return { ...plan, cost: { ...plan.cost, ...changes } };
}

export const trace: Trace = {
  verdict: "blocked",
  via: null,
  explanations: [
    {
      code: "NO_ROUTE_TO_DESTINATION",
      direction: "egress",
      leg: "forward",
      stage: "route",
      component: { kind: "route-table", id: "PrivateRouteTable" },
      message: "no route of PrivateRouteTable holds 52.219.0.10",
      fix: "add an S3 gateway endpoint to PrivateRouteTable",
      origin: "template.json:120",
    },
  ],
  unknowns: [{ fact: "network ACL acl-1", settledBy: "aws ec2 describe-network-acls" }],
  assumptions: [],
  forward: [
    {
      stage: "dns",
      component: { kind: "vpc", id: "Vpc" },
      outcome: "pass",
      rule: "s3.ap-northeast-1.amazonaws.com is a public name",
      origin: "template.json:5",
    },
    {
      stage: "network-acl",
      component: { kind: "network-acl", id: "acl-1" },
      outcome: "unknown",
      rule: "not collected",
      origin: "",
    },
    {
      stage: "route",
      component: { kind: "route-table", id: "PrivateRouteTable" },
      outcome: "drop",
      rule: "no route matches",
      origin: "template.json:120",
    },
  ],
  return: [],
  symptom: "the connection times out",
};

export const traceReport: TraceReport = {
  asked: { from: "Instance", to: "s3", traffic: "tcp 443", withoutNat: true },
  trace,
};

/** One host on two evidences, and one that may not be dialled. */
export const keepsNat: VpcPlan["keepsNat"] = [
  {
    host: "docker.io",
    what: "Docker Hub",
    service: "internet",
    certainty: "needed",
    why: "the registry is outside AWS",
    origin: "template.json:41",
    workloads: ["Web"],
    alternatives: ["copy the image"],
    gbMonth: undefined,
  },
  {
    host: "docker.io",
    what: "Docker Hub",
    service: "internet",
    certainty: "needed",
    why: "the script pulls it",
    origin: "template.json:77",
    workloads: ["A", "B", "C", "D", "E"],
    alternatives: ["copy the image"],
    gbMonth: undefined,
  },
  {
    host: null,
    what: "",
    service: "internet",
    certainty: "possible",
    why: "only Amazon Linux keeps its packages in S3",
    origin: "template.json:50",
    workloads: ["Web"],
    alternatives: ["Amazon Linux"],
    gbMonth: undefined,
  },
];

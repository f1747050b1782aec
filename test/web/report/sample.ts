/** The data of a page by hand: as many groups and services as asked for, with every state that a page can show. */
import type { Box, Picture, WorkloadGroup } from "../../../src/advice/picture/picture.ts";
import { layOut } from "../../../src/report/html/drawing/layout.ts";
import type { ChangeReport, Language, PageData } from "../../../src/report/html/report/page-data.ts";

export interface SampleOrder {
  readonly language?: Language;
  readonly groups?: number;
  readonly membersEach?: number;
  readonly services?: readonly string[];
  readonly vpcs?: number;
  readonly change?: PageData["change"];
  /** Put into every name and sentence. */
  readonly spice?: string;
}

const usual = ["s3", "ssm", "ssmmessages", "ecr.api", "ecr.dkr", "logs", "sts", "kms", "internet"];
const zones = ["a", "b", "c"];

export function samplePage(order: SampleOrder = {}): PageData {
  const { language = "en", groups = 6, membersEach = 3, services = usual, vpcs = 1, spice = "" } = order;
  const ids = Array.from({ length: vpcs }, (_, place) => `${spice}vpc-0${place + 1}`);
  const picture = samplePicture(ids, { groups, membersEach, services, spice });
  return {
    language,
    inputs: [`${spice}template.yaml`, "prices.json"],
    answer: "not-safe",
    vpcs: ids.map((id, place) => sampleVpc(id, place, spice)),
    cost: sampleCost(spice),
    observed: {
      start: "2026-11-02T00:00:00Z",
      end: "2026-11-09T00:00:00Z",
      gbMonth: 412.5,
      hosts: [{ host: `${spice}registry-1.docker.io`, gbMonth: 37.25 }],
    },
    picture,
    drawings: picture.vpcs.map(({ boxes }) => layOut(boxes)),
    change: order.change ?? sampleChange(spice),
  };
}

type PictureOrder = Required<Pick<SampleOrder, "groups" | "membersEach" | "services" | "spice">>;

function samplePicture(ids: readonly string[], order: PictureOrder): Picture {
  const { services, spice } = order;
  const need = (service: string) => ({
    service: `${spice}${service}`,
    why: `${spice}the role Web allows ${service}`,
    evidence: "inferred" as const,
    origin: `${spice}template.yaml:41`,
    gbMonth: service === "s3" ? 120.5 : undefined,
  });
  return {
    vpcs: ids.map((id) => ({ id, boxes: boxesOf(id, order), groups: groupsOf(id, order) })),
    needs: services.map(need),
    answers: [
      { verdict: "reachable", via: { kind: "nat-gateway", id: `${spice}nat-a` }, walks: [0] },
      { verdict: "blocked", via: null, walks: [1] },
      { verdict: "reachable", via: { kind: "interface-endpoint", id: `${spice}vpce-1` }, walks: [2] },
      { verdict: "partial", via: { kind: "interface-endpoint", id: `${spice}vpce-1` }, walks: [2, 1] },
      { verdict: "unknown", via: null, walks: [3] },
      { verdict: "reachable", via: { kind: "gateway-endpoint", id: "s3" }, walks: [2] },
    ],
    walks: [
      walk("reachable", [[["nat-a"], ["igw"], ["internet"], ["aws"]], "pass"], [0, 1, 2], [4]),
      {
        ...walk("blocked", [[], "drop"], [0, 3], []),
        symptom: `${spice}timeout (curl: 28)`,
        explanations: [0],
      },
      walk("reachable", [[["vpce-a", "vpce-b"], ["aws"]], "pass"], [0, 1, 5], [4]),
      { ...walk("unknown", [[], "unknown"], [6], []), unknowns: [0], assumptions: [1] },
    ],
    steps: [
      step(
        "dns",
        "pass",
        "resolver",
        "vpc-resolver",
        `${spice}the resolver of the VPC answers with public addresses`,
      ),
      step("security-group", "pass", "security-group", "sg-web", `${spice}egress: all to 0.0.0.0/0`),
      step("route", "pass", "route-table", "rtb-a", `${spice}0.0.0.0/0 → nat-a`),
      step("route", "drop", "route-table", "rtb-a", `${spice}no route for 52.216.0.0/15`),
      step("network-acl", "pass", "network-acl", "acl-1", `${spice}entry 100 allows all`),
      step("endpoint", "pass", "vpc-endpoint", "vpce-1", `${spice}available, port 443`),
      {
        ...step("dns", "unknown", "dhcp-options", "dopt-1", `${spice}custom servers`),
        missing: [
          { fact: `${spice}where 10.0.0.2 forwards`, settledBy: "aws route53resolver list-resolver-rules" },
        ],
      },
    ],
    explanations: [
      {
        code: "NO_ROUTE_TO_DESTINATION",
        direction: "egress",
        leg: "forward",
        stage: "route",
        component: { kind: "route-table", id: `${spice}rtb-a` },
        message: `${spice}rtb-a has no route for the public addresses of S3`,
        fix: `${spice}add a gateway endpoint for S3 to rtb-a`,
        origin: `${spice}template.yaml:112`,
      },
    ],
    facts: [
      { fact: `${spice}where 10.0.0.2 forwards`, settledBy: "aws route53resolver list-resolver-rules" },
      {
        fact: `${spice}Block Public Access is off`,
        settledBy: "aws ec2 describe-vpc-block-public-access-options",
      },
    ],
    cost: {
      currency: "USD",
      hoursPerMonth: 730,
      gbMonth: 412.5,
      asPlanned: curves(1),
      zones: 3,
      byZones: [1, 2, 3].map((count) => ({ zones: count, ...curves(count) })),
    },
  };
}

const curves = (count: number) => ({
  nat: [
    { gb: 0, monthly: 32.85 * count },
    { gb: 1000, monthly: 32.85 * count + 45 },
  ],
  endpoints: [
    { gb: 0, monthly: 7.3 * count * 5 },
    { gb: 1000, monthly: 7.3 * count * 5 + 10 },
  ],
  breakEvenGb: (7.3 * 5 - 32.85) * count * (1000 / 35),
});

function walk(
  verdict: "reachable" | "blocked" | "unknown",
  [hops, outcome]: readonly [readonly (readonly string[])[], "pass" | "drop" | "unknown"],
  forward: readonly number[],
  back: readonly number[],
): Picture["walks"][number] {
  const ways = [{ hops, outcome }];
  const empty = { explanations: [], unknowns: [], assumptions: [] };
  return { verdict, via: null, symptom: undefined, forward, return: back, ways, ...empty };
}

function step(
  stage: Picture["steps"][number]["stage"],
  outcome: "pass" | "drop" | "unknown",
  kind: string,
  id: string,
  rule: string,
): Picture["steps"][number] {
  return { stage, outcome, component: { kind, id }, rule, origin: "template.yaml:77", boxes: [] };
}

/** Today by NAT, without it nothing, and afterwards one state after the other, so that each is in view. */
function groupsOf(
  id: string,
  { groups, membersEach, services, spice }: PictureOrder,
): readonly WorkloadGroup[] {
  const afterwards = [2, 2, 5, 3, 4, 1];
  return Array.from({ length: groups }, (_, place) => {
    const members = Array.from(
      { length: place % 2 === 0 ? membersEach : 1 },
      (_, member) => `${spice}i-${place}-${member}`,
    );
    return {
      name: members.length === 1 ? (members[0] ?? "") : `${spice}web-${place}`,
      kind: place % 3 === 0 ? ("auto-scaling-group" as const) : ("instance" as const),
      members,
      boxes: [`${id}-workloads-${zones[place % zones.length]}`],
      walked: members[0] ?? "",
      cells: services.flatMap((_, service) =>
        (place + service) % 4 === 3
          ? []
          : [{ need: service, today: 0, withoutNat: 1, after: afterwards[(place + service) % 6] ?? 2 }],
      ),
    };
  });
}

function box(
  id: string,
  kind: Box["kind"],
  name: string,
  fate: Box["fate"] = "kept",
  children: readonly Box[] = [],
  note = "",
): Box {
  return { id, kind, name, note, fate, children };
}

function boxesOf(id: string, { spice }: PictureOrder): readonly Box[] {
  const zone = (letter: string) =>
    box(`${id}-zone-${letter}`, "zone", `eu-west-1${letter}`, "kept", [
      box(`${id}-public-${letter}`, "subnet", `public-${letter}`, "kept", [
        box(`nat-${letter}`, "nat-gateway", `${spice}nat-${letter}`, "removed"),
      ]),
      box(`${id}-private-${letter}`, "subnet", `private-${letter}`, "kept", [
        {
          ...box(`${id}-workloads-${letter}`, "workloads", `${spice}web`, "kept"),
          count: 12,
        },
        box(`vpce-${letter}`, "interface-endpoint", "ssm", "added"),
      ]),
    ]);
  const inside = [
    box("igw", "internet-gateway", "igw"),
    box("s3-gateway", "gateway-endpoint", "s3", "added"),
    ...zones.map(zone),
  ];
  return [
    box(id, "vpc", id, "kept", inside, "10.0.0.0/16"),
    box("internet", "internet", "internet"),
    box("aws", "aws", "AWS"),
  ];
}

function sampleVpc(id: string, place: number, spice: string): PageData["vpcs"][number] {
  const answers = ["not-safe", "safe-with-changes", "cannot-tell", "safe"] as const;
  const missing = {
    fact: `${spice}DNS attributes of ${id}`,
    settledBy: "aws ec2 describe-vpc-attribute --vpc-id",
  };
  return {
    id,
    region: "eu-west-1",
    answer: answers[place % answers.length] ?? "safe",
    nats: zones.map((letter) => ({ id: `${spice}nat-${letter}`, kind: "zonal" })),
    endpoints: {
      present: [{ id: "vpce-9", service: "dynamodb", type: "gateway" }],
      add: [
        {
          service: "s3",
          type: "gateway",
          routeTables: ["rtb-a", "rtb-b"],
          subnets: [],
          because: [`${spice}web needs s3`],
        },
        {
          service: "ssm",
          type: "interface",
          routeTables: [],
          subnets: zones.map((z) => `private-${z}`),
          because: ["web needs ssm"],
        },
      ],
      remove: [{ id: "vpce-8", service: "sqs", because: `${spice}nothing in the VPC calls it` }],
      securityGroup: { admits: ["sg-web"], port: 443, ports: [443] },
      change: [
        {
          id: "vpce-7",
          service: "kms",
          change: `${spice}private DNS on`,
          because: "its clients resolve the public name",
        },
      ],
    },
    bystanders: [
      {
        id: `${spice}i-batch`,
        service: "ssm",
        before: "reachable",
        after: "blocked",
        codes: ["ENI_SG_RULES_MISMATCH"],
        via: { kind: "interface-endpoint", id: "vpce-1" },
        because: `${spice}the private zone of vpce-1 answers`,
      },
    ],
    keepsNat: [
      {
        host: "registry-1.docker.io",
        what: "Docker Hub",
        service: "internet",
        certainty: "needed",
        why: `${spice}the image nginx:1.27`,
        origin: "template.yaml:88",
        workloads: ["web-0", "web-1", "web-2", "web-3", "web-4"],
        alternatives: ["a pull-through cache of ECR", "an image of your own in ECR"],
        gbMonth: 37.25,
      },
    ],
    blockers: [
      {
        code: "ENI_SG_RULES_MISMATCH",
        component: { kind: "security-group", id: `${spice}sg-batch` },
        message: `${spice}sg-batch admits nobody on 443`,
        fix: "admit 443 from 10.0.0.0/16",
        origin: "template.yaml:140",
      },
    ],
    unknowns: [missing],
    assumptions: [{ ...missing, fact: `${spice}Block Public Access is off` }],
  };
}

function sampleCost(spice: string): PageData["cost"] {
  const line = { unit: "hour", source: `${spice}AWS price list, 2026-11-20`, note: undefined };
  return {
    currency: "USD",
    hoursPerMonth: 730,
    gbMonth: 412.5,
    natMonthly: 117.11,
    endpointsMonthly: 40.63,
    savingMonthly: 76.48,
    breakEvenGb: 104.3,
    cheaperBelow: "nat",
    lines: [
      { ...line, item: "nat-gateway-hours", side: "nat", quantity: 2190, unitPrice: 0.045, monthly: 98.55 },
      {
        ...line,
        item: "nat-gateway-gb",
        side: "nat",
        unit: "GB",
        quantity: 412.5,
        unitPrice: 0.045,
        monthly: 18.56,
      },
      {
        ...line,
        item: "interface-endpoint-hours",
        side: "endpoints",
        quantity: 2190,
        unitPrice: 0.01,
        monthly: 21.9,
      },
      {
        ...line,
        item: "interface-endpoint-gb",
        side: "endpoints",
        unit: "GB",
        quantity: 412.5,
        unitPrice: 0.01,
        monthly: 4.13,
        note: `${spice}first tier`,
      },
    ],
  };
}

export function sampleChange(spice = ""): ChangeReport {
  const phase = {
    why: [],
    proof: [],
    actions: [],
    edits: [],
    created: [],
    readBack: "",
    better: 0,
    worse: [],
    foreseen: [],
  };
  return {
    directory: undefined,
    as: "cloudformation",
    showsProof: true,
    phases: [
      {
        ...phase,
        number: 1,
        title: "Gateway endpoints",
        status: "written",
        readBack: `${spice}12 of 12 needs as before`,
        actions: [{ kind: "add-endpoint", count: 1 }],
        proof: [{ service: "s3", workloads: 12, verdict: "reachable", via: "gateway-endpoint" }],
        edits: [
          {
            file: `${spice}template.yaml`,
            line: 41,
            before: "      VpcEndpointType: Interface\n",
            after: `      VpcEndpointType: Gateway\n      # ${spice}\n`,
          },
        ],
        created: [
          { file: "phase-1.yaml", text: `Resources:\n  ${spice}S3:\n    Type: AWS::EC2::VPCEndpoint\n` },
        ],
      },
      { ...phase, number: 2, title: "Interface endpoints, private DNS off", status: "empty" },
      {
        ...phase,
        number: 5,
        title: "Remove the routes to the NAT",
        status: "withheld",
        why: [`${spice}vpc-01 keeps its NAT, for the plan is not-safe`],
      },
    ],
  };
}

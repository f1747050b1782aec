import { describe, expect, it } from "vitest";
import { planFormats } from "../../src/report/index.ts";
import { costOf, keepsNat, marked, need, page, plan, planOf } from "./samples.ts";

const text = (of = plan, on = page) => planFormats.text(of, on);
const firstLine = (of = plan) => text(of).split("\n")[0];

describe("the first line of a plan", () => {
  it("is the whole answer: the verdict, what it takes, what it saves", () => {
    expect(firstLine()).toBe(
      "SAFE WITH CHANGES: Vpc can lose its NAT gateway once 1 interface endpoint and 1 gateway endpoint are added; that saves 38.69 USD a month before traffic.",
    );
  });

  it("says what breaks when the answer is no", () => {
    const broken = {
      ...need("ecr.public", "interface-endpoint"),
      after: { verdict: "blocked", via: null },
    } as const;
    const workloads = [{ id: "Api", kind: "lambda", subnets: ["A"], needs: [broken] }] as const;
    expect(firstLine(planOf({ answer: "not-safe", workloads }))).toBe(
      "NOT SAFE: ecr.public (for 1 workload) would not work without NAT, whatever endpoints are added.",
    );
  });

  it("says what is missing when nobody can tell", () => {
    const unknowns = [{ fact: "network ACL acl-1", settledBy: "aws ec2 describe-network-acls" }];
    expect(firstLine(planOf({ answer: "cannot-tell", unknowns }))).toBe(
      "CANNOT TELL: one fact is missing, network ACL acl-1.",
    );
  });

  it("knows a VPC that has no NAT to lose", () => {
    const before = planOf({ answer: "safe", nats: [] }, { cost: { ...plan.cost, lines: [] } });
    expect(firstLine(before)).toBe("SAFE: Vpc has no NAT, and every need that denat found is met.");
  });

  it("counts traffic into the saving when the volume is given, and says when the bill grows", () => {
    expect(firstLine(costOf({ gbMonth: 10, savingMonthly: -3.2 }))).toMatch(
      /are added; that costs 3\.20 USD a month more\.$/,
    );
  });
});

describe("the text of a plan", () => {
  it("shows answer, table, blockers, additions, cost and assumptions, in this order", () => {
    expect(text()).toMatchInlineSnapshot(`
      "SAFE WITH CHANGES: Vpc can lose its NAT gateway once 1 interface endpoint and 1 gateway endpoint are added; that saves 38.69 USD a month before traffic.

      Vpc, ap-northeast-1, NAT Nat

        workload  service  today          without NAT                after                 needed because
        Instance  ssm      ✓ nat-gateway  ✗ the connection times     ✓ interface-endpoint  managed policy
                                          out                                              AmazonSSMManagedInstanceC
                                                                                           ore [1]
                  s3       ✓ nat-gateway  ✗ the connection times     ✓ gateway-endpoint    managed policy
                                          out                                              AmazonSSMManagedInstanceC
                                                                                           ore [1]

        [1] template.json:310

      Blockers
        NO_ROUTE_TO_DESTINATION  route-table PrivateRouteTable, template.json:120
          without the NAT no route leads to ssm.ap-northeast-1.amazonaws.com
          fix: add an interface endpoint for ssm

      Endpoints to add
        + ssm (interface) in subnets PrivateSubnet
            Instance: managed policy AmazonSSMManagedInstanceCore
        + s3 (gateway) on route tables PrivateRouteTable
            Instance: managed policy AmazonS3ReadOnlyAccess
        + security group for them: admits tcp 443 from 10.0.0.0/24

      Monthly cost (730 hours, list prices in USD)
                                      quantity    price  USD a month
        NAT                                                    48.91
          nat-gateway-hours          730 hours  × 0.062        45.26
          nat-public-ipv4-hours      730 hours  × 0.005         3.65
        Endpoints                                              10.22
          interface-endpoint-hours   730 hours  × 0.014        10.22  ssm in 1 zone
          gateway-endpoint          1 endpoint      × 0         0.00  s3
        Saving                                                 38.69
        Traffic is left out: --gb-month adds it to both sides.
        Break-even: none; the endpoints cost no more at any volume.

      Assumed (--strict makes these unknown)
        · Block Public Access is off
          settled by: aws ec2 describe-vpc-block-public-access-options
      "
    `);
  });

  it("gives alike workloads one row", () => {
    const [workload] = plan.vpcs[0]?.workloads ?? [];
    const fleet = ["a", "b", "c"].map(
      (id) => ({ ...workload, id, kind: "instance", subnets: [], needs: workload?.needs ?? [] }) as const,
    );
    const rows = text(planOf({ workloads: fleet })).split("\n");
    expect(rows.filter((row) => row.includes("a and 2 like it"))).toHaveLength(1);
    expect(rows.filter((row) => row.includes("✓ interface-endpoint"))).toHaveLength(1);
  });

  it("leaves the reasons out of the table where the page is narrow, and keeps them beside the endpoints", () => {
    const narrow = text(plan, { ...page, width: 70 });
    expect(narrow).not.toContain("needed because");
    expect(narrow).toContain("AmazonS3ReadOnlyAccess");
    const [, ...below] = narrow.split("\n");
    expect(below.filter((line) => line.length > 70)).toEqual([]);
  });

  it("tells a symptom only of what is sure to break", () => {
    const unsure = {
      ...need("ssm", "interface-endpoint"),
      withoutNat: { verdict: "unknown", codes: [], symptom: "the connection times out" },
    } as const;
    const workloads = [{ id: "Api", kind: "lambda", subnets: ["A"], needs: [unsure] }] as const;
    expect(text(planOf({ workloads }))).toMatch(/Api +ssm +✓ nat-gateway +\? unknown +✓/);
  });

  it("names each VPC's own answer when there are several", () => {
    const [vpc] = plan.vpcs;
    const two = { ...plan, vpcs: [...plan.vpcs, { ...vpc, id: "Other", answer: "safe" }] } as typeof plan;
    expect(text(two)).toContain("\nSAFE  Other, ap-northeast-1, NAT Nat\n");
    expect(firstLine(two)).toContain("2 VPCs can lose their 2 NAT gateways once");
  });

  it("lists endpoints that are there, to change or not needed, and bystanders with what happens to them", () => {
    const printed = text(
      planOf({
        endpoints: {
          present: [{ id: "vpce-1", service: "logs", type: "interface" }],
          add: [],
          remove: [{ id: "vpce-2", service: "kms", because: "no workload needs it" }],
          securityGroup: undefined,
          change: [
            { id: "vpce-3", service: "sts", change: "switch private DNS on", because: "Batch: calls it" },
          ],
        },
        bystanders: [
          {
            id: "Batch",
            service: "ssm",
            before: "reachable",
            after: "blocked",
            codes: ["ENI_SG_RULES_MISMATCH"],
            via: null,
            because: "private DNS of vpce-3 answers for ssm",
          },
        ],
      }),
    );
    expect(printed).toContain("= logs (interface), vpce-1");
    expect(printed).toContain("- kms, vpce-2: no workload needs it");
    expect(printed).toContain("~ sts, vpce-3: switch private DNS on");
    expect(printed).toContain("✗ Batch → ssm: reachable today, blocked afterwards (ENI_SG_RULES_MISMATCH):");
    expect(printed).not.toContain("Endpoints to add");
  });

  it("colours verdicts, and nothing else changes", () => {
    const colourful = text(plan, marked);
    expect(colourful).toContain("<good>SAFE WITH CHANGES:</good>");
    expect(colourful.replaceAll(/<\/?[a-z]+>/g, "")).toBe(text());
  });

  it("lets no name steer the terminal", () => {
    const printed = text(planOf({ id: "Vpc\u001b[2J\nSAFE: all is well" }));
    expect(printed).not.toContain("\u001b");
    expect(printed.split("\n").filter((line) => line.startsWith("SAFE: "))).toEqual([]);
  });
});

describe("the money of a plan", () => {
  const lines = plan.cost.lines;

  it("says at which volume the sides meet, and who wins on which side of it", () => {
    expect(text(costOf({ breakEvenGb: 631.73, cheaperBelow: "nat" }))).toContain(
      "Break-even: 631.73 GB a month. Below it the NAT costs less, above it the endpoints.",
    );
    expect(text(costOf({ breakEvenGb: 631.73, cheaperBelow: "endpoints" }))).toContain(
      "Below it the endpoints cost less, above it the NAT.",
    );
    expect(text(costOf({ breakEvenGb: null, gbMonth: 5 }))).toContain("the NAT costs less at any volume");
    expect(text(costOf({ breakEvenGb: null }))).toContain("Break-even: none known.");
  });

  it("never prints an amount that is not known", () => {
    const unpriced = lines.map((line) =>
      line.side === "nat" ? { ...line, unitPrice: null, monthly: null } : line,
    );
    const printed = text(
      costOf({ lines: unpriced, natMonthly: null, savingMonthly: null, breakEvenGb: null }),
    );
    expect(printed).toMatch(/nat-gateway-hours +730 hours +not known +not known/);
    expect(printed).toContain("Break-even: not known, for want of a price.");
    expect(printed.split("\n")[0]).not.toContain("USD");
  });
});

describe("the JSON of a plan", () => {
  it("has the contract's fields, with null for what is absent", () => {
    const json: unknown = JSON.parse(planFormats.json(plan, page));
    expect(json).toMatchObject({
      schema: "denat.plan/1",
      answer: "safe-with-changes",
      vpcs: [
        {
          id: "Vpc",
          region: "ap-northeast-1",
          nats: [{ id: "Nat", kind: "zonal" }],
          workloads: [
            {
              id: "Instance",
              kind: "instance",
              subnets: ["PrivateSubnet"],
              needs: [
                {
                  service: "ssm",
                  evidence: "inferred",
                  today: { verdict: "reachable", via: { kind: "nat-gateway", id: "Nat" } },
                  withoutNat: { verdict: "blocked", codes: ["NO_ROUTE_TO_DESTINATION"] },
                  after: { verdict: "reachable", via: { kind: "interface-endpoint" } },
                },
                { service: "s3" },
              ],
            },
          ],
          endpoints: {
            present: [],
            add: [{ service: "ssm", type: "interface" }, { service: "s3" }],
            remove: [],
          },
          blockers: [
            { code: "NO_ROUTE_TO_DESTINATION", component: { kind: "route-table" }, fix: expect.any(String) },
          ],
          unknowns: [],
          assumptions: [{ settledBy: "aws ec2 describe-vpc-block-public-access-options" }],
        },
      ],
      cost: { currency: "USD", hoursPerMonth: 730, gbMonth: null, breakEvenGb: 0, savingMonthly: 38.69 },
    });
  });
});

it("has what keeps the NAT, with who dials it and what may stand in for it", () => {
  const lines = text(planOf({ keepsNat })).split("\n");
  const start = lines.indexOf("Keeps your NAT");
  expect(lines.slice(start, start + 8)).toEqual([
    "Keeps your NAT",
    "  ✗ docker.io (Docker Hub)",
    "      Web: the registry is outside AWS (template.json:41)",
    "      A, B, C and 2 more: the script pulls it (template.json:77)",
    "      instead: copy the image",
    "  ? hosts outside AWS, if dialled",
    "      Web: only Amazon Linux keeps its packages in S3 (template.json:50)",
    "      instead: Amazon Linux",
  ]);
});

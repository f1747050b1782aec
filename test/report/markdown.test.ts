import { describe, expect, it } from "vitest";
import { planFormats, traceFormats } from "../../src/report/index.ts";
import { keepsNat, need, page, plan, planOf, trace, traceReport } from "./samples.ts";

/** What would end a cell, a line or a span, call for people, or be markup. */
const hostile = "a|b`c<img src=x>\n# d @team [e](http://f) *g* \\|";

describe("the Markdown of a plan", () => {
  it("has answer, needs, additions, blockers with fixes, cost, and what is assumed, folded", () => {
    expect(planFormats.markdown(plan, page)).toMatchInlineSnapshot(`
      "## denat: SAFE WITH CHANGES

      Vpc can lose its NAT gateway once 1 interface endpoint and 1 gateway endpoint are added; that saves 38.69 USD a month before traffic.

      ### Vpc, ap-northeast-1, NAT Nat

      | workload | service | today | without NAT | after | needed because |
      | --- | --- | --- | --- | --- | --- |
      | Instance | ssm | ✓ nat-gateway | ✗ the connection times out | ✓ interface-endpoint | managed policy AmazonSSMManagedInstanceCore (template.json:310) |
      |  | s3 | ✓ nat-gateway | ✗ the connection times out | ✓ gateway-endpoint | managed policy AmazonSSMManagedInstanceCore (template.json:310) |

      ### Endpoints to add

      | service | type | where | because |
      | --- | --- | --- | --- |
      | ssm | interface | in subnets PrivateSubnet | Instance: managed policy AmazonSSMManagedInstanceCore |
      | s3 | gateway | on route tables PrivateRouteTable | Instance: managed policy AmazonS3ReadOnlyAccess |

      With a security group for them: admits tcp 443 from 10.0.0.0/24.

      ### Blockers

      - \`NO_ROUTE_TO_DESTINATION\` at route-table PrivateRouteTable, template.json:120<br>without the NAT no route leads to ssm.ap-northeast-1.amazonaws.com<br>**Fix:** add an interface endpoint for ssm

      ### Monthly cost (730 hours, list prices in USD)

      |  | quantity | price | USD a month |  |
      | --- | --: | --: | --: | --- |
      | **NAT** |  |  | **48.91** |  |
      | nat-gateway-hours | 730 hours | × 0.062 | 45.26 |  |
      | nat-public-ipv4-hours | 730 hours | × 0.005 | 3.65 |  |
      | **Endpoints** |  |  | **10.22** |  |
      | interface-endpoint-hours | 730 hours | × 0.014 | 10.22 | ssm in 1 zone |
      | gateway-endpoint | 1 endpoint | × 0 | 0.00 | s3 |
      | **Saving** |  |  | 38.69 |  |

      Traffic is left out: --gb-month adds it to both sides. Break-even: none; the endpoints cost no more at any volume.

      <details><summary>Assumed (--strict makes these unknown)</summary>

      - Block Public Access is off<br>settled by: \`aws ec2 describe-vpc-block-public-access-options\`

      </details>
      "
    `);
  });

  it("has what could not be known, with the command that settles it", () => {
    const unknowns = [{ fact: "network ACL acl-1", settledBy: "aws ec2 describe-network-acls" }];
    expect(planFormats.markdown(planOf({ answer: "cannot-tell", unknowns }), page)).toContain(
      "### Could not be known\n\n- network ACL acl-1<br>settled by: `aws ec2 describe-network-acls`\n",
    );
  });

  it("has what keeps the NAT, each host once, with who dials it and what may stand in", () => {
    expect(planFormats.markdown(planOf({ keepsNat }), page)).toContain(
      [
        "### Keeps your NAT",
        "",
        "- docker.io (Docker Hub)<br>Web: the registry is outside AWS (template.json:41)<br>A, B, C and 2 more: the script pulls it (template.json:77)<br>**Instead:** copy the image",
        "- hosts outside AWS, if dialled<br>Web: only Amazon Linux keeps its packages in S3 (template.json:50)<br>**Instead:** Amazon Linux",
      ].join("\n"),
    );
  });

  it("keeps names what they are: one cell each, no markup, nobody called", () => {
    const workloads = [
      { id: hostile, kind: "lambda", subnets: ["A"], needs: [need("s3", "gateway-endpoint")] },
    ] as const;
    const lines = planFormats.markdown(planOf({ workloads }), page).split("\n");
    const [row = ""] = lines.filter((line) => line.includes("team"));
    expect(row).toContain(
      "| a\\|b\\`c&lt;img src=x&gt; &#35; d @<!-- -->team \\[e\\](http://f) \\*g\\* \\\\\\| | s3 |",
    );
    expect(row.match(/(?<!\\)(?:\\\\)*\|/g)).toHaveLength(7);
  });

  it("is not let out of a command's backticks", () => {
    const unknowns = [{ fact: "x", settledBy: "a ``b`` <c>" }];
    expect(planFormats.markdown(planOf({ unknowns }), page)).toContain("settled by: ``` a ``b`` <c> ```\n");
  });
});

describe("the Markdown of a trace", () => {
  it("has answer, symptom, blockers with fixes, unknowns, and the walk, folded", () => {
    expect(traceFormats.markdown(traceReport, page)).toMatchInlineSnapshot(`
      "## denat: BLOCKED

      Instance → s3, tcp 443, without NAT

      The client sees: the connection times out

      ### Blockers

      - \`NO_ROUTE_TO_DESTINATION\` at route-table PrivateRouteTable, egress, forward, template.json:120<br>no route of PrivateRouteTable holds 52.219.0.10<br>**Fix:** add an S3 gateway endpoint to PrivateRouteTable

      ### Could not be known

      - network ACL acl-1<br>settled by: \`aws ec2 describe-network-acls\`

      <details><summary>Forward</summary>

      |  |  | stage | at | rule that decided | origin |
      | --: | --- | --- | --- | --- | --- |
      | 1 | pass | dns | vpc Vpc | s3.ap-northeast-1.amazonaws.com is a public name | template.json:5 |
      | 2 | unknown | network-acl | acl-1 | not collected |  |
      | 3 | drop | route | route-table PrivateRouteTable | no route matches | template.json:120 |

      </details>
      "
    `);
  });

  it("says by which way a connection goes, and nothing of blockers where there are none", () => {
    const via = { kind: "gateway-endpoint", id: "S3Endpoint" } as const;
    const works = { ...trace, verdict: "reachable", via, symptom: undefined, explanations: [] } as const;
    const printed = traceFormats.markdown({ ...traceReport, trace: works }, page);
    expect(printed).toContain(
      "## denat: REACHABLE\n\nInstance → s3, tcp 443, without NAT, by gateway-endpoint S3Endpoint\n",
    );
    expect(printed).not.toContain("Blockers");
    expect(printed).not.toContain("The client sees");
  });
});

import { describe, expect, it } from "vitest";
import { traceFormats, traceLine } from "../../src/report/index.ts";
import { marked, page, trace, traceReport } from "./samples.ts";

describe("the text of a trace", () => {
  it("prints the answer, what the client sees, each hop with its rule and place, and each blocker with its fix", () => {
    expect(traceFormats.text(traceReport, page)).toMatchInlineSnapshot(`
      "BLOCKED  Instance → s3, tcp 443, without NAT
      The client sees: the connection times out

      Forward
                    stage        at                             rule that decided                  origin
        1  pass     dns          vpc Vpc                        s3.ap-northeast-1.amazonaws.com    template.json:5
                                                                is a public name
        2  unknown  network-acl  acl-1                          not collected
        3  drop     route        route-table PrivateRouteTable  no route matches                   template.json:120

      Blockers
        NO_ROUTE_TO_DESTINATION  route-table PrivateRouteTable, egress, forward, template.json:120
          no route of PrivateRouteTable holds 52.219.0.10
          fix: add an S3 gateway endpoint to PrivateRouteTable

      Could not be known
        ? network ACL acl-1
          settled by: aws ec2 describe-network-acls
      "
    `);
  });

  it("names the way out of a connection that works, and no symptom", () => {
    const works = {
      ...trace,
      verdict: "reachable",
      via: { kind: "gateway-endpoint", id: "S3Endpoint" },
      symptom: undefined,
    } as const;
    const printed = traceFormats.text(
      { asked: { ...traceReport.asked, withoutNat: false }, trace: works },
      page,
    );
    expect(printed.split("\n")[0]).toBe("REACHABLE  Instance → s3, tcp 443, by gateway-endpoint S3Endpoint");
    expect(printed).not.toContain("The client sees");
  });

  it("colours outcomes by what they mean", () => {
    const printed = traceFormats.text(traceReport, marked);
    expect(printed).toMatch(/<bad>BLOCKED +<\/bad>/);
    expect(printed).toMatch(/<doubtful>unknown *<\/doubtful>/);
  });

  it("has a form of one line, for lists of walks", () => {
    expect(traceLine(traceReport, page)).toEqual(["  ✗ blocked    Instance → s3: the connection times out"]);
  });
});

describe("the JSON of a trace", () => {
  it("has the contract's fields in one schema", () => {
    const json = JSON.parse(traceFormats.json(traceReport, page)) as Record<string, unknown>;
    expect(json["schema"]).toBe("denat.trace/1");
    expect(json).toMatchObject({ ...trace, symptom: "the connection times out" });
    const absent = JSON.parse(
      traceFormats.json({ ...traceReport, trace: { ...trace, symptom: undefined } }, page),
    );
    expect(absent).toMatchObject({ via: null, symptom: null });
  });
});

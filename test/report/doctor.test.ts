import { describe, expect, it } from "vitest";
import { conclude } from "../../src/advice/doctor/conclude.ts";
import { cannotTell, fails, isNotNeeded, passes } from "../../src/advice/doctor/diagnosis.ts";
import type { Bearing } from "../../src/advice/doctor/diagnosis.ts";
import { doctorFormats } from "../../src/report/index.ts";
import { facts } from "../facts/facts.ts";
import { marked, page } from "./samples.ts";

const subject = (id: string, title: string, bearing: Bearing = "session") => ({ id, title, bearing });
const cause = {
  code: "DNS_PRIVATE_DNS_DISABLED",
  component: { kind: "vpc-endpoint", id: "vpce-1" },
  message: "private DNS of vpce-1 is off",
  fix: "enable it",
  origin: "template.yaml:7",
  direction: "egress",
  leg: "forward",
} as const;

const examined = [
  passes(subject("workload", "EC2 instance"), "i-1 is running", "template.yaml:3"),
  cannotTell(subject("metadata", "Instance metadata"), [
    { fact: "metadata options of i-1", settledBy: "aws ec2 describe-instances" },
  ]),
  fails(subject("ssm", "ssm"), [cause], { of: "ssm", as: "dropped" }),
  fails(subject("ssm.name", "name"), [cause]),
  passes(subject("ssm.route", "route"), "local", "template.yaml:5"),
  isNotNeeded(subject("sts", "sts", "none"), "the agent does not ask it"),
];
const diagnosis = {
  ...conclude(facts, examined, false),
  workload: { id: "i-1", kind: "instance" },
  region: "eu-west-1",
} as const;
const report = { asked: { workload: "i-1", withoutNat: true }, diagnosis };

describe("the text of a diagnosis", () => {
  it("prints the answer, each check, each cause with its fix, what shows, and what is missing", () => {
    expect(doctorFormats.text(report, page)).toMatchInlineSnapshot(`
      "DOES NOT CONNECT  Session Manager → i-1, eu-west-1, without NAT

      Checks
        ✓  EC2 instance       i-1 is running                                        template.yaml:3
        ?  Instance metadata  metadata options of i-1 (aws ec2 describe-instances)
        ✗  ssm                fails at name                                         template.yaml:7
        ✗    name             private DNS of vpce-1 is off                          template.yaml:7
        ✓    route            local                                                 template.yaml:5
        ·  sts                the agent does not ask it

      Causes
        DNS_PRIVATE_DNS_DISABLED  vpc-endpoint vpce-1, egress, forward, template.yaml:7
          private DNS of vpce-1 is off
          fix: enable it
          fails: ssm

      What shows of it
        ssm: the instance is never listed in Systems Manager: RequestError: send request failed … dial tcp …:443:
             i/o timeout
          when: the first error after 129 seconds; retries after 5 minutes, then 10, 20, 40 and at most 60
        then: once it is mended, restart the agent, which may sleep for up to 60 minutes: sudo systemctl restart
              amazon-ssm-agent, or reboot the instance

      Could not be known
        ? metadata options of i-1
          settled by: aws ec2 describe-instances
      "
    `);
  });

  it("marks each check by its status", () => {
    const printed = doctorFormats.text(report, marked);
    for (const mark of ["<good>✓</good>", "<bad>✗</bad>", "<doubtful>?</doubtful>", "<faint>·</faint>"])
      expect(printed).toContain(mark);
  });

  it("says of a session that opens and is spoilt that there are faults", () => {
    const spoilt = conclude(
      facts,
      [fails(subject("logs", "logs", "quality"), [cause], { of: "logs", as: "dropped" })],
      false,
    );
    expect(doctorFormats.text({ ...report, diagnosis: { ...diagnosis, ...spoilt } }, page)).toMatch(
      /^CONNECTS {2}Session Manager → i-1, .*with faults\n/,
    );
  });
});

describe("the JSON of a diagnosis", () => {
  it("carries every field, null where there is nothing", () => {
    const printed = JSON.parse(doctorFormats.json(report, page)) as { checks: object[] };
    expect(printed).toMatchObject({
      schema: "denat.doctor/1",
      overall: "does-not-connect",
      restartAgent: true,
      asked: { withoutNat: true },
    });
    expect(printed.checks[0]).toMatchObject({
      id: "workload",
      status: "pass",
      code: null,
      fix: null,
      settledBy: null,
      evidence: "input",
    });
  });
});

import { describe, expect, it } from "vitest";
import { agentFailures, createAgentFacts } from "../../src/facts/agent/index.ts";
import { facts } from "./facts.ts";

describe("managed policies", () => {
  it("let the agent work, by name or ARN", () => {
    for (const name of [
      "AmazonSSMManagedInstanceCore",
      "arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore",
    ])
      expect(facts.agentPolicy(name)?.allows).toContain("ssm:UpdateInstanceInformation");
  });

  it("may let it do part, or under a condition, or deny it", () => {
    expect(facts.agentPolicy("AmazonSageMakerClusterInstanceRolePolicy")?.allows).not.toContain(
      "ssm:UpdateInstanceInformation",
    );
    expect(facts.agentPolicy("AWSEC2SqlHaInstancePolicy")?.perhaps).toEqual([
      "ssm:UpdateInstanceInformation",
    ]);
    expect(facts.agentPolicy("AWSDenyAll")?.denies).toContain("ssmmessages:OpenDataChannel");
  });

  it("that are about something else have no row", () => {
    expect(facts.agentPolicy("AmazonS3ReadOnlyAccess")).toBeUndefined();
    expect(facts.agentPolicy("CloudWatchAgentServerPolicy")).toBeUndefined();
  });
});

describe("images", () => {
  it.each([
    ["al2023-ami-2023.9.20260101.0-kernel-6.1-x86_64", true],
    ["/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64", true],
    ["/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-arm64", false],
    ["amzn2-ami-hvm-2.0.20260101.0-x86_64-gp2", true],
    ["/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id", true],
    ["Windows_Server-2022-English-Full-Base-2026.01.14", true],
    ["RHEL-9.4.0_HVM-20260101-x86_64-0-Hourly2-GP3", false],
    ["debian-12-amd64-20260101-1", false],
  ])("%s", (name, carries) => {
    expect(facts.agentImage(name)?.carries).toBe(carries);
  });

  it.each(["ami-0123456789abcdef0", "golden-image-42", ""])("of which nobody knows: %j", (name) => {
    expect(facts.agentImage(name)).toBeUndefined();
  });
});

describe("symptoms", () => {
  it.each(["ssm", "ssmmessages", "ec2messages", "s3", "kms", "logs"])(
    "of %s are there for each way to fail",
    (service) => {
      for (const failure of ["dropped", "unresolved", "denied"] as const)
        expect(facts.agentSymptom(service, failure)?.symptom, failure).toBeTruthy();
    },
  );

  it("that must be encrypted are there for the logs of sessions", () => {
    for (const service of ["s3", "logs", "kms"])
      expect(facts.agentSymptom(service, service === "kms" ? "dropped" : "unencrypted")).toBeDefined();
  });

  it("tell after which fault the agent must be restarted", () => {
    expect(facts.agentSymptom("ssm", "dropped")?.restart).toBe(true);
    expect(facts.agentSymptom("logs", "dropped")?.restart).toBe(false);
  });

  it("with a failure that nobody knows are a defect of the table", () => {
    const header = "service,failure,symptom,delay,restart,source,date\n";
    const broken = createAgentFacts({
      policies: "",
      images: "",
      symptoms: `${header}ssm,sulks,none,never,no,a,2026\n`,
    });
    expect(() => broken.agentSymptom("ssm", "dropped")).toThrow(
      /ssm-agent-symptoms\.csv:2: failure is none of/,
    );
    expect(agentFailures).not.toContain("sulks");
  });
});

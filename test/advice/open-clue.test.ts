import { describe, expect, it } from "vitest";
import { known, unknown } from "../../src/model/known.ts";
import type { Clue } from "../../src/model/entity/workload.ts";
import { base, withRows } from "../reach/estate.ts";
import { clue, factsOf, role, servicesOf, ssmRole, vpcOf, withApp, workload } from "./builders.ts";

const open = (kind: Clue["kind"], text: string): Clue => ({
  ...clue(kind, text),
  missing: unknown("parameter Stage", "--parameter Stage=VALUE"),
});
const planOf = (...clues: readonly Clue[]) => vpcOf(withApp(base, { role: ssmRole, clues }));

describe("a clue of which the input does not tell all", () => {
  it.each<readonly [Clue["kind"], string, RegExp]>([
    [
      "image",
      "${Stage}",
      /where an image of i-a is pulled from: parameter Stage is not known \(app\.yaml:7\)/,
    ],
    ["image", "${Stage}/app:1", /where an image/],
    ["secret", "${Stage}", /where a secret of i-a is read from/],
    ["log-driver", "${Stage}", /where i-a logs to/],
    ["user-data", "${Stage}", /what the user data of i-a does/],
    ["user-data", "", /what the user data of i-a does/],
    ["environment", "WEBHOOK_URL=${Stage}", /what WEBHOOK_URL of i-a names/],
    ["environment", "API_ENDPOINT=https://${Stage}/v1", /what API_ENDPOINT of i-a names/],
  ])("is a doubt, never silence: %s %s", (kind, text, fact) => {
    const vpc = planOf(open(kind, text));
    expect(vpc.answer).toBe("cannot-tell");
    expect(factsOf(vpc.unknowns)).toMatch(fact);
    expect(vpc.unknowns.some(({ settledBy }) => settledBy.includes("--parameter Stage=VALUE"))).toBe(true);
    expect(vpc.keepsNat).toEqual([]);
  });

  it.each<readonly [Clue["kind"], string]>([
    ["image", "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/app:${Stage}"],
    ["image", "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/app"],
    ["secret", "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:${Stage}"],
    ["user-data", "aws s3 cp s3://${Stage}/x ."],
    ["environment", "TABLE=${Stage}"],
    ["environment", "DB_HOST=${Stage}"],
  ])("says what it says where the rest does not matter: %s %s", (kind, text) => {
    const vpc = planOf(open(kind, text));
    expect(vpc).toMatchObject({ answer: "safe-with-changes", unknowns: [], keepsNat: [] });
  });

  it("tells Docker Hub, where only the tag is open", () => {
    expect(planOf(open("image", "nginx:${Stage}")).keepsNat).toMatchObject([{ host: "docker.io" }]);
  });

  it("is settled by --needs", () => {
    const network = withApp(base, { role: ssmRole, clues: [open("image", "${Stage}")] });
    expect(vpcOf(network, { needs: ["ssm"] })).toMatchObject({ answer: "safe-with-changes", unknowns: [] });
  });
});

describe("a clue that places a need in another Region", () => {
  it.each<readonly [Clue["kind"], string, string]>([
    ["log-driver", "awslogs in eu-west-1", "logs.eu-west-1.amazonaws.com"],
    ["log-output", "firehose in eu-west-1", "firehose.eu-west-1.amazonaws.com"],
    ["secret", "arn:aws:secretsmanager:eu-west-1:1:secret:s", "secretsmanager.eu-west-1.amazonaws.com"],
    ["secret", "arn:aws:ssm:eu-west-1:1:parameter/p", "ssm.eu-west-1.amazonaws.com"],
    ["environment", "JOBS=arn:aws:sqs:eu-west-1:111122223333:jobs", "sqs.eu-west-1.amazonaws.com"],
    [
      "environment",
      "TABLE=arn:aws:dynamodb:eu-west-1:111122223333:table/t",
      "dynamodb.eu-west-1.amazonaws.com",
    ],
    [
      "environment",
      "JOBS=https://sqs.us-west-2.amazonaws.com/111122223333/jobs",
      "sqs.us-west-2.amazonaws.com",
    ],
  ])("%s %s", (kind, text, host) => {
    expect(planOf(clue(kind, text)).keepsNat).toMatchObject([{ host, origin: "app.yaml:7" }]);
  });

  it("is the workload's own where it names it", () => {
    expect(planOf(clue("log-driver", "awslogs in ap-northeast-1"))).toMatchObject({
      keepsNat: [],
      answer: "safe-with-changes",
    });
  });

  it.each([
    ["JOBS=arn:aws:sqs:ap-northeast-1:111122223333:jobs", ["sqs"]],
    ["JOBS=arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:jobs", ["sqs"]],
    ["JOBS=https://sqs.ap-northeast-1.amazonaws.com/111122223333/jobs", ["sqs"]],
    ["KEY=arn:aws:kms:eu-west-1:111122223333:key/k", []],
    ["ROLE=arn:aws:iam::111122223333:role/r", []],
  ])("is the workload's own in %s", (text, services) => {
    const vpc = planOf(clue("environment", text));
    expect(vpc).toMatchObject({ keepsNat: [], answer: "safe-with-changes" });
    expect(servicesOf(vpc, "i-a")).toEqual(expect.arrayContaining(services));
  });

  it("is what the environment tells the SDK, for what roles allow and not for what the agent does", () => {
    const network = withApp(base, {
      role: role("r", [], "sqs:SendMessage"),
      clues: [clue("environment", "AWS_REGION=eu-west-1"), clue("log-driver", "awslogs")],
    });
    const vpc = vpcOf(network);
    expect(vpc.keepsNat).toMatchObject([
      { host: "sqs.eu-west-1.amazonaws.com", why: expect.stringContaining("its environment says eu-west-1") },
    ]);
    expect(vpc.endpoints.add.map(({ service }) => service)).toEqual(["logs"]);
  });

  it("is both where one container is told and another is not", () => {
    const image = (name: string) =>
      clue("image", `111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/${name}`);
    const clues = [image("a"), image("b"), clue("environment", "AWS_DEFAULT_REGION=eu-west-1")];
    const vpc = vpcOf(withApp(base, { role: role("r", [], "sqs:SendMessage"), clues }));
    expect(vpc.keepsNat).toMatchObject([{ host: "sqs.eu-west-1.amazonaws.com" }]);
    expect(servicesOf(vpc, "i-a").filter((service) => service === "sqs")).toHaveLength(2);
  });
});

describe("the role of ECS's agent", () => {
  const task = (clues: readonly Clue[]) => {
    const own = workload(
      "i-a",
      { interfaces: ["eni-a"], clues },
      { kind: "ecs-service", executionRoles: known(["e" as never]) },
    );
    const execution = role("e", ["service-role/AmazonECSTaskExecutionRolePolicy"]);
    return vpcOf(withRows(base, { workloads: [own], roles: [execution] }));
  };

  it("says nothing where the definitions tell what the agent does", () => {
    expect(servicesOf(task([clue("image", "nginx")]), "i-a")).toEqual(["internet"]);
  });

  it("says what may be needed where they do not", () => {
    expect(servicesOf(task([open("image", "${Stage}")]), "i-a")).toEqual([
      "ecr.api",
      "ecr.dkr",
      "logs",
      "s3",
    ]);
  });
});

describe("nodes of EKS", () => {
  it("keep the NAT while the API server has only a public address, with private access as the way out of it", () => {
    const [kept] = planOf(clue("eks-cluster", "public access only")).keepsNat;
    expect(kept).toMatchObject({
      host: null,
      service: "internet",
      why: expect.stringContaining("API server"),
    });
    expect(kept?.alternatives).toEqual([expect.stringContaining("endpointPrivateAccess")]);
    expect(planOf(clue("eks-cluster", "private access")).keepsNat).toEqual([]);
  });

  it.each([
    ["eks-cluster", "pod identity", "eks-auth"],
    ["eks-cluster", "roles of service accounts", "sts"],
    ["eks-addon", "aws-efs-csi-driver", "elasticfilesystem"],
    ["eks-addon", "amazon-cloudwatch-observability", "monitoring"],
    ["eks-addon", "aws-guardduty-agent", "guardduty-data"],
  ] as const)("need by %s %s: %s", (kind, text, service) => {
    expect(servicesOf(planOf(clue(kind, text)), "i-a")).toContain(service);
  });

  it("need nothing by add-ons that call nobody, and may call their sellers", () => {
    expect(servicesOf(planOf(clue("eks-addon", "coredns")), "i-a")).toEqual(servicesOf(planOf(), "i-a"));
    expect(planOf(clue("eks-addon", "kubecost_kubecost")).answer).toBe("cannot-tell");
  });
});

describe("containers", () => {
  it.each([
    ["log-output", "datadog", "http-intake.logs.datadoghq.com"],
    ["log-collector", "https://inputs.acme.splunkcloud.com:8088", "inputs.acme.splunkcloud.com"],
    ["log-collector", "tcp://logs.partner.dev:514", "logs.partner.dev"],
    ["log-driver", "gcplogs", "logging.googleapis.com"],
  ] as const)("keep the NAT by %s %s", (kind, text, host) => {
    expect(planOf(clue(kind, text)).keepsNat).toMatchObject([{ host, certainty: "needed" }]);
  });

  it.each([
    ["log-output", "cloudwatch_logs", "logs"],
    ["environment-file", "arn:aws:s3:::b/x.env", "s3"],
    ["ecs-exec", "true", "ssmmessages"],
    ["image", "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/aws-xray-daemon", "xray"],
  ] as const)("need by %s %s: %s", (kind, text, service) => {
    expect(servicesOf(vpcOf(withApp(base, { clues: [clue(kind, text)] })), "i-a")).toContain(service);
  });

  it("do not by a collector inside the VPC", () => {
    expect(planOf(clue("log-collector", "tcp://10.0.0.9:514")).keepsNat).toEqual([]);
  });
});

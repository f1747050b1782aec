import { describe, expect, it } from "vitest";
import { unknown, known } from "../../src/model/known.ts";
import { base, table, withRows } from "../reach/estate.ts";
import {
  app,
  clue,
  codesOf,
  factsOf,
  planOf,
  role,
  s3Role,
  servicesOf,
  ssmRole,
  vpcOf,
  withApp,
  workload,
} from "./builders.ts";

const needOf = (service: string, of = vpcOf(app)) =>
  of.workloads.flatMap(({ needs }) => needs).find((need) => need.service === service);

describe("what is declared", () => {
  it("brings S3 along where clients of the service fetch from it, and nothing else", () => {
    const services = (needs: readonly string[]) => servicesOf(vpcOf(app, { needs }), "i-a").toSorted();
    const inferred = services([]);
    expect(services(["ecr.dkr"])).toEqual([...new Set([...inferred, "ecr.dkr", "s3"])].toSorted());
    expect(services(["kms"])).toEqual([...new Set([...inferred, "kms"])].toSorted());
  });
});

describe("what is inferred", () => {
  it("from a managed policy, with its name and where the role stands", () => {
    expect(servicesOf(vpcOf(app), "i-a")).toEqual(["ssm", "ssmmessages"]);
    expect(needOf("ssm")).toMatchObject({
      evidence: "inferred",
      origin: "estate",
      why: expect.stringContaining("AmazonSSMManagedInstanceCore"),
    });
  });

  it("from the actions of a document, with file and line", () => {
    const vpc = vpcOf(
      withApp(base, { role: role("r", [], "secretsmanager:GetSecretValue", "sqs:SendMessage") }),
    );
    expect(servicesOf(vpc, "i-a")).toEqual(["secretsmanager", "sqs"]);
    expect(needOf("sqs", vpc)?.origin).toBe("roles.yaml:2");
  });

  it("from clues: an image, a log driver, user data", () => {
    const image = clue("image", "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/web:1");
    const vpc = vpcOf(withApp(base, { clues: [image, clue("log-driver", "awslogs")] }));
    expect(servicesOf(vpc, "i-a")).toEqual(["ecr.api", "ecr.dkr", "logs", "s3"]);
    expect(needOf("logs", vpc)?.origin).toBe("app.yaml:7");
  });

  it("one need for each service, with the best evidence", () => {
    const vpc = vpcOf(app, { needs: ["ssm", "kms"] });
    expect(servicesOf(vpc, "i-a")).toEqual(["kms", "ssm", "ssmmessages"]);
    expect(needOf("ssm", vpc)).toMatchObject({ evidence: "declared", origin: "" });
    expect(needOf("ssmmessages", vpc)?.evidence).toBe("inferred");
  });

  it("a conditional need is not asked for, and is listed as an assumption", () => {
    const vpc = vpcOf(app);
    expect(vpc.endpoints.add.map(({ service }) => service)).not.toContain("ec2messages");
    expect(factsOf(vpc.assumptions)).toMatch(/ec2messages is not needed: .*3\.3\.40\.0/);
  });

  it("a conditional need that other evidence makes required is asked for, and not assumed away", () => {
    const vpc = vpcOf(withApp(base, { role: role("r", ["AmazonSSMManagedInstanceCore"], "kms:Decrypt") }));
    expect(servicesOf(vpc, "i-a")).toContain("kms");
    expect(factsOf(vpc.assumptions)).not.toMatch(/kms is not needed/);
  });
});

describe("what cannot be inferred", () => {
  const network = withApp(base);

  it("a workload that nothing is known of is an unknown, which names it and how to settle it", () => {
    const vpc = vpcOf(network);
    expect(vpc.answer).toBe("cannot-tell");
    expect(vpc.unknowns).toContainEqual({
      fact: "what i-a talks to",
      settledBy: expect.stringContaining("--needs"),
    });
  });

  it("is settled by --needs", () => {
    expect(vpcOf(network, { needs: ["ssm"] })).toMatchObject({ answer: "safe-with-changes", unknowns: [] });
  });

  it.each([
    ["a role that allows everything", role("r", [], "*"), /role r allows everything/],
    [
      "AdministratorAccess",
      role("r", ["arn:aws:iam::aws:policy/AdministratorAccess"]),
      /role r allows everything/,
    ],
    ["a managed policy of the customer", role("r", ["arn:aws:iam::111122223333:policy/own"]), /policy\/own/],
    ["an action of no known service", role("r", [], "nosuchservice:Do"), /nosuchservice:Do/],
    [
      "policies that were not collected",
      { ...role("r", []), managedPolicies: unknown("policies of r", "aws iam list-attached-role-policies") },
      /policies of r/,
    ],
  ])("%s", (_, one, fact) => {
    const vpc = vpcOf(withApp(base, { role: one }));
    expect(vpc.answer).toBe("cannot-tell");
    expect(factsOf(vpc.unknowns)).toMatch(fact);
    expect(vpcOf(withApp(base, { role: one }), { needs: ["s3"] }).answer).toBe("safe-with-changes");
  });

  it("a role that is not known", () => {
    const row = workload(
      "i-a",
      { interfaces: ["eni-a"] },
      { roles: unknown("role of i-a", "aws iam get-instance-profile") },
    );
    const vpc = vpcOf(withRows(base, { workloads: [row] }));
    expect(vpc.answer).toBe("cannot-tell");
    expect(vpc.unknowns[0]?.settledBy).toContain("aws iam get-instance-profile");
  });

  it("is said once for all that share it", () => {
    const [row] = [workload("i-b", { interfaces: ["eni-a"] }, { roles: known([]) })];
    expect(factsOf(vpcOf(withRows(network, { workloads: [row] })).unknowns)).toBe(
      "what i-a and 1 other talks to",
    );
  });

  it("does not matter where no NAT is at stake", () => {
    const alone = {
      ...withRows(base, { workloads: [workload("i-a", { interfaces: ["eni-a"] })] }),
      natGateways: new Map(),
    };
    const routes = [...alone.routeTables].map(
      ([id, table]) =>
        [
          id,
          {
            ...table,
            routes: known(
              table.routes.known
                ? table.routes.value.filter(
                    ({ target }) => !target.known || target.value.kind !== "nat-gateway",
                  )
                : [],
            ),
          },
        ] as const,
    );
    expect(vpcOf({ ...alone, routeTables: new Map(routes) })).toMatchObject({ answer: "safe", unknowns: [] });
  });
});

describe("inferred needs are no proof", () => {
  it("is an assumption, unless needs are declared", () => {
    expect(factsOf(vpcOf(app).assumptions)).toMatch(/talk to nothing but the needs listed/);
    expect(factsOf(vpcOf(app, { needs: ["ssm"] }).assumptions)).not.toMatch(/talk to nothing/);
  });

  it("is an unknown with --strict, like every assumption", () => {
    const vpc = vpcOf(app, { strict: true });
    expect(vpc).toMatchObject({ answer: "cannot-tell", assumptions: [] });
    expect(factsOf(vpc.unknowns)).toMatch(/talk to nothing but the needs listed/);
  });
});

describe("Lambda", () => {
  it("delivers logs and manages interfaces from outside the VPC", () => {
    const own = role(
      "r",
      ["service-role/AWSLambdaVPCAccessExecutionRole"],
      "logs:PutLogEvents",
      "sqs:SendMessage",
    );
    const row = workload("fn", { roles: ["r"], interfaces: ["eni-a"] }, { kind: "lambda" });
    expect(servicesOf(vpcOf(withRows(base, { workloads: [row], roles: [own] })), "fn")).toEqual(["sqs"]);
    expect(servicesOf(vpcOf(withApp(base, { role: own })), "i-a")).toEqual(["ec2", "logs", "sqs"]);
  });
});

describe("needs that no endpoint of the Region meets", () => {
  it.each([
    ["Docker Hub", "nginx:1.27", "SERVICE_NEEDS_INTERNET"],
    ["ECR Public", "public.ecr.aws/nginx/nginx:1", "SERVICE_NEEDS_INTERNET"],
    [
      "a registry of another Region",
      "111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1",
      "SERVICE_IN_OTHER_REGION",
    ],
  ])("%s", (_, image, code) => {
    const vpc = vpcOf(withApp(base, { role: ssmRole, clues: [clue("image", image)] }));
    expect(vpc.answer).toBe("not-safe");
    expect(codesOf(vpc)).toContain(code);
    expect(vpc.endpoints.add.map(({ service }) => service)).toEqual(["ssm", "ssmmessages"]);
  });

  it("nor do they, where a gateway endpoint or a route already takes part of the internet's addresses", () => {
    const routes = ["10.0.0.0/16 local", "0.0.0.0/0 nat-1", "8.8.8.0/24 tgw-1"];
    const image = withApp(base, { clues: [clue("image", "nginx:1.27")] });
    const network = withRows(image, {
      routeTables: [table("rtb-private", "vpc-1", routes, { subnets: ["subnet-a"] })],
    });
    expect(vpcOf(network).answer).toBe("not-safe");
    expect(codesOf(vpcOf(network))).toContain("SERVICE_NEEDS_INTERNET");
  });

  it("a service without endpoint", () => {
    const vpc = vpcOf(app, { needs: ["budgets"] });
    expect(vpc.answer).toBe("not-safe");
    expect(codesOf(vpc)).toContain("SERVICE_HAS_NO_ENDPOINT");
  });

  it("the internet itself, when declared", () => {
    expect(codesOf(vpcOf(app, { needs: ["internet"] }))).toContain("SERVICE_NEEDS_INTERNET");
  });
});

describe("--needs", () => {
  it("refuses a service that does not exist, with near names", () => {
    expect(() => planOf(app, { needs: ["ssmm"] })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("ssmm"),
        hint: expect.stringContaining("ssm"),
      }),
    );
  });
});

describe("requests", () => {
  it("what the role may ask is put to the endpoint's policy", () => {
    expect(vpcOf(withApp(base, { role: s3Role })).answer).toBe("safe-with-changes");
  });
});

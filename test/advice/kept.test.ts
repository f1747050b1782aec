import { describe, expect, it } from "vitest";
import { base } from "../reach/estate.ts";
import { app, clue, codesOf, factsOf, role, ssmRole, vpcOf, withApp } from "./builders.ts";

const planWith = (...clues: readonly ReturnType<typeof clue>[]) =>
  vpcOf(withApp(base, { role: ssmRole, clues }));

describe("what keeps a NAT", () => {
  it("names the host, who dials it, on what evidence, and what may stand in for the NAT", () => {
    const vpc = planWith(clue("image", "nginx:1.27"));
    expect(vpc.answer).toBe("not-safe");
    expect(vpc.keepsNat).toEqual([
      {
        host: "docker.io",
        what: "Docker Hub",
        service: "internet",
        certainty: "needed",
        why: "the registry is outside AWS",
        origin: "app.yaml:7",
        workloads: ["i-a"],
        alternatives: [
          expect.stringContaining("private Amazon ECR repository"),
          expect.stringContaining("warmed beforehand"),
          expect.stringContaining("egress-only internet gateway"),
        ],
      },
    ]);
    expect(vpc.blockers.find(({ code }) => code === "SERVICE_NEEDS_INTERNET")).toMatchObject({
      message: expect.stringContaining("docker.io"),
      fix: expect.stringMatching(/private Amazon ECR repository.*; or keep a NAT/),
      origin: "app.yaml:7",
    });
  });

  it("is a reason of its own for each host", () => {
    const script = "pip3 install boto3\nnpm ci\ncurl -O https://files.partner.dev/a.tgz";
    const hosts = planWith(clue("user-data", script)).keepsNat.map(({ host }) => host);
    expect(hosts.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      "files.partner.dev",
      "pypi.org",
      "registry.npmjs.org",
    ]);
  });

  it("has no host where none is known, and says why", () => {
    const vpc = vpcOf(withApp(base, { role: ssmRole }), { needs: ["internet"] });
    expect(vpc.keepsNat).toMatchObject([{ host: null, service: "internet", why: "declared with --needs" }]);
  });

  it("is only possible where it is not known whether the host is dialled, and then the plan cannot tell", () => {
    const vpc = planWith(clue("environment", "PARTNER=https://api.partner.dev/v1"));
    expect(vpc.answer).toBe("cannot-tell");
    expect(vpc.keepsNat).toMatchObject([
      { host: "api.partner.dev", certainty: "possible", origin: "app.yaml:7" },
    ]);
    expect(factsOf(vpc.unknowns)).toMatch(
      /whether i-a needs api\.partner\.dev: it does if the code dials .*app\.yaml:7/,
    );
    expect(codesOf(vpc)).not.toContain("SERVICE_NEEDS_INTERNET");
  });

  it("is settled by --needs, where it is only possible", () => {
    const network = withApp(base, {
      role: ssmRole,
      clues: [clue("environment", "P=https://api.partner.dev")],
    });
    expect(vpcOf(network, { needs: ["ssm"] })).toMatchObject({ answer: "safe-with-changes", keepsNat: [] });
  });

  it("is a service in another Region: by a cross-Region endpoint, where there are such", () => {
    const keptBy = (text: string) => planWith(clue("environment", text)).keepsNat;
    expect(keptBy("K=https://kms.eu-west-1.amazonaws.com")).toMatchObject([
      {
        host: "kms.eu-west-1.amazonaws.com",
        service: "kms",
        alternatives: [/kms in eu-west-1.*cross-Region/, /own|Region of the VPC/].map((one) =>
          expect.stringMatching(one),
        ),
      },
    ]);
    const [queue] = keptBy("Q=https://sqs.eu-west-1.amazonaws.com/1/q");
    expect(queue).toMatchObject({ host: "sqs.eu-west-1.amazonaws.com", service: "sqs" });
    expect(queue?.alternatives.join()).not.toMatch(/cross-Region/);
  });

  it("is a service that has no endpoint", () => {
    const vpc = vpcOf(withApp(base, { role: role("r", [], "budgets:ViewBudget") }));
    expect(vpc.keepsNat).toMatchObject([
      {
        service: "budgets",
        certainty: "needed",
        host: expect.stringContaining("budgets"),
        origin: "roles.yaml:1",
      },
    ]);
  });

  it("is nothing where every need is met, and where there is no NAT to keep", () => {
    expect(vpcOf(app).keepsNat).toEqual([]);
    const without = {
      ...withApp(base, { role: ssmRole, clues: [clue("image", "nginx")] }),
      natGateways: new Map(),
      routeTables: new Map(),
    };
    expect(vpcOf(without).keepsNat).toEqual([]);
  });
});

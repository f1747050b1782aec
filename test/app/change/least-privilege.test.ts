import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseHcl } from "../../../src/readers/terraform/applied/parse.ts";
import { facts } from "../../facts/facts.ts";
import { directoryOf, plan, textOf } from "./changed.ts";

const root = join(import.meta.dirname, "../../..");
const habits = textOf(root, "test/fixtures/change/habits.yaml");
const region = ["--region", "ap-northeast-1"];

async function resources(text: string, ...options: readonly string[]): Promise<string> {
  const directory = directoryOf({ "t.yaml": text });
  const out = join(directory, "out");
  const { change } = await plan(join(directory, "t.yaml"), ...region, "--out", out, ...options);
  expect(change.phases.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => "written"));
  return (
    textOf(out, "1-gateway-endpoints/resources.yaml") + textOf(out, "2-interface-endpoints/resources.yaml")
  );
}

describe("policies of new endpoints", () => {
  it("are left out, and so full access, unless --least-privilege narrows them", async () => {
    expect(await resources(habits)).not.toContain("PolicyDocument");
  });

  it("admit what the roles allow, and the buckets of AWS's own", async () => {
    const narrow = habits.replace('Resource: "*"', 'Resource: ["arn:aws:s3:::mine/*"]');
    const text = await resources(narrow, "--least-privilege");
    expect(text).toMatch(
      /Sid: Needs1\n +Effect: Allow\n +Principal: "\*"\n +Action:\n +- "s3:GetObject"\n +Resource:\n +- "arn:aws:s3:::mine\/\*"/,
    );
    expect(text).not.toContain("s3:*");
    for (const bucket of [
      "prod-ap-northeast-1-starport-layer-bucket/*",
      "ap-northeast-1-birdwatcher-prod/*",
      "al2023-repos-ap-northeast-1-de612dc2/*",
      "cloudformation-custom-resource-response-apnortheast1/*",
    ])
      expect(text).toContain(`"arn:aws:s3:::${bucket}"`);
  });

  it("admit all of a service where a managed policy tells of it: its actions are not all known", async () => {
    const directory = directoryOf({
      "plan.json": textOf(root, "examples/session-manager/terraform/plan.json"),
    });
    const out = join(directory, "out");
    await plan(join(directory, "plan.json"), "--out", out, "--least-privilege");
    const { resources: made } = await parseHcl(
      "x.tf",
      textOf(out, "2-interface-endpoints/denat-interface-endpoints.tf"),
    );
    const ssm = made.find(({ name }) => name === "ssm");
    expect(JSON.parse(String(ssm?.values["policy"]))).toMatchObject({
      Statement: [{ Action: ["ssm:*"], Resource: ["*"] }],
    });
  });

  it("admit all of a service that was only declared, whatever the role allows", async () => {
    const unbound = habits.replace('"s3:GetObject", "sqs:SendMessage"', '"*"');
    const directory = directoryOf({ "t.yaml": unbound });
    const out = join(directory, "out");
    await plan(join(directory, "t.yaml"), ...region, "--needs", "s3", "--out", out, "--least-privilege");
    expect(textOf(out, "1-gateway-endpoints/resources.yaml")).toContain('- "s3:*"');
  });
});

describe("buckets of AWS's own", () => {
  it("are of the Region and its partition", () => {
    const all = facts.awsBuckets("cn-north-1").flatMap(({ resources: own }) => own);
    expect(all).toContain("arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket/*");
    expect(all.filter((one) => /REGION|PARTITION|NODASHES/.test(one))).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import type { Facts } from "../../src/facts/index.ts";
import { readFacts } from "../../src/app/facts.ts";
import { readNetwork } from "../../src/readers/index.ts";

const vpcs = (text = '"10.0.0.0/16"') =>
  `{ "Vpcs": [{ "VpcId": "vpc-1", "CidrBlock": ${text}, "OwnerId": "123456789012" }] }`;
const subnets = (second: string) =>
  JSON.stringify({
    Subnets: ["10.0.0.0/23", second].map((CidrBlock, index) => ({
      SubnetId: `subnet-${index}`,
      VpcId: "vpc-1",
      CidrBlock,
    })),
  });
const template = "Resources:\n  Vpc:\n    Type: AWS::EC2::VPC\n    Properties: { CidrBlock: 10.0.0.0/16 }\n";

let facts: Promise<Facts> | undefined;
async function readTexts(files: Readonly<Record<string, string>>) {
  facts ??= readFacts();
  const options = { region: "eu-west-1", parameters: new Map<string, string>(), findBeside: () => undefined };
  return readNetwork(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    options,
    await facts,
  );
}

describe("one network of what was named", () => {
  it("knows files by content, and lists the others", async () => {
    const { network, unused } = await readTexts({
      "a.txt": vpcs(),
      "b.json": template,
      "c.yaml": "services: {}\n",
      "d.json": '{"name": "x"}',
    });
    expect(network.vpcs.size).toBe(2);
    expect([...network.scopes.values()].map(({ kind }) => kind).sort()).toEqual(["account", "template"]);
    expect(unused.map(({ path }) => path).sort()).toEqual(["c.yaml", "d.json"]);
  });

  it("reads past a byte order mark", async () => {
    expect((await readTexts({ "a.json": `\uFEFF${vpcs()}` })).network.vpcs.size).toBe(1);
  });

  it("passes over settings with comments when there is something to read", async () => {
    const { unused } = await readTexts({
      "a.json": vpcs(),
      "tsconfig.json": '{\n  "compilerOptions": {} // none\n}',
    });
    expect(unused).toMatchObject([
      { path: "tsconfig.json", reason: expect.stringContaining("tsconfig.json:2:") as string },
    ]);
  });
});

describe("refusals", () => {
  it.each([
    { what: "an answer that stops", files: { "a.json": vpcs().slice(0, -3) }, message: /^a\.json:1:\d+: / },
    {
      what: "a broken answer beside a whole one",
      files: { "a.json": vpcs("oops"), "b.json": vpcs() },
      message: /^a\.json:1:\d+: /,
    },
    { what: "broken settings alone", files: { "a.json": '{ "x": ' }, message: /^a\.json:1:\d+: / },
    { what: "broken YAML", files: { "a.yaml": "a: [\nb: }" }, message: /^a\.yaml:\d+:\d+: / },
    {
      what: "nothing understood",
      files: { "c.yaml": "services: {}\n" },
      message: /c\.yaml: text or YAML without a Resources section/,
    },
    {
      what: "subnets that overlap",
      files: { "a.json": vpcs(), "s.json": subnets("10.0.1.0/24") },
      message: /^s\.json .*subnet-0 .*subnet-1 .*vpc-1 overlap/,
    },
  ])("$what", async ({ files, message }) => {
    await expect(readTexts(files)).rejects.toMatchObject({
      name: "AppError",
      source: "user",
      message: expect.stringMatching(message) as string,
    });
  });

  it("accepts subnets that touch", async () => {
    expect((await readTexts({ "s.json": subnets("10.0.2.0/24") })).network.subnets.size).toBe(2);
  });
});

import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { applyPhases, applyPatch, denat, directoryOf, plan, textOf } from "./changed.ts";
import { violations } from "./specification.ts";

const root = join(import.meta.dirname, "../../..");
const habits = textOf(root, "test/fixtures/change/habits.yaml");
const example = textOf(root, "examples/session-manager/cdk.out/SessionManager0Nat.template.json");
const region = ["--region", "ap-northeast-1"];

async function change(name: string, text: string) {
  const directory = directoryOf({ [name]: text });
  const [file, out] = [join(directory, name), join(directory, "out")];
  const planned = await plan(file, ...region, "--out", out);
  return { directory, file, out, planned };
}

const statuses = ({ change: { phases } }: Awaited<ReturnType<typeof plan>>) =>
  phases.map(({ number, status, why }) => [number, status, ...why].join(" "));

const allWritten = [1, 2, 3, 4, 5, 6].map((number) => `${number} written`);

describe("a change of a template", () => {
  it.each([
    ["habits.yaml", habits],
    ["example.json", example],
    ["compact.json", JSON.stringify(JSON.parse(example))],
    ["wide.json", JSON.stringify(JSON.parse(example), undefined, 4)],
  ])("of %s, applied as its patches say, needs no NAT and has none", async (name, text) => {
    const { file, out, planned } = await change(name, text);
    expect(statuses(planned)).toEqual(allWritten);
    applyPhases(out, file);
    const after = await plan(file, ...region);
    expect(after.answer).toBe("safe");
    expect(after.vpcs[0]?.nats).toEqual([]);
    expect(textOf(file)).not.toMatch(/NatGateway"|AWS::EC2::NatGateway|AWS::EC2::EIP/);
  });

  it.each([
    ["templates of their own", "second.yaml"],
    ["one template", "network.yaml"],
  ])("of stacks of %s is made where each is written", async (_, other) => {
    const stack = (name: string, file: string) =>
      `  ${name}:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ./${file}\n`;
    const directory = directoryOf({
      "parent.yaml": `Resources:\n${stack("One", "network.yaml")}${stack("Two", other)}`,
      "network.yaml": habits,
      "second.yaml": habits.replaceAll("10.0.", "10.9."),
    });
    const [file, out] = [join(directory, "parent.yaml"), join(directory, "out")];
    const planned = await plan(file, ...region, "--out", out);
    expect(planned.vpcs).toHaveLength(2);
    expect(statuses(planned)).toEqual(allWritten);
    const patch = textOf(out, "5-default-routes/change.patch");
    expect(patch.match(/^\+\+\+ .*$/gm)).toHaveLength(other === "second.yaml" ? 2 : 1);
    expect(textOf(out, "5-default-routes/checklist.md").includes("this changes all of them")).toBe(
      other === "network.yaml",
    );
    applyPhases(out, file);
    const after = await plan(file, ...region);
    expect(after.answer).toBe("safe");
    expect(after.vpcs.flatMap(({ nats }) => nats)).toEqual([]);
    expect(textOf(directory, "network.yaml").match(/S3Endpoint\d*:/g)).toEqual(["S3Endpoint:"]);
  });

  it("is undone by its rollbacks, to the letter", async () => {
    const { file, out } = await change("habits.yaml", habits);
    applyPhases(out, file);
    for (const phase of [
      "6-nat-gateways",
      "5-default-routes",
      "3-private-dns",
      "2-interface-endpoints",
      "1-gateway-endpoints",
    ])
      applyPatch(join(out, phase, "rollback.patch"), file);
    expect(textOf(file)).toBe(habits);
  });

  it("names the clients' groups, and what depends on the routes", async () => {
    const { out } = await change("habits.yaml", habits);
    const resources = textOf(out, "2-interface-endpoints/resources.yaml");
    expect(resources).toContain("SourceSecurityGroupId: !GetAtt Group.GroupId");
    expect(resources).not.toContain("10.0.0.0/16");
    expect(textOf(out, "5-default-routes/checklist.md")).toContain("DependsOn of Group, Fn in");
    expect(textOf(out, "6-nat-gateways/checklist.md")).toMatch(/Output NatIp of .* is an export/);
    expect(textOf(out, "1-gateway-endpoints/checklist.md")).toMatch(
      /aws:SourceIp.*`Role` \(`.*habits\.yaml:96`\)/,
    );
  });

  it("lists its edits by file and line, with what stood there", async () => {
    const { file, out } = await change("habits.yaml", habits);
    const { edits } = JSON.parse(textOf(out, "1-gateway-endpoints/edits.json")) as {
      edits: readonly { file: string; line: number; before: string; after: string }[];
    };
    expect(edits[0]).toEqual({
      file,
      line: 12,
      before: "      EnableDnsHostnames: false",
      after: "      EnableDnsHostnames: true",
    });
  });

  it("writes what AWS's specification takes", async () => {
    for (const [name, text] of [
      ["habits.yaml", habits],
      ["example.json", example],
    ] as const) {
      const { out } = await change(name, text);
      for (const phase of ["1-gateway-endpoints", "2-interface-endpoints"]) {
        const { Resources } = asJson(textOf(out, phase, "resources.yaml"));
        expect(Object.keys(Resources).length).toBeGreaterThan(0);
        expect(violations(Resources)).toEqual([]);
      }
    }
    expect(
      violations({ A: { Type: "AWS::EC2::VPCEndpoint", Properties: { Colour: 1, SubnetIds: "a" } } }),
    ).toEqual(["A: lacks VpcId", "A: no property Colour", "A.SubnetIds: no list"]);
  });

  it("keeps hostile names and tags inert, in the template and in its pages", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...hostile), async (evil) => {
        const text = example.replaceAll('"session-manager"', JSON.stringify(evil));
        const { file, out, planned } = await change("evil.json", text);
        expect(statuses(planned)).toEqual(allWritten);
        applyPhases(out, file);
        const { Resources } = JSON.parse(textOf(file)) as { Resources: Record<string, Tagged> };
        expect(Resources["S3Endpoint"]?.Properties.Tags).toEqual([{ Key: "Name", Value: `${evil}-s3` }]);
        const { Resources: shown } = asJson(textOf(out, "1-gateway-endpoints/resources.yaml"));
        expect((shown["S3Endpoint"] as unknown as Tagged).Properties.Tags).toEqual([
          { Key: "Name", Value: `${evil}-s3` },
        ]);
      }),
      { numRuns: hostile.length },
    );
  });

  it("that a resource elsewhere still needs is withheld, and says where", async () => {
    const text = habits.replace(
      "Outputs:\n",
      "  Alarm:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n      Dimensions: [{ Name: NatGatewayId, Value: !Ref Nat }]\nOutputs:\n",
    );
    const { file, out, planned } = await change("alarm.yaml", text);
    expect(statuses(planned).slice(4)).toEqual([
      "5 written",
      `6 withheld Alarm still refers to Nat at ${file}:111: change that first`,
    ]);
    expect(textOf(out, "README.md")).toContain("Alarm still refers to Nat");
  });

  it("of a plan that is not safe adds what is safe by itself, and keeps the NAT", async () => {
    const directory = directoryOf({ "t.json": example });
    const out = join(directory, "out");
    const planned = await plan(join(directory, "t.json"), ...region, "--needs", "internet", "--out", out);
    expect(planned.answer).toBe("not-safe");
    expect(planned.change.phases.map(({ number, status }) => `${number} ${status}`)).toEqual([
      "1 written",
      "2 written",
      "3 written",
      "4 written",
      "5 withheld",
      "6 withheld",
    ]);
    expect(planned.change.phases[4]?.why[0]).toMatch(/^Vpc keeps its NAT, for the plan is not-safe: /);
  });
});

interface Tagged {
  readonly Properties: { readonly Tags: unknown };
}

const hostile = [
  '"',
  "${AWS::Region}",
  "</script>",
  "a\nResources: {}",
  "脱NAT 😀",
  "%{ if x }",
  "`| x",
  "'; rm -rf /",
  "\u001b[31m",
];

/** Short tags as their long forms: what CloudFormation makes of them. */
function asJson(text: string): { readonly Resources: Record<string, { readonly Type?: string }> } {
  const tag = (name: string) => ({
    tag: `!${name}`,
    resolve: (value: string) => ({ [name === "Ref" ? name : `Fn::${name}`]: value }),
  });
  const list = { tag: "!If", collection: "seq" as const, resolve: () => ({ "Fn::If": [] }) };
  return parseDocument(text, {
    customTags: [tag("Ref"), tag("GetAtt"), tag("Sub"), list] as never,
  }).toJS() as never;
}

describe("the directory of a change", () => {
  it("is refused when it is not empty, replaced with --force, and never when it holds anything else", async () => {
    const directory = directoryOf({ "t.json": example, "own/notes.txt": "mine" });
    const file = join(directory, "t.json");
    const out = join(directory, "out");
    expect((await denat("plan", file, ...region, "--out", out)).status).toBe(1);
    const again = await denat("plan", file, ...region, "--out", out);
    expect(again).toMatchObject({ status: 3, stdout: "" });
    expect(again.stderr).toMatch(/is not empty: give another directory, or --force/);
    expect((await denat("plan", file, ...region, "--out", out, "--force")).status).toBe(1);
    const own = await denat("plan", file, ...region, "--out", join(directory, "own"), "--force");
    expect(own.stderr).toMatch(/holds notes.txt, which denat did not write/);
    expect(textOf(directory, "own/notes.txt")).toBe("mine");
  });

  it("is not there when the input fails, and nothing is left beside it", async () => {
    const directory = directoryOf({ "t.yaml": "Resources:\n  A: { Properties: {} }\n" });
    const out = join(directory, "out");
    expect((await denat("plan", join(directory, "t.yaml"), "--out", out)).status).toBe(3);
    expect(() => textOf(out, "README.md")).toThrow(/ENOENT/);
  });

  it("is not asked for by --verify alone, which shows what was proved", async () => {
    const directory = directoryOf({ "t.json": example });
    const { stdout } = await denat("plan", join(directory, "t.json"), ...region, "--verify");
    expect(stdout).toMatch(/What each phase was proved to do/);
    expect(stdout).toMatch(/ 5 +ssm +1 +✓ +interface endpoint/);
    expect(() => textOf(directory, "out/README.md")).toThrow(/ENOENT/);
  });

  it.each([
    [["--as", "terraform"], /--as terraform is not supported for an input of cloudformation/],
    [["--as", "cobol"], /it has terraform, cloudformation and cdk/],
  ])("with %j is refused in one line", async (options, message) => {
    const directory = directoryOf({ "t.json": example });
    const { status, stderr } = await denat(
      "plan",
      join(directory, "t.json"),
      "--out",
      join(directory, "o"),
      ...options,
    );
    expect([status, stderr.trimEnd().split("\n").length]).toEqual([3, 1]);
    expect(stderr).toMatch(message);
  });
});

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App, LegacyStackSynthesizer, Stack as CdkStack } from "aws-cdk-lib";
import type { Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { states } from "../../../examples/session-manager/states.ts";
import { applyPhases, directoryOf, plan, textOf } from "./changed.ts";

const root = join(import.meta.dirname, "../../..");
const cache = join(root, "node_modules/.cache");
/** Below the repository, so that what is written there finds CDK. */
let directory = "";

beforeAll(() => {
  mkdirSync(cache, { recursive: true });
  directory = mkdtempSync(join(cache, "denat-cdk-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

type Json = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Runs the functions of the phases on a stack, in their order. */
async function changed(stack: Stack, out: string, name: string, last: number): Promise<Json> {
  for (const phase of readdirSync(out).sort()) {
    if (!(Number.parseInt(phase, 10) <= last) || !readdirSync(join(out, phase)).includes(`${name}.ts`))
      continue;
    const code = (await import(join(out, phase, `${name}.ts`))) as Record<string, (of: Stack) => void>;
    for (const apply of Object.values(code)) apply(stack);
  }
  return Template.fromStack(stack).toJSON();
}

const quiet = { analyticsReporting: false, treeMetadata: false, builtinCloudFormationValidation: false };

type MakeStack = new (scope: App, state: (typeof states)[0], props: object) => Stack;

/** By its path as a mere text: the example is checked by settings of its own. */
async function exampleStack(): Promise<MakeStack> {
  const path = join(root, "examples/session-manager/session-manager-stack.ts");
  return ((await import(path)) as { readonly SessionManagerStack: MakeStack }).SessionManagerStack;
}

describe("a change of CDK", () => {
  it("synthesizes to the template that was proved, phase by phase", async () => {
    const assembly = join(root, "examples/session-manager/cdk.out");
    const out = join(directory, "example");
    const { change } = await plan(assembly, "--out", out);
    expect(change.as).toBe("cdk");
    expect(change.phases.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => "written"));
    const template = JSON.parse(textOf(assembly, "SessionManager0Nat.template.json")) as Json;
    const SessionManagerStack = await exampleStack();
    for (const last of [1, 2, 3, 5, 6]) {
      const stack = new SessionManagerStack(new App(quiet), states[0], {
        env: { region: "ap-northeast-1" },
        synthesizer: new LegacyStackSynthesizer(),
      });
      const { Resources: now = {} } = await changed(stack, out, "SessionManager0Nat", last);
      const gone = Object.keys(template["Resources"] ?? {}).filter((id) => !(id in now));
      const added = Object.keys(now).filter((id) => !(id in (template["Resources"] ?? {})));
      expect([last, gone, added]).toEqual([last, ...expected(last)]);
    }
  });

  it("is TypeScript that compiles, with private DNS set explicitly", async () => {
    const out = join(directory, "compiled");
    await plan(join(root, "examples/session-manager/cdk.out"), "--out", out);
    const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    expect(files.length).toBeGreaterThan(4);
    const options = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "--skipLibCheck",
      "--noUnusedLocals",
      "--types",
      "node",
    ];
    execFileSync(
      join(root, "node_modules/.bin/tsc"),
      ["--ignoreConfig", ...options, ...files.map((file) => join(out, file))],
      { cwd: root },
    );
    expect(textOf(out, "2-interface-endpoints/SessionManager0Nat.ts")).toContain("privateDnsEnabled: false");
    expect(textOf(out, "3-private-dns/SessionManager0Nat.ts")).toContain('"PrivateDnsEnabled", true');
    const last = textOf(out, "6-nat-gateways/checklist.md");
    expect(last).toContain("natGateways: 0,");
    expect(last).toContain(
      '{ name: "Private", subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 }',
    );
  });

  it("leaves out what depends on the default routes by CDK's own account", async () => {
    const make = (scope: App): Stack => {
      const stack = new CdkStack(scope, "Functions", {
        env: { region: "ap-northeast-1", account: "123456789012" },
      });
      const vpc = new ec2.Vpc(stack, "Vpc", { maxAzs: 2, natGateways: 1 });
      const worker = new lambda.Function(stack, "Worker", {
        vpc,
        code: lambda.Code.fromInline("x"),
        handler: "index.handler",
        runtime: lambda.Runtime.NODEJS_22_X,
      } as lambda.FunctionProps);
      stack.exportValue(worker.functionName, { name: "worker" });
      return stack;
    };
    const assembly = join(directory, "functions.out");
    const app = new App({ ...quiet, outdir: assembly });
    make(app);
    app.synth();
    const out = join(directory, "functions");
    const planned = await plan(assembly, "--needs", "sqs", "--out", out);
    expect(planned.change.phases.map(({ status, why }) => [status, ...why].join(" "))).toEqual([
      "empty",
      ...Array.from({ length: 5 }, () => "written"),
    ]);
    expect(textOf(out, "5-default-routes/checklist.md")).toMatch(/DependsOn of .*Worker/);
    const text = JSON.stringify(await changed(make(new App(quiet)), out, "Functions", 6));
    expect(text).not.toMatch(
      /DefaultRoute[0-9A-F]*"[^]*PrivateSubnet1DefaultRoute|AWS::EC2::NatGateway|AWS::EC2::EIP/,
    );
    expect(text).toContain("SqsEndpoint");
  });

  it("is the same as the patches of the templates with --as cloudformation", async () => {
    const copy = directoryOf({});
    cpSync(join(root, "examples/session-manager/cdk.out"), copy, { recursive: true });
    const [patches, out] = [join(copy, "patches"), join(directory, "same")];
    expect((await plan(copy, "--as", "cloudformation", "--out", patches)).change.as).toBe("cloudformation");
    await plan(copy, "--out", out);
    applyPhases(patches, join(copy, "SessionManager0Nat.template.json"));
    const patched = JSON.parse(textOf(copy, "SessionManager0Nat.template.json")) as Json;
    const stack = new (await exampleStack())(new App(quiet), states[0], {
      env: { region: "ap-northeast-1" },
      synthesizer: new LegacyStackSynthesizer(),
    });
    const synthesized = await changed(stack, out, "SessionManager0Nat", 6);
    expect(bare(synthesized)).toEqual(bare(patched));
  });
});

/** Resources without the paths of their constructs. */
function bare({ Resources = {} }: Json): unknown {
  return Object.fromEntries(
    Object.entries(Resources).map(([id, one]) => [id, { ...(one as object), Metadata: undefined }]),
  );
}

/** What is gone and what is new once phase `last` is applied. */
function expected(last: number): readonly (readonly string[])[] {
  const gone = [
    ...(last >= 5 ? ["VpcPrivateSubnet1DefaultRoute"] : []),
    ...(last >= 6 ? ["VpcPublicSubnet1EIP", "VpcPublicSubnet1NATGateway"] : []),
  ];
  const interfaces = ["EndpointSecurityGroup2", "SsmEndpoint", "SsmmessagesEndpoint"];
  return [gone, ["S3Endpoint", ...(last >= 2 ? interfaces : [])]];
}

/** The plan put to packets: every cell as predicted, in all states of the hands-on, and by policies too. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runRehearse } from "../../../src/app/rehearse.ts";
import type { Rehearsal } from "../../../src/report/index.ts";
import { gatewayEndpoint, interfaceEndpoint, lines, template } from "../../acceptance/estate.ts";
import { obstacleToLab } from "../lab/hands-on.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;
const page = { width: 120, paint: (_: unknown, text: string) => text };

async function rehearse(
  path: string,
  needs: readonly string[],
  region = "ap-northeast-1",
): Promise<Rehearsal & { readonly status: number }> {
  const stdin = (async function* () {})();
  const input = { paths: [path], region, parameters: new Map(), stdin };
  const { status, text } = await runRehearse({ input, needs }, { format: "json", page });
  return { ...(JSON.parse(text) as Rehearsal), status };
}

async function rehearseText(text: string, needs: readonly string[]) {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  const path = join(directory, "template.yaml");
  writeFileSync(path, text);
  try {
    return await rehearse(path, needs, "us-east-1");
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const role = "session-manager-InstanceRole-DW72E1GLLOIR";
const roleArn = `arn:aws:iam::123456789012:role/${role}`;

/** The hands-on as the AWS CLI tells of it, with a policy on its endpoint for ssm; `left` are calls that nobody made. */
async function rehearsePolicy(statement: object, left: readonly string[] = []) {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  try {
    cpSync("examples/session-manager/describe/2-interface-endpoints", directory, { recursive: true });
    const path = join(directory, "describe-vpc-endpoints.json");
    const answer = JSON.parse(readFileSync(path, "utf8")) as { VpcEndpoints: { ServiceName: string }[] };
    const rows = answer.VpcEndpoints.map((row) =>
      row.ServiceName.endsWith(".ssm")
        ? { ...row, PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) }
        : row,
    );
    writeFileSync(path, JSON.stringify({ VpcEndpoints: rows }));
    for (const call of left) rmSync(join(directory, `${call}.json`));
    const { cells, ...rest } = await rehearse(directory, ["ssm"]);
    return {
      ...rest,
      cells,
      after: cells.find(({ world, service }) => world === "after" && service === "ssm"),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const example = (name: string) => `examples/session-manager/cdk.out/SessionManager${name}.template.json`;
const inShort = ({ cells }: Rehearsal, world: string) =>
  Object.fromEntries(
    cells.filter((cell) => cell.world === world).map(({ service, seen }) => [service, seen]),
  );

describe.skipIf(obstacle !== undefined)(`a rehearsal${passedOver}`, () => {
  it("of the hands-on behind its NAT works, as planned", async () => {
    const rehearsal = await rehearse(example("0Nat"), ["ssm", "s3", "sts"]);
    expect(rehearsal).toMatchObject({
      schema: "denat.rehearsal/1",
      answer: "works",
      status: 0,
      notBuilt: [],
    });
    expect(rehearsal.cells.every(({ agrees }) => agrees)).toBe(true);
    expect(inShort(rehearsal, "today")).toMatchObject({
      ssm: "reachable",
      s3: "reachable",
      sts: "reachable",
    });
    expect(inShort(rehearsal, "withoutNat")).toMatchObject({ ssm: "blocked", s3: "blocked", sts: "blocked" });
    expect(inShort(rehearsal, "after")).toMatchObject({
      ssm: "reachable",
      s3: "reachable",
      sts: "reachable",
    });
  });
  it("opens a session where the instance needs one, as the doctor says", async () => {
    const rehearsal = await rehearse(example("0Nat"), []);
    const sessions = rehearsal.cells.filter(({ service }) => service === "session");
    expect(sessions.map(({ world, predicted, seen, agrees }) => [world, predicted, seen, agrees])).toEqual([
      ["today", "reachable", "reachable", true],
      ["withoutNat", "blocked", "blocked", true],
      ["after", "reachable", "reachable", true],
    ]);
    expect(sessions.map(({ detail }) => detail)).toEqual([
      expect.stringContaining("a shell answers"),
      expect.stringContaining("TargetNotConnected"),
      expect.stringContaining("a shell answers"),
    ]);
    expect(rehearsal.sessions).toEqual([expect.stringContaining("waits of 1/100")]);
    expect(rehearsal.answer).toBe("works");
  });
  it("of what needs the internet fails, as planned", async () => {
    const rehearsal = await rehearse(example("0Nat"), ["internet"]);
    expect([rehearsal.answer, rehearsal.status]).toEqual(["fails", 1]);
    expect(inShort(rehearsal, "after")["internet"]).toBe("blocked");
  });
  it("meets policies of endpoints where they were predicted", async () => {
    const denied =
      'PolicyDocument: {Statement: [{Effect: Deny, Principal: "*", Action: "*", Resource: "*"}]}';
    const text = template(
      lines(gatewayEndpoint("s3", `RouteTableIds: [!Ref PrivateTable], ${denied}`), interfaceEndpoint("kms")),
    );
    const rehearsal = await rehearseText(text, ["s3", "kms"]);
    expect(rehearsal.cells.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(inShort(rehearsal, "today")).toMatchObject({ s3: "blocked", kms: "reachable" });
  });
  it("calls the endpoints of the proposal by a name, and keeps their ids", async () => {
    const { cells } = await rehearse(example("0Nat"), ["ssm"]);
    const [after] = cells.filter(({ world, service }) => world === "after" && service === "ssm");
    expect(after).toMatchObject({
      detail: "the proposed ssm endpoint of Vpc, from 10.0.0.4",
      endpoint: "new ssm endpoint of Vpc",
    });
  });
});

const everything = { Action: "*", Resource: "*" };

describe.skipIf(obstacle !== undefined)(`a rehearsed request${passedOver}`, () => {
  it("is signed by the role of the workload, whom an endpoint's policy may admit alone", async () => {
    const { after } = await rehearsePolicy({ Effect: "Allow", Principal: { AWS: roleArn }, ...everything });
    expect(after).toMatchObject({ predicted: "reachable", seen: "reachable", agrees: true });
    expect(after?.signedAs).toEqual({ kind: "role", role: roleArn, policiesKnown: true });
  });
  it("is denied where the policy admits somebody else alone", async () => {
    const other = { AWS: "arn:aws:iam::123456789012:role/other" };
    const { after } = await rehearsePolicy({ Effect: "Allow", Principal: other, ...everything });
    expect(after).toMatchObject({ predicted: "blocked", seen: "blocked", agrees: true });
  });
  it("is denied where the policy admits all but the role", async () => {
    const { after } = await rehearsePolicy({
      Effect: "Allow",
      Principal: "*",
      ...everything,
      Condition: { ArnNotEquals: { "aws:PrincipalArn": roleArn } },
    });
    expect(after?.seen).toBe("blocked");
    expect(after?.detail).toContain("VPC endpoint policy");
  });
  it("is signed by the role too where nobody told what it may do, and that is said", async () => {
    const calls = [`list-role-policies-${role}`, `list-attached-role-policies-${role}`];
    const { after } = await rehearsePolicy(
      { Effect: "Allow", Principal: { AWS: roleArn }, ...everything },
      calls,
    );
    expect(after).toMatchObject({
      predicted: "reachable",
      seen: "reachable",
      signedAs: { kind: "role", role: roleArn, policiesKnown: false },
    });
  });
  it("is signed by the account's owner where there is no role", async () => {
    const { cells } = await rehearseText(template(interfaceEndpoint("kms")), ["kms"]);
    expect(cells.map(({ signedAs }) => signedAs)).toEqual(
      cells.map(() => ({ kind: "owner", why: "no-role" })),
    );
  });
  it("of STS asks the endpoint's policy too", async () => {
    const denied =
      'PolicyDocument: {Statement: [{Effect: Deny, Principal: "*", Action: "*", Resource: "*"}]}';
    const rehearsal = await rehearseText(template(interfaceEndpoint("sts", { more: denied })), ["sts"]);
    expect(rehearsal.cells.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(inShort(rehearsal, "today")).toEqual({ sts: "blocked" });
  });
});

/** The plan put to packets: every cell as predicted, in all states of the hands-on, and by policies too. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
});

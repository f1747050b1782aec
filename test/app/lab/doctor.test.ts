/** `denat doctor ssm WORKLOAD lab:NAME`: the checks on the network that a lab is now, and what its packets show. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteVpcEndpointsCommand, DescribeVpcEndpointsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diagnosis } from "../../../src/advice/doctor/diagnosis.ts";
import { runDoctor } from "../../../src/app/doctor.ts";
import { mustFindCard } from "../../../src/app/lab/directory.ts";
import { checkOf, faultsIn } from "../../acceptance/doctor-ask.ts";
import { obstacleToLab } from "./hands-on.ts";
import { keys, up } from "./up.ts";
import type { Up } from "./up.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;
const name = "to-examine";
const page = { width: 120, paint: (_: unknown, text: string) => text };

async function doctor(withoutNat = false): Promise<Diagnosis> {
  const stdin = (async function* () {})();
  const input = { paths: [`lab:${name}`], region: undefined, parameters: new Map(), stdin };
  const request = { input, workload: "Instance", withoutNat, strict: false };
  const { text } = await runDoctor(request, { format: "json", page });
  return JSON.parse(text) as Diagnosis;
}

describe.skipIf(obstacle !== undefined)(`the doctor in a lab${passedOver}`, () => {
  const directory = mkdtempSync(join(tmpdir(), "denat-up-"));
  const runtime = process.env["XDG_RUNTIME_DIR"];
  let lab: Up;
  let ec2: EC2Client;
  beforeAll(async () => {
    process.env["XDG_RUNTIME_DIR"] = directory;
    lab = await up(directory, {
      stack: "SessionManager2Interface",
      called: name,
      agent: { kind: "own", timeScale: 0.01 },
    });
    const { endpoint } = mustFindCard(name);
    ec2 = new EC2Client({ region: "ap-northeast-1", endpoint, credentials: keys, maxAttempts: 1 });
  }, 60_000);
  afterAll(async () => {
    ec2.destroy();
    await lab.end();
    if (runtime === undefined) delete process.env["XDG_RUNTIME_DIR"];
    else process.env["XDG_RUNTIME_DIR"] = runtime;
    rmSync(directory, { recursive: true, force: true });
  });

  it("sees a shell answer, and after a change what keeps it from that", async () => {
    const before = await doctor();
    expect([before.overall, faultsIn(before)]).toEqual(["connects", []]);
    expect(checkOf(before, "agent").message).toContain("Online");
    expect(checkOf(before, "lab-agent")).toMatchObject({
      status: "pass",
      evidence: "lab",
      message: "online",
    });
    expect(checkOf(before, "lab-session")).toMatchObject({
      status: "pass",
      evidence: "lab",
      message: expect.stringMatching(/^a shell answers: prompt after \d+ ms, answer after \d+ ms$/) as string,
    });

    const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
    const VpcEndpointIds = VpcEndpoints.filter((one) => one.ServiceName?.endsWith(".ssmmessages")).flatMap(
      (one) => one.VpcEndpointId ?? [],
    );
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds }));
    // Until the service misses the agent.
    await expect
      .poll(async () => (await doctor()).overall, { timeout: 40_000, interval: 500 })
      .toBe("does-not-connect");
    await expect
      .poll(async () => checkOf(await doctor(), "lab-session").message, { timeout: 40_000, interval: 500 })
      .toMatch(/TargetNotConnected/);
    const after = await doctor();
    expect(faultsIn(after)).toEqual(["NO_ROUTE_TO_DESTINATION com.amazonaws.ap-northeast-1.ssmmessages"]);
    expect(after.faults[0]?.checks).toContain("lab-session");
  }, 120_000);

  it("asks no packets about a network without NAT, which the lab is not", async () => {
    expect((await doctor(true)).checks.map(({ evidence }) => evidence)).not.toContain("lab");
  });
});

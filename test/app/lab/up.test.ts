/** A lab of an input, by `denat lab up`: its EC2 API tells of the input's network, and what it changes packets find. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateVpcEndpointCommand,
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mustFindCard } from "../../../src/app/lab/directory.ts";
import { runLabStatus } from "../../../src/app/lab/status.ts";
import { findWorkload } from "../../../src/app/lab/workloads.ts";
import { insideOf, obstacleToLab } from "./hands-on.ts";
import { keys, up } from "./up.ts";
import type { Up } from "./up.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;
const region = "ap-northeast-1";
/** Of hooks, on a machine that has other work. */
const patienceMs = 60_000;
const name = "of-input";

describe.skipIf(obstacle !== undefined)(`a lab of an input${passedOver}`, () => {
  const directory = mkdtempSync(join(tmpdir(), "denat-up-"));
  const runtime = process.env["XDG_RUNTIME_DIR"];
  let lab: Up;
  let ec2: EC2Client;
  const inside = (workload: string, command: string) => {
    const card = mustFindCard(name);
    return insideOf({ pid: () => card.pid, caPath: card.caPath }, findWorkload(card, workload), command, 30);
  };
  /** Whoever is to be let through gets time for it. */
  const s3 = (seconds: number) =>
    `curl -s -o /dev/null --connect-timeout ${seconds} https://s3.${region}.amazonaws.com/`;
  const instanceNow = async () => {
    const { Reservations: [first] = [] } = await ec2.send(new DescribeInstancesCommand({}));
    return first?.Instances?.[0];
  };
  const begin = async () => {
    lab = await up(directory, { called: name });
    ec2 = new EC2Client({ region, endpoint: mustFindCard(name).endpoint, credentials: keys, maxAttempts: 1 });
  };

  beforeAll(async () => {
    process.env["XDG_RUNTIME_DIR"] = directory;
    await begin();
  }, patienceMs);
  const reset = async () => {
    const { status } = await fetch(`${mustFindCard(name).endpoint}/_denat/reset`, { method: "POST" });
    expect(status).toBe(200);
  };
  beforeEach(reset, patienceMs);
  afterAll(async () => {
    ec2.destroy();
    await lab.end();
    if (runtime === undefined) delete process.env["XDG_RUNTIME_DIR"];
    else process.env["XDG_RUNTIME_DIR"] = runtime;
    rmSync(directory, { recursive: true, force: true });
  });

  it("says how to ask its API, and calls things as the input does", () => {
    const { endpoint } = mustFindCard(name);
    for (const text of [lab.said, runLabStatus().text]) {
      expect(text).toContain(`AWS_ENDPOINT_URL=${endpoint}`);
      expect(text).toContain(`AWS_DEFAULT_REGION=${region}`);
      expect(text).toContain("  Instance  instance  10.0.0.4\n");
    }
  });

  it("tells the instance of the id that the API tells, and takes either name for it", async () => {
    const id = (await instanceNow())?.InstanceId ?? "";
    const data = "http://169.254.169.254/latest";
    const token = `$(curl -s -X PUT -H 'x-aws-ec2-metadata-token-ttl-seconds: 60' ${data}/api/token)`;
    const own = `curl -s -H "x-aws-ec2-metadata-token: ${token}" ${data}/meta-data/instance-id`;
    expect(inside("Instance", own).said).toBe(id);
    expect(inside(id, own).said).toBe(id);
  });

  it("follows its API from the next packet on, and keeps the input's role", async () => {
    expect(inside("Instance", s3(1)).status).toBe(28);
    const { VpcId, NetworkInterfaces: [card] = [] } = (await instanceNow()) ?? {};
    const { RouteTables: [table] = [] } = await ec2.send(
      new DescribeRouteTablesCommand({
        Filters: [{ Name: "association.subnet-id", Values: [card?.SubnetId ?? ""] }],
      }),
    );
    await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName: `com.amazonaws.${region}.s3`,
        RouteTableIds: [table?.RouteTableId ?? ""],
      }),
    );
    expect(inside("Instance", s3(10)).status).toBe(0);
    const { said } = inside("Instance", "aws s3 ls && echo listed");
    expect(said).toContain("listed");

    // Kept, and gone on from: by a lab of the same input alone.
    const other = { stack: "SessionManager0Nat", called: "other" };
    await expect(up(directory, other)).rejects.toMatchObject({ code: "LAB_STATE_UNREADABLE" });
    await lab.end();
    await begin();
    expect(inside("Instance", s3(10)).status).toBe(0);

    // And taken back.
    await reset();
    expect(inside("Instance", s3(1)).status).toBe(28);
  });

  it("runs what the API launches beside what the input had, under the input's groups", async () => {
    const { SubnetId, SecurityGroups: [group] = [] } = (await instanceNow()) ?? {};
    const { Instances: [launched] = [] } = await ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-0123456789abcdef0",
        SubnetId,
        SecurityGroupIds: [group?.GroupId ?? ""],
        MinCount: 1,
        MaxCount: 1,
      }),
    );
    const id = launched?.InstanceId ?? "";
    await expect.poll(() => mustFindCard(name).workloads.map((one) => one.id)).toContain(id);
    const asked = `getent hosts s3.${region}.amazonaws.com`;
    expect(inside(id, asked).status).toBe(0);
    await ec2.send(
      new RevokeSecurityGroupEgressCommand({
        GroupId: group?.GroupId ?? "",
        IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      }),
    );
    expect(inside(id, "timeout 1 bash -c '</dev/tcp/10.0.0.4/22'").status).toBe(124);
  });
});

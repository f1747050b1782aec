/** An account of the lab: what its EC2 API says is what packets do, from the next moment on. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeRouteTablesCommand,
  DescribeVpcsCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLab } from "../../../src/app/lab/lab.ts";
import type { Lab } from "../../../src/app/lab/lab.ts";
import type { LabWorkload } from "../../../src/app/lab/directory.ts";
import { insideOf, obstacleToLab } from "./hands-on.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;
const keys = { accessKeyId: "AKIA1234567890ABCDEF", secretAccessKey: "a secret of the owner" };
const region = "eu-west-1";

describe.skipIf(obstacle !== undefined)(`an account in the lab${passedOver}`, () => {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  let workloads: readonly LabWorkload[] = [];
  let lab: Lab;
  let ec2: EC2Client;
  let endpoint = "";
  let vpc = "";
  let subnet = "";
  let instance = "";
  const inside = (command: string) => {
    const own = workloads.find(({ id }) => id === instance);
    if (own === undefined) throw new Error(`${instance} is not in the lab`);
    return insideOf(lab, own, command);
  };

  beforeAll(async () => {
    lab = await startLab({ account: "123456789012", ...keys, directory, agent: { kind: "none" } }, (news) => {
      workloads = news.workloads;
    });
    const socket = createServer();
    await new Promise<void>((resolve) => socket.listen(0, "127.0.0.1", resolve));
    const { port } = socket.address() as AddressInfo;
    await lab.ask({ kind: "serve", allowReset: false, stateDirectory: undefined }, socket);
    socket.close();
    endpoint = `http://127.0.0.1:${port}`;
    ec2 = new EC2Client({ region, endpoint, credentials: keys });
    ({ Vpc: { VpcId: vpc = "" } = {} } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" })));
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
    ({ Subnet: { SubnetId: subnet = "" } = {} } = await ec2.send(
      new CreateSubnetCommand({ VpcId: vpc, CidrBlock: "10.0.1.0/24" }),
    ));
    const { Instances: [one] = [] } = await ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-0123456789abcdef0",
        SubnetId: subnet,
        MinCount: 1,
        MaxCount: 1,
      }),
    );
    instance = one?.InstanceId ?? "";
  });
  afterAll(async () => {
    ec2.destroy();
    lab.stop();
    await lab.ended;
    rmSync(directory, { recursive: true, force: true });
  });

  it("runs an instance as soon as the API has answered", () => {
    expect(workloads.map(({ id }) => id)).toContain(instance);
    expect(inside("ip -o -4 addr show eth0").said).toContain("10.0.1.4/32");
  });

  it("gives it S3 with a gateway endpoint, and takes it away again", async () => {
    const s3 = `curl -s -o /dev/null --connect-timeout 1 https://s3.${region}.amazonaws.com/`;
    expect(inside(s3).status).toBe(28);
    const { RouteTables: [table] = [] } = await ec2.send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: "vpc-id", Values: [vpc] }] }),
    );
    const made = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: vpc,
        ServiceName: `com.amazonaws.${region}.s3`,
        RouteTableIds: [table?.RouteTableId ?? ""],
      }),
    );
    expect(inside(s3).status).toBe(0);
    await ec2.send(
      new DeleteVpcEndpointsCommand({ VpcEndpointIds: [made.VpcEndpoint?.VpcEndpointId ?? ""] }),
    );
    expect(inside(s3).status).toBe(28);
  });

  it("answers on the private name of an interface endpoint whose group admits it", async () => {
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId: vpc, GroupName: "endpoints", Description: "endpoints" }),
    );
    const before = inside(`getent hosts ec2.${region}.amazonaws.com`).said;
    await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: vpc,
        VpcEndpointType: "Interface",
        ServiceName: `com.amazonaws.${region}.ec2`,
        SubnetIds: [subnet],
        SecurityGroupIds: [GroupId ?? ""],
        PrivateDnsEnabled: true,
      }),
    );
    const call = `curl -s -o /dev/null --connect-timeout 1 -w '%{http_code}' https://ec2.${region}.amazonaws.com/`;
    expect(before).not.toContain("10.0.1.");
    expect(inside(`getent hosts ec2.${region}.amazonaws.com`).said).toContain("10.0.1.");
    expect(inside(call).status).toBe(28);
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [
          { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/16" }] },
        ],
      }),
    );
    expect(inside(call).said).toBe("403");
    const own = `AWS_ACCESS_KEY_ID=${keys.accessKeyId} AWS_SECRET_ACCESS_KEY='${keys.secretAccessKey}'`;
    expect(inside(`${own} aws ec2 describe-vpcs --query 'Vpcs[].VpcId' --output text`).said).toContain(vpc);
  });

  it("refuses a signature that is not its owner's", async () => {
    const credentials = { ...keys, secretAccessKey: "another" };
    const stranger = new EC2Client({ region, endpoint, credentials });
    await expect(stranger.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({ name: "AuthFailure" });
    stranger.destroy();
  });
});

describe.skipIf(obstacle !== undefined)(`the hands-on by the aws cli${passedOver}`, () => {
  it("goes from hanging to working, as its text says", { timeout: 240_000 }, () => {
    const { status, output } = spawnSync("bash", ["examples/session-manager/hands-on.sh"], {
      encoding: "utf8",
      env: { ...process.env, DENAT: `${process.execPath} --import tsx src/cli/main.ts` },
    });
    const said = output.join("");
    expect(status, said).toBe(0);
    const order = [
      "(TargetNotConnected) when calling the StartSession operation",
      "com.amazonaws.ap-northeast-1.ssmmessages",
      "wait_for_agent\nconnected",
      "Starting session with SessionId: ",
      "ip-10-0-1-",
      "s3.ap-northeast-1.amazonaws.com",
      "status 124",
      "10.0.0.0/16\tlocal",
      "Gateway\tavailable",
      "pl-",
      " hands-on\r\n",
      "wait_for_agent\nconnected",
      "\r\ntwo are enough",
    ];
    let at = 0;
    for (const text of order) {
      const found = said.indexOf(text, at);
      expect(found, text).toBeGreaterThanOrEqual(at);
      at = found + text.length;
    }
  });
});

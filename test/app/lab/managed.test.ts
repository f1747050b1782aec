/** An instance of the lab under IAM: the keys that it gets, where they get to, and what they may do there. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { SSM } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LabWorkload } from "../../../src/app/lab/directory.ts";
import { startLab } from "../../../src/app/lab/lab.ts";
import type { Lab } from "../../../src/app/lab/lab.ts";
import { insideOf, obstacleToLab } from "./hands-on.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;
const keys = { accessKeyId: "AKIA1234567890ABCDEF", secretAccessKey: "a secret of the owner" };
const region = "eu-west-1";
const metadata = "http://169.254.169.254/latest";
const tokenCall = `curl -s --max-time 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' ${metadata}/api/token`;
const get = (path: string) =>
  `curl -s -H "X-aws-ec2-metadata-token: $(${tokenCall})" ${metadata}/meta-data/${path}`;

describe.skipIf(obstacle !== undefined)(`an instance with a role${passedOver}`, () => {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  let workloads: readonly LabWorkload[] = [];
  let lab: Lab;
  let ec2: EC2;
  let iam: IAM;
  let ssm: SSM;
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
    const options = { region, endpoint: `http://127.0.0.1:${port}`, credentials: keys };
    [ec2, iam, ssm] = [new EC2(options), new IAM(options), new SSM(options)];
    const trust = {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    };
    await iam.createRole({ RoleName: "web", AssumeRolePolicyDocument: JSON.stringify(trust) });
    await iam.createInstanceProfile({ InstanceProfileName: "web" });
    await iam.addRoleToInstanceProfile({ InstanceProfileName: "web", RoleName: "web" });
    const { Vpc: { VpcId } = {} } = await ec2.createVpc({ CidrBlock: "10.0.0.0/16" });
    await ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: true } });
    const { Subnet: { SubnetId = "" } = {} } = await ec2.createSubnet({ VpcId, CidrBlock: "10.0.1.0/24" });
    const { GroupId = "" } = await ec2.createSecurityGroup({
      VpcId,
      GroupName: "endpoints",
      Description: "endpoints",
    });
    const IpPermissions = [
      { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/16" }] },
    ];
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
    await ec2.createVpcEndpoint({
      VpcId,
      VpcEndpointType: "Interface",
      ServiceName: `com.amazonaws.${region}.ssm`,
      SubnetIds: [SubnetId],
      SecurityGroupIds: [GroupId],
      PrivateDnsEnabled: true,
    });
    const { Instances: [one] = [] } = await ec2.runInstances({
      ImageId: "ami-0123456789abcdef0",
      SubnetId,
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: "web" },
    });
    instance = one?.InstanceId ?? "";
  });
  afterAll(async () => {
    for (const client of [ec2, iam, ssm]) client.destroy();
    lab.stop();
    await lab.ended;
    rmSync(directory, { recursive: true, force: true });
  });

  it("finds keys of its role and of itself", () => {
    expect(inside(get("iam/security-credentials/")).said).toBe("web");
    const path = "identity-credentials/ec2/security-credentials/ec2-instance";
    expect(JSON.parse(inside(get(path)).said)).toMatchObject({ Code: "Success" });
  });

  it("may do what the role may, from the moment that it may", async () => {
    const { AccessKeyId, SecretAccessKey, Token } = JSON.parse(
      inside(get("iam/security-credentials/web")).said,
    ) as Readonly<Record<string, string>>;
    const ping = () =>
      inside(
        [
          `curl -s --max-time 5 https://ssm.${region}.amazonaws.com/ --aws-sigv4 aws:amz:${region}:ssm`,
          `--user ${AccessKeyId}:${SecretAccessKey} -H 'x-amz-security-token: ${Token}'`,
          `-H 'content-type: application/x-amz-json-1.1' -H 'x-amz-target: AmazonSSM.UpdateInstanceInformation'`,
          `-d '{"InstanceId":"${instance}","AgentVersion":"3.3.1.0","PlatformType":"Linux"}'`,
        ].join(" "),
      ).said;
    expect(ping()).toContain("AccessDeniedException");
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    await iam.attachRolePolicy({ RoleName: "web", PolicyArn });
    expect(ping()).toBe("{}");
    const { InstanceInformationList } = await ssm.describeInstanceInformation({});
    expect(InstanceInformationList).toMatchObject([{ InstanceId: instance, PingStatus: "Online" }]);
    await expect(ssm.startSession({ Target: instance })).rejects.toMatchObject({
      name: "TargetNotConnected",
    });
  });

  it("gets a token so far as its hop limit admits", async () => {
    const box = "ip netns exec box";
    const { status, said } = inside(
      [
        "ip netns add box && ip link add box0 type veth peer name eth1 netns box",
        "ip addr add 172.31.99.1/30 dev box0 && ip link set box0 up",
        "ip -n box addr add 172.31.99.2/30 dev eth1 && ip -n box link set eth1 up",
        "ip -n box route add default via 172.31.99.1 && echo 1 > /proc/sys/net/ipv4/ip_forward",
        "nft add table ip box && nft 'add chain ip box out { type nat hook postrouting priority 100; }'",
        "nft add rule ip box out ip saddr 172.31.99.0/30 masquerade",
      ].join(" && "),
    );
    expect(`${status} ${said}`).toBe("0 ");
    expect(inside(`${box} ${tokenCall}`).status).toBe(28);
    await ec2.modifyInstanceMetadataOptions({ InstanceId: instance, HttpPutResponseHopLimit: 2 });
    expect(inside(`${box} ${tokenCall}`).said).toMatch(/^[\w-]{40,}$/);
    await ec2.modifyInstanceMetadataOptions({ InstanceId: instance, HttpEndpoint: "disabled" });
    expect(inside(`${tokenCall} -o /dev/null -w '%{http_code}'`).said).toBe("403");
    await ec2.modifyInstanceMetadataOptions({ InstanceId: instance, HttpEndpoint: "enabled" });
  });
});

// `denat lab serve`: one address for every API of the account.
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { SSM } from "@aws-sdk/client-ssm";
import { STS } from "@aws-sdk/client-sts";
import { expect, it } from "vitest";
import { account, credentials, serve } from "./serving.ts";

async function newClients() {
  const options = { region: "eu-west-1", endpoint: await serve(), maxAttempts: 1 };
  return {
    ec2: new EC2({ ...options, credentials }),
    iam: new IAM({ ...options, credentials }),
    kms: new KMS({ ...options, credentials }),
    logs: new CloudWatchLogs({ ...options, credentials }),
    s3: new S3({ ...options, credentials, forcePathStyle: true }),
    ssm: new SSM({ ...options, credentials }),
    stsWith: (keys: typeof credentials) => new STS({ ...options, credentials: keys }),
  };
}

it("tells who asks, at the address of the EC2 API", async () => {
  const { ec2, stsWith } = await newClients();
  const { Account, Arn } = await stsWith(credentials).getCallerIdentity({});
  expect([Account, Arn]).toEqual([account, `arn:aws:iam::${account}:root`]);
  const { Vpcs } = await ec2.describeVpcs({});
  expect(Vpcs?.[0]?.OwnerId).toBe(Account);
});

it("refuses keys that it does not know, and the root of the account as a role", async () => {
  const { stsWith } = await newClients();
  const stranger = stsWith({ ...credentials, secretAccessKey: "another" });
  await expect(stranger.getCallerIdentity({})).rejects.toThrow(/signature we calculated does not match/);
  const role = { RoleArn: `arn:aws:iam::${account}:role/reader`, RoleSessionName: "test" };
  await expect(stsWith(credentials).assumeRole(role)).rejects.toThrow(/may not be assumed by root/);
});

it("has every service there by the name that a request is signed for", async () => {
  const { iam, kms, logs, s3, ssm } = await newClients();
  await s3.createBucket({ Bucket: "a-bucket" });
  await s3.putObject({ Bucket: "a-bucket", Key: "a", Body: "text" });
  const { Body } = await s3.getObject({ Bucket: "a-bucket", Key: "a" });
  expect(await Body?.transformToString()).toBe("text");
  expect((await kms.createKey({})).KeyMetadata?.Arn).toContain(`:kms:eu-west-1:${account}:key/`);
  await ssm.putParameter({ Name: "a", Value: "secret", Type: "SecureString" });
  expect((await ssm.getParameter({ Name: "a", WithDecryption: true })).Parameter?.Value).toBe("secret");
  await logs.createLogGroup({ logGroupName: "a" });
  expect((await logs.describeLogGroups({})).logGroups).toHaveLength(1);
  expect((await iam.listRoles({})).Roles).toEqual([]);
});

it("launches instances with the profiles that IAM has, and with no others", async () => {
  const { ec2, iam, ssm } = await newClients();
  const run = () =>
    ec2.runInstances({
      ImageId: "ami-0123456789abcdef0",
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Name: "web" },
    });
  await expect(run()).rejects.toThrow(
    "Value (web) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name",
  );
  const { InstanceProfile } = await iam.createInstanceProfile({ InstanceProfileName: "web", Path: "/team/" });
  const { Instances: [instance] = [] } = await run();
  expect(instance?.IamInstanceProfile).toEqual({
    Arn: `arn:aws:iam::${account}:instance-profile/team/web`,
    Id: InstanceProfile?.InstanceProfileId,
  });
  await expect(ssm.startSession({ Target: instance?.InstanceId })).rejects.toMatchObject({
    name: "TargetNotConnected",
    message: `${instance?.InstanceId} is not connected.`,
  });
});

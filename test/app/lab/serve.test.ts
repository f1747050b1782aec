// `denat lab serve`: one address for EC2 and for the question who is asking.
import { EC2 } from "@aws-sdk/client-ec2";
import { STS } from "@aws-sdk/client-sts";
import { expect, it } from "vitest";
import { account, credentials, serve } from "./serving.ts";

async function newClients() {
  const options = { region: "eu-west-1", endpoint: await serve(), maxAttempts: 1 };
  return {
    ec2: new EC2({ ...options, credentials }),
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

it("refuses keys that it does not know, and roles, of which the account has none", async () => {
  const { stsWith } = await newClients();
  const stranger = stsWith({ ...credentials, secretAccessKey: "another" });
  await expect(stranger.getCallerIdentity({})).rejects.toThrow(/signature we calculated does not match/);
  const role = { RoleArn: `arn:aws:iam::${account}:role/reader`, RoleSessionName: "test" };
  await expect(stsWith(credentials).assumeRole(role)).rejects.toThrow(/may not be assumed by root/);
});

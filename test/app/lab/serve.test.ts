// `denat lab serve`: one address for EC2 and for the question who is asking.
import { once } from "node:events";
import { EC2 } from "@aws-sdk/client-ec2";
import { STS } from "@aws-sdk/client-sts";
import { expect, it, onTestFinished } from "vitest";
import { runLabServe } from "../../../src/app/lab/serve.ts";

const credentials = { accessKeyId: "AKIALABTEST", secretAccessKey: "secret" };

async function serve() {
  const over = new AbortController();
  const dismissed = once(over.signal, "abort").then(() => undefined);
  const api = { port: 0, stateDirectory: undefined, allowReset: false, credentials };
  let served: Promise<unknown> = Promise.resolve();
  const said = await new Promise<string>((say) => {
    served = runLabServe({ account: "210987654321", api, say, dismissed });
  });
  const endpoint = /http:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? "";
  const options = { region: "eu-west-1", endpoint, maxAttempts: 1 };
  const ec2 = new EC2({ ...options, credentials });
  const stsWith = (keys: typeof credentials) => new STS({ ...options, credentials: keys });
  onTestFinished(async () => {
    over.abort();
    await served;
  });
  return { ec2, stsWith };
}

it("tells who asks, at the address of the EC2 API", async () => {
  const { ec2, stsWith } = await serve();
  const { Account, Arn } = await stsWith(credentials).getCallerIdentity({});
  expect([Account, Arn]).toEqual(["210987654321", "arn:aws:iam::210987654321:root"]);
  const { Vpcs } = await ec2.describeVpcs({});
  expect(Vpcs?.[0]?.OwnerId).toBe(Account);
});

it("refuses keys that it does not know, and roles, of which the account has none", async () => {
  const { stsWith } = await serve();
  const stranger = stsWith({ ...credentials, secretAccessKey: "another" });
  await expect(stranger.getCallerIdentity({})).rejects.toThrow(/signature we calculated does not match/);
  const role = { RoleArn: "arn:aws:iam::210987654321:role/reader", RoleSessionName: "test" };
  await expect(stsWith(credentials).assumeRole(role)).rejects.toThrow(/may not be assumed by root/);
});

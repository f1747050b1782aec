/** The metadata service. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMetadataService } from "../../../src/lab/metadata/index.ts";
import type { Instance } from "../../../src/lab/metadata/index.ts";

const instance: Instance = {
  id: "i-0123456789abcdef0",
  account: "123456789012",
  region: "eu-west-1",
  availabilityZone: "eu-west-1a",
  availabilityZoneId: "euw1-az1",
  imageId: "ami-1",
  instanceType: "t3.micro",
  mac: "0a:00:00:00:00:01",
  interfaceId: "eni-1",
  subnet: "subnet-1",
  subnetBlock: "10.0.1.0/24",
  vpc: "vpc-1",
  vpcBlock: "10.0.0.0/16",
  privateAddress: "10.0.1.10",
  publicAddress: undefined,
  ipv6Addresses: [],
  localHostName: "ip-10-0-1-10.eu-west-1.compute.internal",
  securityGroups: ["sg-1", "sg-2"],
  options: { isEnabled: true, requiresToken: true, hopLimit: 2 },
  identity: () => ({
    accessKeyId: "ASIAIDENTITY",
    secretAccessKey: "own secret",
    sessionToken: "own token",
    issuedAtMs: 0,
    expiresAtMs: 3_600_000,
  }),
  role: {
    name: "app",
    profileArn: "arn:aws:iam::123456789012:instance-profile/app",
    credentials: () => ({
      accessKeyId: "ASIA1",
      secretAccessKey: "secret",
      sessionToken: "token",
      issuedAtMs: 0,
      expiresAtMs: 3_600_000,
    }),
  },
};

let nowMs = 1_000;
let client: Instance | undefined = instance;
const limits: (number | undefined)[] = [];
const answer = createMetadataService({ now: () => nowMs, limitHops: (_, hops) => limits.push(hops) });
const server = createServer((request, response) => answer(request, response, client));
let base = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const ttl = (seconds: number | string) => ({ "x-aws-ec2-metadata-token-ttl-seconds": String(seconds) });
const ask = (path: string, init: RequestInit = {}) => fetch(`${base}${path}`, init);
async function tokenFor(seconds: number): Promise<string> {
  return (await ask("/latest/api/token", { method: "PUT", headers: ttl(seconds) })).text();
}
async function read(path: string, token?: string): Promise<readonly [number, string]> {
  const headers = { "x-aws-ec2-metadata-token": token ?? (await tokenFor(60)) };
  const response = await ask(path, { headers });
  return [response.status, await response.text()];
}

describe("tokens", () => {
  it.each([
    ["none", {}, 400],
    ["0", ttl(0), 400],
    ["too long", ttl(21_601), 400],
    ["no number", ttl("x"), 400],
    ["six hours", ttl(21_600), 200],
  ])("of %s seconds", async (_, headers, status) => {
    expect((await ask("/latest/api/token", { method: "PUT", headers })).status).toBe(status);
  });
  it("are refused to what came through a proxy", async () => {
    const headers = { ...ttl(60), "x-forwarded-for": "10.0.0.1" };
    expect((await ask("/latest/api/token", { method: "PUT", headers })).status).toBe(403);
  });
  it("are needed, and run out", async () => {
    expect((await ask("/latest/meta-data/")).status).toBe(401);
    expect((await read("/latest/meta-data/", "made-up"))[0]).toBe(401);
    const token = await tokenFor(10);
    expect((await read("/latest/meta-data/", token))[0]).toBe(200);
    nowMs += 10_000;
    expect((await read("/latest/meta-data/", token))[0]).toBe(401);
  });
  it("are of one instance", async () => {
    const token = await tokenFor(60);
    client = { ...instance, id: "i-other" };
    expect((await read("/latest/meta-data/", token))[0]).toBe(401);
    client = undefined;
    expect((await ask("/latest/api/token", { method: "PUT", headers: ttl(60) })).status).toBe(404);
    client = instance;
  });
});

describe("options of the instance", () => {
  const withOptions = async (options: Partial<Instance["options"]>, ask: () => Promise<void>) => {
    client = { ...instance, options: { ...instance.options, ...options } };
    await ask();
    client = instance;
  };

  it("turn the service off", async () => {
    await withOptions({ isEnabled: false }, async () => {
      expect((await ask("/latest/api/token", { method: "PUT", headers: ttl(60) })).status).toBe(403);
      expect((await read("/latest/meta-data/instance-id", "any"))[0]).toBe(403);
    });
  });

  it("admit requests without a token, and still none with a wrong one", async () => {
    await withOptions({ requiresToken: false }, async () => {
      expect(await (await ask("/latest/meta-data/instance-id")).text()).toBe(instance.id);
      expect((await read("/latest/meta-data/instance-id", "made-up"))[0]).toBe(401);
      expect((await read("/latest/meta-data/instance-id"))[0]).toBe(200);
    });
  });

  it("limit how far a token gets, and nothing else", async () => {
    limits.length = 0;
    await read("/latest/meta-data/instance-id", await tokenFor(60));
    expect(limits).toEqual([2, undefined]);
  });

  it("are told a token's life in the answer", async () => {
    const { headers } = await ask("/latest/api/token", { method: "PUT", headers: ttl(21_600) });
    expect(headers.get("x-aws-ec2-metadata-token-ttl-seconds")).toBe("21600");
  });
});

describe("the tree", () => {
  it.each([
    ["instance-id", "i-0123456789abcdef0"],
    ["placement/availability-zone", "eu-west-1a"],
    ["placement/region", "eu-west-1"],
    ["security-groups", "sg-1\nsg-2"],
    ["network/interfaces/macs/", "0a:00:00:00:00:01/"],
    ["network/interfaces/macs/0a:00:00:00:00:01/subnet-id", "subnet-1"],
    ["iam/security-credentials/", "app"],
    ["mac/", "0a:00:00:00:00:01"],
  ])("says at %s", async (path, text) => {
    expect(await read(`/latest/meta-data/${path}`)).toEqual([200, text]);
  });
  it("has keys of the role", async () => {
    const [, text] = await read("/latest/meta-data/iam/security-credentials/app");
    expect(JSON.parse(text)).toEqual({
      Code: "Success",
      LastUpdated: "1970-01-01T00:00:00Z",
      Type: "AWS-HMAC",
      AccessKeyId: "ASIA1",
      SecretAccessKey: "secret",
      Token: "token",
      Expiration: "1970-01-01T01:00:00Z",
    });
  });
  it.each(["public-ipv4", "constructor", "__proto__/x", "iam/security-credentials/other"])(
    "has no %s",
    async (path) => {
      expect((await read(`/latest/meta-data/${path}`))[0]).toBe(404);
    },
  );
  it("has keys of the instance itself, whether it has a role or not", async () => {
    client = { ...instance, role: undefined };
    const path = "/latest/meta-data/identity-credentials/ec2";
    expect(await read(`${path}/security-credentials/`)).toEqual([200, "ec2-instance"]);
    expect(JSON.parse((await read(`${path}/security-credentials/ec2-instance`))[1])).toMatchObject({
      Code: "Success",
      AccessKeyId: "ASIAIDENTITY",
      Token: "own token",
    });
    expect(JSON.parse((await read(`${path}/info`))[1])).toEqual({
      Code: "Success",
      LastUpdated: "1970-01-01T00:00:00Z",
      AccountId: instance.account,
    });
    client = { ...instance, identity: undefined };
    expect((await read(`${path}/info`))[0]).toBe(404);
    client = instance;
  });
  it("has no iam where there is no role", async () => {
    client = { ...instance, role: undefined };
    expect((await read("/latest/meta-data/iam/"))[0]).toBe(404);
    client = instance;
  });
  it("tells the identity", async () => {
    const [, text] = await read("/latest/dynamic/instance-identity/document");
    expect(JSON.parse(text)).toMatchObject({
      accountId: "123456789012",
      region: "eu-west-1",
      privateIp: "10.0.1.10",
    });
  });
});

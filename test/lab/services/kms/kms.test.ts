/** KMS: https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html */
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
} from "@aws-sdk/client-kms";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Credential } from "../../../../src/lab/credential.ts";
import {
  account,
  ask,
  endpointArrival,
  owner,
  policyOf,
  publicArrival,
  startLab,
  statement,
  user,
} from "../lab.ts";
import type { TestLab } from "../lab.ts";

const reader = user("reader", policyOf(statement("Allow", "kms:Decrypt", "*")));
const idle = user("idle");
let lab: TestLab;
let key = "";
const kms = (credential: Credential = owner) => new KMSClient(lab.config("kms", credential));
const secret = Buffer.from("open sesame");

beforeAll(async () => {
  lab = await startLab({ users: [reader, idle] });
  const { KeyMetadata } = await kms().send(new CreateKeyCommand({ Description: "of the test" }));
  key = KeyMetadata?.Arn ?? "";
});

beforeEach(() => {
  lab.arrival = publicArrival;
});

describe("keys", () => {
  it("is found by its id, its ARN and its alias", async () => {
    await kms().send(new CreateAliasCommand({ AliasName: "alias/session", TargetKeyId: key }));
    const ids = [
      key,
      key.split("/")[1] ?? "",
      "alias/session",
      `arn:aws:kms:us-east-1:${account}:alias/session`,
    ];
    const found = await Promise.all(ids.map((KeyId) => kms().send(new DescribeKeyCommand({ KeyId }))));
    expect(found.map(({ KeyMetadata }) => KeyMetadata?.Arn)).toEqual([key, key, key, key]);
    expect(found[0]?.KeyMetadata).toMatchObject({ KeyState: "Enabled", KeyManager: "CUSTOMER" });
    const { Aliases } = await kms().send(new ListAliasesCommand({ KeyId: key }));
    expect(Aliases).toMatchObject([{ AliasName: "alias/session", TargetKeyId: key.split("/")[1] }]);
  });

  it("is listed page by page", async () => {
    await kms().send(new CreateKeyCommand({}));
    const { Keys: all = [] } = await kms().send(new ListKeysCommand({}));
    const first = await kms().send(new ListKeysCommand({ Limit: 1 }));
    expect(first).toMatchObject({ Truncated: true, Keys: [{ KeyArn: key }] });
    const second = await kms().send(new ListKeysCommand({ Marker: first.NextMarker }));
    expect([...(first.Keys ?? []), ...(second.Keys ?? [])]).toEqual(all);
    expect(second.Truncated).toBe(false);
  });

  it("is made by AWS for a service when it is first asked for", async () => {
    const { KeyMetadata } = await kms().send(new DescribeKeyCommand({ KeyId: "alias/aws/ssm" }));
    expect(KeyMetadata?.KeyManager).toBe("AWS");
    await expect(
      kms().send(new EncryptCommand({ KeyId: "alias/aws/ssm", Plaintext: secret })),
    ).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("is not there in another Region", async () => {
    const elsewhere = new KMSClient(lab.config("kms", owner, "eu-west-1"));
    await expect(elsewhere.send(new DescribeKeyCommand({ KeyId: key }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
    await expect(kms().send(new DescribeKeyCommand({ KeyId: "alias/none" }))).rejects.toMatchObject({
      name: "NotFoundException",
      message: `Alias arn:aws:kms:us-east-1:${account}:alias/none is not found.`,
    });
  });
});

describe("ciphertexts", () => {
  const EncryptionContext = { "aws:ssm:SessionId": "user-1", "aws:ssm:TargetId": "i-1" };

  it("gives a data key and its ciphertext, which the same context opens in any order", async () => {
    const made = await kms().send(
      new GenerateDataKeyCommand({ KeyId: key, NumberOfBytes: 64, EncryptionContext }),
    );
    expect(made.Plaintext).toHaveLength(64);
    const reversed = Object.fromEntries(Object.entries(EncryptionContext).toReversed());
    const opened = await kms(reader).send(
      new DecryptCommand({ CiphertextBlob: made.CiphertextBlob, EncryptionContext: reversed }),
    );
    expect(opened.Plaintext).toEqual(made.Plaintext);
    expect(opened.KeyId).toBe(key);
  });

  it("does not open with another context, another key or a bit changed", async () => {
    const { CiphertextBlob } = await kms().send(
      new EncryptCommand({ KeyId: key, Plaintext: secret, EncryptionContext }),
    );
    const broken = Buffer.from(CiphertextBlob ?? []);
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    const { KeyMetadata: other } = await kms().send(new CreateKeyCommand({}));
    const attempts = [
      { CiphertextBlob },
      { CiphertextBlob: broken, EncryptionContext },
      { CiphertextBlob: Buffer.from("nonsense"), EncryptionContext },
      { CiphertextBlob, EncryptionContext, KeyId: other?.KeyId },
    ];
    const names = await Promise.all(
      attempts.map((attempt) =>
        kms()
          .send(new DecryptCommand(attempt))
          .then(
            () => "opened",
            ({ name }: Error) => name,
          ),
      ),
    );
    expect(names).toEqual([
      "InvalidCiphertextException",
      "InvalidCiphertextException",
      "InvalidCiphertextException",
      "IncorrectKeyException",
    ]);
  });

  it("asks for one of key spec and number of bytes", async () => {
    await expect(kms().send(new GenerateDataKeyCommand({ KeyId: key }))).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

describe("permissions", () => {
  it("needs an identity policy where the key's policy leaves it to the account", async () => {
    await expect(
      kms(idle).send(new GenerateDataKeyCommand({ KeyId: key, KeySpec: "AES_256" })),
    ).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  it("takes no identity policy for a key whose policy names others alone", async () => {
    const Policy = JSON.stringify(
      policyOf({ Effect: "Allow", Principal: { AWS: idle.arn }, Action: "kms:*", Resource: "*" }),
    );
    const { KeyMetadata } = await kms().send(new CreateKeyCommand({ Policy }));
    const KeyId = KeyMetadata?.KeyId;
    const { CiphertextBlob } = await kms(idle).send(new EncryptCommand({ KeyId, Plaintext: secret }));
    await expect(kms(reader).send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });

  it("asks the endpoint's policy for what comes through one", async () => {
    const json = policyOf(statement("Allow", "kms:Decrypt", "*", { Principal: "*" }));
    lab.endpoints.set(endpointArrival.kind === "endpoint" ? endpointArrival.endpoint : "", {
      type: "interface",
      policy: { kind: "document", json },
      service: "kms",
      region: "us-east-1",
      vpc: "vpc-0abc",
      account,
    });
    lab.arrival = endpointArrival;
    const refused = kms().send(new EncryptCommand({ KeyId: key, Plaintext: secret }));
    await expect(refused).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("no VPC endpoint policy allows the kms:Encrypt action") as string,
    });
  });
});

it("words what is wrong with a request as AWS does", async () => {
  const told = await ask(lab, {
    method: "POST",
    host: "kms.us-east-1.amazonaws.com",
    headers: { "x-amz-target": "TrentService.ListKeys", "content-type": "application/x-amz-json-1.1" },
    body: "{}",
  });
  expect(told.status).toBe(400);
  expect(JSON.parse(told.body)).toMatchObject({ __type: "MissingAuthenticationTokenException" });
});

/**
 * Who may do what, by which way.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
 */
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Credential } from "../../../src/lab/credential.ts";
import {
  account,
  ask,
  endpointArrival,
  everyone,
  owner,
  policyOf,
  publicArrival,
  s3Endpoint,
  startLab,
  statement,
  user,
} from "./lab.ts";
import type { TestLab } from "./lab.ts";
import { signHeaders } from "./sign.ts";

const Bucket = "guarded";
const bucketArn = `arn:aws:s3:::${Bucket}`;
const anything = `${bucketArn}/*`;
const reader = user(
  "reader",
  policyOf(statement("Allow", ["s3:GetObject", "s3:ListBucket"], [bucketArn, anything])),
);
const nobody = user("nobody", policyOf(statement("Allow", "sqs:*", "*")));
const stranger: Credential = {
  ...user("stranger", policyOf(statement("Allow", "s3:*", "*"))),
  account: "999999999999",
  arn: "arn:aws:iam::999999999999:user/stranger",
};
const denied = user(
  "denied",
  policyOf(statement("Allow", "s3:*", "*"), statement("Deny", "s3:GetObject", `${bucketArn}/secret`)),
);
let lab: TestLab;

beforeAll(async () => {
  lab = await startLab({ users: [reader, nobody, stranger, denied] });
  await lab.s3().send(new CreateBucketCommand({ Bucket }));
  for (const Key of ["k", "secret"]) await lab.s3().send(new PutObjectCommand({ Bucket, Key, Body: "v" }));
});

afterEach(async () => {
  lab.arrival = publicArrival;
  lab.endpoints.clear();
  await lab.s3().send(new DeleteBucketPolicyCommand({ Bucket }));
});

const putPolicy = (...statements: readonly object[]) =>
  lab.s3().send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policyOf(...statements)) }));

/** "yes", or how it was refused. */
async function get(who: Credential, Key = "k"): Promise<string> {
  return lab
    .s3({}, who)
    .send(new GetObjectCommand({ Bucket, Key }))
    .then(
      () => "yes",
      (error: Error) => `${error.name}: ${error.message}`,
    );
}

function through(policy?: object, type: "gateway" | "interface" = "gateway"): void {
  lab.arrival = endpointArrival;
  lab.endpoints.set("vpce-0abc", {
    ...s3Endpoint,
    type,
    policy: policy === undefined ? { kind: "full-access" } : { kind: "document", json: policy },
  });
}

const refusal = (who: Credential, because: string, action = "s3:GetObject", of = `${bucketArn}/k`) =>
  `AccessDenied: User: ${who.arn} is not authorized to perform: ${action} on resource: "${of}" ${because}`;

describe("within the account", () => {
  test("identity policies allow, and are silent, and deny", async () => {
    expect(await get(owner)).toBe("yes");
    expect(await get(reader)).toBe("yes");
    expect(await get(nobody)).toBe(
      refusal(nobody, "because no identity-based policy allows the s3:GetObject action"),
    );
    expect(await get(denied)).toBe("yes");
    expect(await get(denied, "secret")).toBe(
      refusal(
        denied,
        "with an explicit deny in an identity-based policy",
        "s3:GetObject",
        `${bucketArn}/secret`,
      ),
    );
  });

  test("a bucket policy that names the user is enough by itself", async () => {
    await putPolicy(statement("Allow", "s3:GetObject", anything, { Principal: { AWS: nobody.arn } }));
    expect(await get(nobody)).toBe("yes");
  });

  test("one that names the account leaves it to the identity", async () => {
    await putPolicy(statement("Allow", "s3:GetObject", anything, { Principal: { AWS: account } }));
    expect(await get(nobody)).toBe(
      refusal(nobody, "because no identity-based policy allows the s3:GetObject action"),
    );
    expect(await get(reader)).toBe("yes");
  });

  test("one that denies decides, for the owner too", async () => {
    await putPolicy(statement("Deny", "s3:GetObject", anything, everyone));
    for (const who of [owner, reader]) {
      expect(await get(who)).toBe(refusal(who, "with an explicit deny in a resource-based policy"));
    }
  });
});

describe("across accounts, and without a signature", () => {
  test("both sides must allow", async () => {
    expect(await get(stranger)).toContain("because no resource-based policy allows");
    await putPolicy(statement("Allow", "s3:GetObject", anything, { Principal: { AWS: "999999999999" } }));
    expect(await get(stranger)).toBe("yes");
  });

  test("anonymous requests live by the bucket policy alone", async () => {
    const host = `${Bucket}.s3.us-east-1.amazonaws.com`;
    expect(await ask(lab, { host, path: "/k" })).toMatchObject({ status: 403 });
    await putPolicy(statement("Allow", "s3:GetObject", anything, everyone));
    expect(await ask(lab, { host, path: "/k" })).toMatchObject({ status: 200, body: "v" });
    expect(await ask(lab, { host, path: "/" })).toMatchObject({ status: 403 });
    expect(await ask(lab, { host: "s3.us-east-1.amazonaws.com" })).toMatchObject({ status: 403 });
  });
});

describe("through an endpoint", () => {
  test("its default policy is in nobody's way", async () => {
    through();
    expect(await get(reader)).toBe("yes");
    expect(await get(nobody)).toContain("no identity-based policy");
  });

  test("a policy that is silent refuses, one that denies says so", async () => {
    through(policyOf(statement("Allow", "s3:*", "arn:aws:s3:::other/*", everyone)));
    expect(await get(owner)).toBe(
      refusal(owner, "because no VPC endpoint policy allows the s3:GetObject action"),
    );
    through(
      policyOf(statement("Allow", "*", "*", everyone), statement("Deny", "s3:GetObject", "*", everyone)),
    );
    expect(await get(owner)).toBe(refusal(owner, "with an explicit deny in a VPC endpoint policy"));
    lab.arrival = publicArrival;
    expect(await get(owner)).toBe("yes");
  });

  test("it grants nothing by itself", async () => {
    through(policyOf(statement("Allow", "*", "*", everyone)));
    expect(await get(nobody)).toContain("no identity-based policy");
  });

  test.each(["gateway", "interface"] as const)("principals of a %s endpoint", async (type) => {
    const condition = { Condition: { StringEquals: { "aws:PrincipalArn": reader.arn } } };
    through(policyOf(statement("Allow", "*", "*", { ...everyone, ...condition })), type);
    expect(await get(reader)).toBe("yes");
    expect(await get(owner)).toContain("no VPC endpoint policy");
    through(policyOf(statement("Allow", "*", "*", { Principal: { AWS: account } })), type);
    expect(await get(owner)).toBe("yes");
    // In a gateway endpoint's policy an account is its root user alone.
    expect(await get(reader)).toContain(type === "gateway" ? "no VPC endpoint policy" : "yes");
  });

  test("a policy that AWS would never have taken is named as the reason", async () => {
    through({ Statement: [{ Effect: "Perhaps" }] });
    expect(await get(owner)).toContain("the lab cannot tell what the VPC endpoint policy says");
  });

  test("the statement that decided goes with the refusal", async () => {
    through(policyOf(statement("Deny", "s3:*", "*", { ...everyone, Sid: "NoS3" })));
    const answer = await ask(lab, { host: `${Bucket}.s3.us-east-1.amazonaws.com`, path: "/k" });
    expect(answer.headers["x-denat-rule"]).toContain("NoS3");
    expect(answer.headers["x-denat-arrival"]).toBe("endpoint vpce-0abc of vpc-0abc, from 10.0.1.5");
    expect(answer.headers["x-denat-endpoint"]).toBe("vpce-0abc");
  });

  test("so do those of every other policy that refuses, behind the endpoint's", async () => {
    through(policyOf(statement("Allow", "sqs:*", "*", everyone)));
    const host = `${Bucket}.s3.us-east-1.amazonaws.com`;
    const own = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const headers = signHeaders({ method: "GET", path: "/secret", host, key: denied, headers: own });
    const answer = await ask(lab, { host, path: "/secret", headers });
    expect(answer.body).toContain("explicit deny in an identity-based policy");
    expect(answer.headers["x-denat-rule"]).toMatch(/^VPC endpoint policy: .+; identity-based policy: .+/);
  });
});

describe("condition keys tell by which way a request came", () => {
  const denyUnless = (Condition: object) =>
    statement("Deny", "s3:GetObject", anything, { ...everyone, Condition });

  test.each<[string, object, boolean, boolean]>([
    ["aws:SourceVpce", { StringNotEquals: { "aws:SourceVpce": "vpce-0abc" } }, true, false],
    ["another aws:SourceVpce", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } }, false, false],
    ["aws:SourceVpc", { StringNotEquals: { "aws:SourceVpc": "vpc-0abc" } }, true, false],
    ["aws:VpcSourceIp", { NotIpAddress: { "aws:VpcSourceIp": "10.0.0.0/16" } }, true, false],
    ["another aws:VpcSourceIp", { NotIpAddress: { "aws:VpcSourceIp": "10.1.0.0/16" } }, false, false],
    ["aws:SourceIp", { NotIpAddress: { "aws:SourceIp": "198.51.100.0/24" } }, false, true],
    ["the absence of aws:SourceVpce", { Null: { "aws:SourceVpce": "false" } }, false, true],
    ["aws:SecureTransport", { Bool: { "aws:SecureTransport": "false" } }, false, false],
    ["aws:RequestedRegion", { StringNotEquals: { "aws:RequestedRegion": "us-east-1" } }, true, true],
    ["aws:ResourceAccount", { StringNotEquals: { "aws:ResourceAccount": account } }, true, true],
    ["aws:PrincipalAccount", { StringNotEquals: { "aws:PrincipalAccount": account } }, true, true],
    ["aws:VpceAccount", { StringNotEquals: { "aws:VpceAccount": account } }, true, false],
    ["s3:authType", { StringNotEquals: { "s3:authType": "REST-HEADER" } }, true, true],
    ["s3:signatureAge", { NumericGreaterThan: { "s3:signatureAge": "600000" } }, true, true],
    ["aws:CurrentTime", { DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }, true, true],
    ["a key that is never there", { StringEquals: { "aws:PrincipalTag/team": "x" } }, true, true],
  ])("%s", async (_, condition, byEndpoint, inPublic) => {
    await putPolicy(denyUnless(condition));
    expect((await get(owner)) === "yes").toBe(inPublic);
    through();
    expect((await get(owner)) === "yes").toBe(byEndpoint);
  });

  test("s3:prefix and s3:delimiter, of lists", async () => {
    const Condition = { StringEquals: { "s3:prefix": "home/", "s3:delimiter": "/" } };
    await putPolicy(
      statement("Allow", "s3:ListBucket", bucketArn, { Principal: { AWS: nobody.arn }, Condition }),
    );
    const list = (more: object) => lab.s3({}, nobody).send(new ListObjectsV2Command({ Bucket, ...more }));
    await list({ Prefix: "home/", Delimiter: "/" });
    await expect(list({ Prefix: "home/" })).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(list({})).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("headers of a put", async () => {
    const Condition = { StringNotEquals: { "s3:x-amz-server-side-encryption": "AES256" } };
    await putPolicy(statement("Deny", "s3:PutObject", anything, { ...everyone, Condition }));
    const put = (more: object) =>
      lab.s3().send(new PutObjectCommand({ Bucket, Key: "sse", Body: "x", ...more }));
    await put({ ServerSideEncryption: "AES256" });
    await expect(put({})).rejects.toMatchObject({ name: "AccessDenied" });
  });
});

describe("what an operation needs", () => {
  test("a copy needs to read and to write", async () => {
    const writer = user("writer", policyOf(statement("Allow", "s3:PutObject", anything)));
    lab.credentials.add(writer);
    const copy = (who: Credential) =>
      lab.s3({}, who).send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/k` }));
    await expect(copy(writer)).rejects.toMatchObject({
      message: expect.stringContaining("s3:GetObject") as string,
    });
    await expect(copy(reader)).rejects.toMatchObject({
      message: expect.stringContaining("s3:PutObject") as string,
    });
    await copy(owner);
  });

  test.each([
    ["arn:aws:s3:::*", true],
    ["*", true],
    [bucketArn, false],
  ])("the list of buckets is of no bucket: %s", async (resource, isAllowed) => {
    const lister = user("lister", policyOf(statement("Allow", "s3:ListAllMyBuckets", resource)));
    lab.credentials.add(lister);
    const listed = lab.s3({}, lister).send(new ListBucketsCommand({}));
    if (isAllowed) expect((await listed).Buckets?.map(({ Name }) => Name)).toContain(Bucket);
    else
      await expect(listed).rejects.toMatchObject({
        message: expect.stringContaining("no identity-based") as string,
      });
  });

  test("of several keys, each is asked for by itself", async () => {
    const cleaner = user("cleaner", policyOf(statement("Allow", "s3:DeleteObject", `${bucketArn}/tmp-*`)));
    lab.credentials.add(cleaner);
    const Objects = [{ Key: "tmp-1" }, { Key: "k" }];
    const answer = await lab.s3({}, cleaner).send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(["tmp-1"]);
    expect(answer.Errors?.map(({ Key, Code }) => [Key, Code])).toEqual([["k", "AccessDenied"]]);
    expect(await get(owner)).toBe("yes");
  });

  test("who may not list is not told that a key is not there", async () => {
    const getter = user("getter", policyOf(statement("Allow", "s3:GetObject", anything)));
    lab.credentials.add(getter);
    expect(await get(getter, "none")).toContain("s3:ListBucket");
    expect(await get(reader, "none")).toContain("NoSuchKey");
  });

  test("s3:LocationConstraint, of a new bucket", async () => {
    const Condition = { StringEquals: { "s3:LocationConstraint": "eu-west-1" } };
    const maker = user("maker", policyOf(statement("Allow", "s3:CreateBucket", "*", { Condition })));
    lab.credentials.add(maker);
    const make = (region: string, name: string) =>
      lab.s3({ region, endpoint: `http://s3.${region}.amazonaws.com` }, maker).send(
        new CreateBucketCommand({
          Bucket: name,
          CreateBucketConfiguration: { LocationConstraint: region as "eu-west-1" },
        }),
      );
    await make("eu-west-1", "in-ireland");
    await expect(make("eu-west-2", "in-london")).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("another account sees none of our buckets, and cannot take their names", async () => {
    const theirs = lab.s3({}, stranger);
    expect((await theirs.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    await expect(theirs.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "BucketAlreadyExists",
    });
  });
});

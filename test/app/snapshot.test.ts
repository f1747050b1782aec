// A snapshot from the command line to the directory, against an AWS of our own on loopback.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { run } from "../../src/cli/run.ts";
import { ec2, ec2Error, query, queryError, setEnvironment, startAws } from "./aws/fake-aws.ts";
import type { Asked } from "./aws/fake-aws.ts";

const account = "123456789012";

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function denat(...args: readonly string[]): Promise<Ran> {
  const printed = { stdout: "", stderr: "" };
  const status = await run(args, {
    stdin: (async function* () {})(),
    write: (text) => (printed.stdout += text),
    writeError: (text) => (printed.stderr += text),
    page: { width: 120, paint: (_, text) => text },
    debug: true,
  });
  return { status, ...printed };
}

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "denat-snapshot-test-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
});

const out = () => join(root, "snap");
const answer = (path: string): unknown => JSON.parse(readFileSync(join(out(), path), "utf8"));

/** One VPC with a subnet on two pages, off which a NAT gateway hangs. */
function estate({ operation, params }: Asked): string | undefined {
  const answers: Readonly<Record<string, string>> = {
    GetCallerIdentity: query(
      "GetCallerIdentity",
      `<Account>${account}</Account><Arn>arn:aws:iam::${account}:user/me</Arn>`,
    ),
    DescribeVpcs: ec2(
      operation,
      "<vpcSet><item><vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock><dhcpOptionsId>default</dhcpOptionsId><isDefault>false</isDefault>" +
        "<cidrBlockAssociationSet><item><cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockState><state>associated</state></cidrBlockState></item></cidrBlockAssociationSet></item></vpcSet>",
    ),
    DescribeVpcAttribute: ec2(
      operation,
      `<vpcId>vpc-1</vpcId><${params.get("Attribute")}><value>true</value></${params.get("Attribute")}>`,
    ),
    DescribeSubnets: ec2(
      operation,
      params.get("NextToken") === null
        ? `<subnetSet>${subnet("subnet-1", "10.0.1.0/24")}</subnetSet><nextToken>two</nextToken>`
        : `<subnetSet>${subnet("subnet-2", "10.0.2.0/24")}</subnetSet>`,
    ),
    DescribeNatGateways: ec2(
      operation,
      "<natGatewaySet><item><natGatewayId>nat-1</natGatewayId><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><state>available</state>" +
        "<createTime>2026-01-02T03:04:05.000Z</createTime><connectivityType>public</connectivityType><natGatewayAddressSet/></item></natGatewaySet>",
    ),
    DescribeNetworkAcls: ec2(
      operation,
      "<networkAclSet><item><networkAclId>acl-1</networkAclId><vpcId>vpc-1</vpcId><default>true</default><entrySet/><associationSet/></item></networkAclSet>",
    ),
    DescribeVpcBlockPublicAccessOptions: ec2(
      operation,
      "<vpcBlockPublicAccessOptions><internetGatewayBlockMode>off</internetGatewayBlockMode></vpcBlockPublicAccessOptions>",
    ),
  };
  return answers[operation];
}

const subnet = (id: string, block: string) =>
  `<item><subnetId>${id}</subnetId><vpcId>vpc-1</vpcId><cidrBlock>${block}</cidrBlock><availabilityZone>eu-west-1a</availabilityZone><availabilityZoneId>euw1-az1</availabilityZoneId><mapPublicIpOnLaunch>false</mapPublicIpOnLaunch></item>`;

const ofEstate = (asked: Asked) => {
  const body = estate(asked);
  return body === undefined ? undefined : { body };
};

describe("denat snapshot", () => {
  it("writes a directory that the other verbs read as the network it was made of", async () => {
    await startAws(ofEstate);
    const made = await denat("snapshot", "--out", out());
    expect(made.stderr).toBe("");
    expect(made.status).toBe(0);
    expect(made.stdout).toContain("1 VPC, 2 subnets, 1 NAT gateway");
    expect(made.stdout).toContain(`Next: denat plan ${out()}`);
    expect(readdirSync(root)).toEqual(["snap"]);
    expect(readdirSync(out())).toEqual([account]);
    expect(answer(`${account}/eu-west-1/ec2-describe-nat-gateways.json`)).toMatchObject({
      NatGateways: [{ CreateTime: "2026-01-02T03:04:05.000Z" }],
    });
    expect(answer(`${account}/eu-west-1/ec2-describe-network-acls.json`)).toMatchObject({
      NetworkAcls: [{ Associations: [], Entries: [], IsDefault: true }],
    });
    expect(answer(`${account}/eu-west-1/ec2-describe-vpc-attribute.json`)).toEqual([
      { VpcId: "vpc-1", EnableDnsSupport: { Value: true } },
      { VpcId: "vpc-1", EnableDnsHostnames: { Value: true } },
    ]);
    const { stdout } = await denat("read", out(), "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      scopes: [{ account, region: "eu-west-1" }],
      counts: { vpcs: 1, subnets: 2, natGateways: 1, networkAcls: 1 },
      gaps: [],
      unused: [],
    });
  });

  it("lets nobody else read what it wrote", async () => {
    await startAws(ofEstate);
    await denat("snapshot", "--out", out());
    expect(statSync(out()).mode & 0o077).toBe(0);
    expect(statSync(join(out(), account, "eu-west-1", "ec2-describe-vpcs.json")).mode & 0o077).toBe(0);
  });

  it("waits where AWS asks it to, and goes on", async () => {
    let throttled = 0;
    await startAws((asked) => {
      if (asked.operation === "DescribeRouteTables" && throttled < 2) {
        throttled += 1;
        return { status: 503, body: ec2Error("RequestLimitExceeded", "Request limit exceeded.") };
      }
      return ofEstate(asked);
    });
    expect(await denat("snapshot", "--out", out())).toMatchObject({ status: 0, stderr: "" });
    expect(throttled).toBe(2);
    expect(answer(`${account}/eu-west-1/ec2-describe-route-tables.json`)).toEqual({ RouteTables: [] });
  });

  it("leaves out what is denied, says which permission that was, and what stays unknown", async () => {
    await startAws((asked) => {
      if (asked.operation === "DescribeRouteTables")
        return {
          status: 403,
          body: ec2Error("UnauthorizedOperation", "You are not authorized to perform this operation."),
        };
      if (asked.operation === "GetAccountAuthorizationDetails")
        return { status: 403, body: queryError("AccessDenied", "no identity-based policy allows it") };
      if (asked.operation === "ListFunctions")
        return {
          status: 403,
          body: JSON.stringify({ __type: "AccessDeniedException", message: "not authorized" }),
        };
      return ofEstate(asked);
    });
    const made = await denat("snapshot", "--out", out());
    expect(made.status).toBe(1);
    const words = made.stdout.replaceAll(/\s+/g, " ");
    for (const action of [
      "ec2:DescribeRouteTables",
      "iam:GetAccountAuthorizationDetails",
      "lambda:ListFunctions",
    ])
      expect(words).toContain(`not allowed: needs ${action}:`);
    expect(words).toContain("denat snapshot --policy");
    expect(existsSync(join(out(), account, "eu-west-1", "ec2-describe-route-tables.json"))).toBe(false);
    const { stdout } = await denat("read", out(), "--format", "json");
    expect((JSON.parse(stdout) as { gaps: { table: string; settledBy: string }[] }).gaps).toMatchObject([
      { table: "routeTables", settledBy: "aws ec2 describe-route-tables" },
      { table: "roles", settledBy: "aws iam get-account-authorization-details" },
    ]);
  });

  it("reads the Regions that it can, and names the one that is not enabled", async () => {
    const { asked } = await startAws((asked) =>
      asked.region === "me-south-1"
        ? {
            status: 401,
            body: ec2Error("AuthFailure", "AWS was not able to validate the provided access credentials"),
          }
        : ofEstate(asked),
    );
    const made = await denat("snapshot", "--out", out(), "--region", "me-south-1,eu-west-1");
    expect(made.status).toBe(1);
    expect(made.stdout.replaceAll(/\s+/g, " ")).toContain(
      "me-south-1: the account has not enabled this Region",
    );
    expect(readdirSync(join(out(), account))).toEqual(["eu-west-1"]);
    const home = asked.find(
      ({ operation, region }) => operation === "GetCallerIdentity" && region === "us-east-1",
    );
    expect(home, "STS is asked where nobody can switch it off").toBeDefined();
    expect(asked.filter(({ region, service }) => region === "me-south-1" && service !== "sts")).toHaveLength(
      1,
    );
  });

  it("reads each account through its role", async () => {
    const { asked } = await startAws((asked) => {
      const [, owner = ""] = /::(\d+):/.exec(asked.params.get("RoleArn") ?? "") ?? [];
      if (asked.operation === "AssumeRole" && owner === "333333333333")
        return { status: 403, body: queryError("AccessDenied", "not authorized to perform: sts:AssumeRole") };
      if (asked.operation === "AssumeRole")
        return {
          body: query(
            "AssumeRole",
            `<Credentials><AccessKeyId>AKID${owner}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`,
          ),
        };
      if (asked.operation === "GetCallerIdentity")
        return { body: query("GetCallerIdentity", `<Account>${asked.accessKeyId.slice(4)}</Account>`) };
      return ofEstate(asked);
    });
    const roles = ["111111111111", "222222222222", "333333333333"].flatMap((one) => [
      "--role",
      `arn:aws:iam::${one}:role/audit`,
    ]);
    const made = await denat("snapshot", "--out", out(), ...roles);
    expect(made.status).toBe(1);
    expect(made.stdout.replaceAll(/\s+/g, " ")).toContain(
      "arn:aws:iam::333333333333:role/audit cannot be assumed",
    );
    expect(readdirSync(out()).sort()).toEqual(["111111111111", "222222222222"]);
    expect(asked.filter(({ operation }) => operation === "AssumeRole")).toHaveLength(3);
    expect(
      asked.filter(
        ({ operation, accessKeyId }) => operation === "DescribeVpcs" && accessKeyId === "AKIDEXAMPLE",
      ),
    ).toEqual([]);
  });

  it("says in one line what to do without credentials", async () => {
    setEnvironment({ AWS_REGION: "eu-west-1" });
    const { status, stdout, stderr } = await denat("snapshot", "--out", out());
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(
      /^denat: there are no usable AWS credentials \([^\n]+\): sign in with aws sso login [^\n]+\n$/,
    );
    expect(readdirSync(root)).toEqual([]);
  });

  it("says in one line that no Region is named", async () => {
    setEnvironment({ AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "s" });
    expect(await denat("snapshot", "--out", out())).toEqual({
      status: 3,
      stdout: "",
      stderr: "denat: no AWS Region is set: name one with --region, as in --region eu-west-1\n",
    });
  });

  it.each([
    [
      "refused",
      403,
      "InvalidClientTokenId",
      /^denat: AWS refuses the credentials \(InvalidClientTokenId: [^\n]+\): sign in again/,
    ],
    ["expired", 400, "ExpiredToken", /^denat: the AWS credentials have expired: sign in again[^\n]+\n$/],
  ])("stops at credentials that are %s", async (_, status, code, line) => {
    await startAws(({ service }) =>
      service === "sts" ? { status, body: queryError(code, "the token is no good") } : undefined,
    );
    const made = await denat("snapshot", "--out", out());
    expect(made.status).toBe(3);
    expect(made.stderr).toMatch(line);
  });

  it("writes nothing when the credentials expire on the way", async () => {
    await startAws((asked) =>
      asked.operation === "DescribeSubnets"
        ? { status: 400, body: ec2Error("RequestExpired", "Request has expired.") }
        : ofEstate(asked),
    );
    const made = await denat("snapshot", "--out", out());
    expect(made).toMatchObject({ status: 3, stdout: "" });
    expect(readdirSync(root)).toEqual([]);
  });

  it("fails when nothing at all may be read", async () => {
    await startAws((asked) =>
      asked.service === "sts" ? ofEstate(asked) : { status: 403, body: forbidden(asked.service) },
    );
    const made = await denat("snapshot", "--out", out());
    expect(made).toMatchObject({ status: 3, stdout: "" });
    expect(made.stderr).toMatch(
      /^denat: nothing could be read of account 123456789012 in eu-west-1 \([^\n]+\): denat snapshot --policy prints/,
    );
  });

  it.each([
    ["a page of some proxy", 200, "<html><body>Please sign in</body></html>"],
    ["nothing", 200, ""],
    ["an error in another format", 400, ec2Error("Odd", "odd")],
  ])("takes %s for no answer at all, and not for an empty one", async (_, status, body) => {
    await startAws((asked) =>
      ["ListHostedZones", "DescribeRouteTables", "ListFunctions", "ListResolverRules"].includes(
        asked.operation,
      )
        ? { status, body, isNumbered: false }
        : ofEstate(asked),
    );
    const made = await denat("snapshot", "--out", out());
    expect(made.status).toBe(1);
    const { stdout } = await denat("read", out(), "--format", "json");
    expect(
      (JSON.parse(stdout) as { gaps: { table: string }[] }).gaps.map(({ table }) => table).sort(),
    ).toEqual(["hostedZones", "resolverRules", "routeTables"]);
    expect(readdirSync(join(out(), account, "eu-west-1"))).not.toContain("lambda-list-functions.json");
    expect(made.stdout).toContain("lambda list-functions");
  });

  it("goes by a service that is not there", async () => {
    await startAws((asked) => {
      if (asked.service === "eks")
        return { status: 404, body: JSON.stringify({ __type: "UnknownOperationException" }) };
      return ofEstate(asked);
    });
    const made = await denat("snapshot", "--out", out());
    expect(made.status).toBe(1);
    expect(made.stdout.replaceAll(/\s+/g, " ")).toContain(
      "eks list-clusters in 123456789012/eu-west-1: not offered there",
    );
  });
});

const forbidden = (service: string) =>
  service === "ec2"
    ? ec2Error("UnauthorizedOperation", "explicit deny")
    : service === "iam" || service === "autoscaling"
      ? queryError("AccessDenied", "explicit deny")
      : service === "route53"
        ? queryError("AccessDenied", "explicit deny")
        : JSON.stringify({ __type: "AccessDeniedException", message: "explicit deny" });

describe("where it writes", () => {
  it("is never a directory that holds something, and nobody is asked anything", async () => {
    const { asked } = await startAws(ofEstate);
    mkdirSync(out());
    writeFileSync(join(out(), "mine.txt"), "mine");
    expect(await denat("snapshot", "--out", out())).toEqual({
      status: 3,
      stdout: "",
      stderr: `denat: ${out()} is not empty: name another directory with --out, or remove this one\n`,
    });
    expect(asked).toEqual([]);
    expect(readFileSync(join(out(), "mine.txt"), "utf8")).toBe("mine");
  });

  it("may be an empty directory, or one whose parents are not there yet", async () => {
    await startAws(ofEstate);
    mkdirSync(out());
    expect((await denat("snapshot", "--out", out())).status).toBe(0);
    expect((await denat("snapshot", "--out", join(root, "a/b/c"))).status).toBe(0);
    expect(readdirSync(join(root, "a/b/c"))).toEqual([account]);
  });

  it("is refused in one line where it cannot be written", async () => {
    const { asked } = await startAws(ofEstate);
    writeFileSync(join(root, "file"), "");
    const { status, stderr } = await denat("snapshot", "--out", join(root, "file/snap"));
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: `denat: cannot write ${join(root, "file/snap")}: a part of the path is a file\n`,
    });
    expect(asked).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)("is refused where permission is missing (not for root)", async () => {
    await startAws(ofEstate);
    chmodSync(root, 0o500);
    onTestFinished(() => chmodSync(root, 0o700));
    expect((await denat("snapshot", "--out", out())).stderr).toContain("permission denied");
  });
});

describe("aws: as an input", () => {
  it("is read as the snapshot would be", async () => {
    await startAws(ofEstate);
    await denat("snapshot", "--out", out());
    const parse = async (input: string) =>
      JSON.parse((await denat("read", input, "--format", "json")).stdout) as object;
    const [live, written] = [await parse("aws:"), await parse(out())];
    expect(live).toEqual(written);
  });

  it("takes a Region from its own name, then from --region", async () => {
    const { asked } = await startAws(ofEstate);
    await denat("read", "aws:us-east-2", "--region", "eu-central-1");
    await denat("read", "aws:", "--region", "eu-central-1");
    const regions = asked.filter(({ operation }) => operation === "DescribeVpcs").map(({ region }) => region);
    expect(regions).toEqual(["us-east-2", "eu-central-1"]);
  });

  it("takes credentials and Region from the profile that it names", async () => {
    const { asked } = await startAws(ofEstate);
    const endpoint = process.env["AWS_ENDPOINT_URL"] ?? "";
    writeFileSync(join(root, "config"), "[profile audit]\nregion = ap-south-1\n");
    writeFileSync(
      join(root, "credentials"),
      "[audit]\naws_access_key_id = AKIDAUDIT\naws_secret_access_key = s\n",
    );
    setEnvironment({
      AWS_ENDPOINT_URL: endpoint,
      AWS_CONFIG_FILE: join(root, "config"),
      AWS_SHARED_CREDENTIALS_FILE: join(root, "credentials"),
    });
    expect(await denat("read", "aws:audit@")).toMatchObject({ status: 0 });
    expect(asked.find(({ operation }) => operation === "DescribeVpcs")).toMatchObject({
      region: "ap-south-1",
      accessKeyId: "AKIDAUDIT",
    });
  });

  it("says which calls were refused, also those that no table needs", async () => {
    await startAws((asked) =>
      asked.service === "ecs"
        ? {
            status: 400,
            body: JSON.stringify({ __type: "AccessDeniedException", message: "not authorized" }),
          }
        : ofEstate(asked),
    );
    const { stdout } = await denat("read", "aws:", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      unused: [
        {
          path: `aws:/${account}/eu-west-1/ecs-list-clusters`,
          reason: "no answer: not allowed: needs ecs:ListClusters: AccessDeniedException: not authorized",
        },
      ],
    });
  });

  it("is refused in one line when it is written wrongly", async () => {
    expect((await denat("plan", "aws:prod")).stderr).toBe(
      "denat: input aws:prod: it takes aws:, aws:REGION or aws:PROFILE@REGION\n",
    );
  });
});

// What goes over the wire: the Query protocol, its refusals, and what a request leaves behind.
import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { newEstate } from "./estate.ts";
import { newEc2, owner, refusalOf, startLab } from "./lab.ts";

interface Answer {
  readonly status: number;
  readonly text: string;
}

const signed = {
  authorization: "AWS4-HMAC-SHA256 Credential=AKIALABTEST/20261129/us-east-1/ec2/aws4_request, Signature=x",
};

/** A request as it is written, without a client that would mend it. */
async function send(
  url: string,
  body: string,
  more: { method?: string; headers?: object; path?: string } = {},
): Promise<Answer> {
  const { method = "POST", headers = signed, path = "/" } = more;
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, url), { method, headers: { ...headers } }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

const query = (action: string, more = "") => `Action=${action}&Version=2016-11-15${more}`;
const codeIn = ({ text }: Answer) =>
  /<Code>(.*?)<\/Code><Message>(.*?)<\/Message>/.exec(text)?.slice(1).join(": ");

describe("the wire", () => {
  it("answers in the element and namespace of the action, with the id of the request", async () => {
    const { url } = await startLab();
    const { status, text } = await send(url, query("DescribeVpcs"));
    expect(status).toBe(200);
    expect(text).toMatch(
      /<DescribeVpcsResponse xmlns="http:\/\/ec2\.amazonaws\.com\/doc\/2016-11-15\/"><requestId>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}<\/requestId><vpcSet><item>/,
    );
  });

  it("says true where there is nothing to say", async () => {
    const { url } = await startLab();
    const id = /<vpcId>(vpc-[0-9a-f]{17})</.exec(
      (await send(url, query("CreateVpc", "&CidrBlock=10.0.0.0%2F16"))).text,
    )?.[1];
    expect((await send(url, query("DeleteVpc", `&VpcId=${id}`))).text).toContain("<return>true</return>");
  });

  it("reads the query of a GET as it reads the body of a POST", async () => {
    const { url } = await startLab();
    const path = `/?${query("DescribeVpcs", "&Filter.1.Name=is-default&Filter.1.Value.1=true")}`;
    const { status, text } = await send(url, "", { method: "GET", path });
    expect([status, text.match(/<vpcId>/g)?.length]).toEqual([200, 1]);
  });

  it("takes list items by their number, whatever order and gaps they have", async () => {
    const { url } = await startLab();
    const filters =
      "&Filter.7.Name=is-default&Filter.7.Value.3=no&Filter.7.Value.1=true&Filter.2.Name=state&Filter.2.Value.1=available";
    expect((await send(url, query("DescribeVpcs", filters))).text.match(/<vpcId>/g)).toHaveLength(1);
  });

  it("gives back every character that XML can carry, a carriage return too", async () => {
    const ec2 = (await startLab()).client();
    const value = `<a&b>"'\r\n\t 脱NAT 🚪`;
    const { Vpc } = await ec2.createVpc({
      CidrBlock: "10.0.0.0/16",
      TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "k", Value: value }] }],
    });
    expect(Vpc?.Tags).toEqual([{ Key: "k", Value: value }]);
  });

  it.each([
    [
      "no action",
      "Version=2016-11-15",
      "MissingAction: The request is missing an action or a required parameter",
    ],
    [
      "an action that EC2 has not",
      query("DescribeVpc"),
      "InvalidAction: The action DescribeVpc is not valid for this web service.",
    ],
    [
      "an action that the lab has not",
      query("CreateFleet"),
      "UnsupportedOperation: denat&apos;s lab does not support the EC2 action CreateFleet",
    ],
    [
      "another version",
      "Action=DescribeVpcs&Version=2012-01-01",
      "NoSuchVersion: The requested version (2012-01-01) of service AmazonEC2 does not exist",
    ],
    [
      "a parameter that the action has not",
      query("DescribeVpcs", "&Vpcid.1=vpc-1"),
      "UnknownParameter: The parameter Vpcid is not recognized",
    ],
    [
      "a part that a parameter has not",
      query("DescribeVpcs", "&Filter.1.Nam=x"),
      "UnknownParameter: The parameter Filter.1.Nam is not recognized",
    ],
    [
      "a list item without a number",
      query("DescribeVpcs", "&VpcId.x=vpc-1"),
      "UnknownParameter: The parameter VpcId.x is not recognized",
    ],
    [
      "parts of a plain value",
      query("CreateVpc", "&CidrBlock.1=10.0.0.0/16"),
      "UnknownParameter: The parameter CidrBlock.1 is not recognized",
    ],
    [
      "a required parameter left out",
      query("CreateSubnet"),
      "MissingParameter: The request must contain the parameter vpcId",
    ],
    ["no instances", query("TerminateInstances"), "InvalidParameterCombination: No instances specified"],
    [
      "no resources",
      query("CreateTags", "&Tag.1.Key=a"),
      "MissingParameter: The request must contain the parameter resourceIdSet",
    ],
    [
      "a flag that is none",
      query("DescribeVpcs", "&DryRun=maybe"),
      "InvalidParameterValue: Value (maybe) for parameter dryRun is invalid. It must be true or false",
    ],
    [
      "a number that is none",
      query("DescribeVpcs", "&MaxResults=ten"),
      "InvalidParameterValue: Value (ten) for parameter maxResults is invalid. It must be a number",
    ],
    [
      "a broken escape",
      query("DescribeVpcs", "&NextToken=%zz"),
      "MalformedQueryString: The request is not properly URL-encoded",
    ],
    [
      "a character that XML has not",
      query("DescribeVpcs", "&NextToken=%00"),
      "InvalidCharacter: The request contains a character that is not valid",
    ],
    [
      "a path without end",
      query("DescribeVpcs", `&${"a.".repeat(50)}=1`),
      expect.stringContaining("UnknownParameter"),
    ],
  ])("refuses %s", async (_, body, refusal) => {
    const { url } = await startLab();
    const answer = await send(url, body);
    expect(answer.status).toBe(400);
    expect(codeIn(answer)?.replaceAll("'", "&apos;")).toEqual(refusal);
    expect(answer.text).toMatch(
      /^<\?xml.*\n<Response><Errors><Error>.*<\/Errors><RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/,
    );
  });

  it("refuses a body larger than it allows, and more parameters than any request has", async () => {
    const { url } = await startLab();
    const large = await send(url, query("DescribeVpcs", `&NextToken=${"x".repeat(200_000)}`));
    expect([large.status, codeIn(large)]).toEqual([
      413,
      "RequestEntityTooLarge: The request is larger than 100000 bytes",
    ]);
    const many = await send(url, query("DescribeVpcs", "&a".repeat(25_000)));
    expect(codeIn(many)).toBe("MalformedQueryString: The request has too many parameters");
  });

  it("refuses a large body that does not tell its length before", async () => {
    const { url } = await startLab();
    const headers = { ...signed, "transfer-encoding": "chunked" };
    const { status } = await send(url, "x".repeat(200_000), { headers });
    expect(status).toBe(413);
  });

  it("refuses what the verifier refuses, in the words of EC2", async () => {
    const { url } = await startLab();
    const { status, text } = await send(url, query("DescribeVpcs"), { headers: {} });
    expect(status).toBe(401);
    expect(text).toContain("<Code>AuthFailure</Code>");
  });

  it("refuses other methods", async () => {
    const { url } = await startLab();
    expect((await send(url, "", { method: "DELETE" })).status).toBe(405);
  });
});

describe("a request", () => {
  it("that was a dry run is refused with 412 and has changed nothing", async () => {
    const lab = await startLab();
    const ec2 = lab.client();
    const refused = ec2.createVpc({ CidrBlock: "10.0.0.0/16", DryRun: true });
    await expect(refused).rejects.toMatchObject({
      name: "DryRunOperation",
      $metadata: { httpStatusCode: 412 },
    });
    expect((await ec2.describeVpcs({})).Vpcs).toHaveLength(1);
    expect(lab.changes()).toBe(0);
    expect(await refusalOf(ec2.createVpc({ CidrBlock: "10.0.0.0/8", DryRun: true }))).toContain(
      "InvalidVpc.Range",
    );
  });

  it("that was a dry run is not asked whether the state of what is there allows it", async () => {
    const { ec2, VpcId } = await newEstate();
    const dry = async (id: string) => refusalOf(ec2.deleteVpc({ VpcId: id, DryRun: true }));
    expect(await refusalOf(ec2.deleteVpc({ VpcId }))).toMatch(/^DependencyViolation/);
    expect(await dry(VpcId)).toMatch(/^DryRunOperation/);
    expect(await dry("vpc-0")).toMatch(/^InvalidVpcID.NotFound/);
  });

  it("that fails half way has changed nothing, and keeps the order of what is there", async () => {
    const lab = await startLab();
    const ec2 = lab.client();
    const { Vpc } = await ec2.createVpc({ CidrBlock: "10.0.0.0/16" });
    const before = await ec2.describeSecurityGroupRules({});
    const changes = lab.changes();
    const groups = await ec2.describeSecurityGroups({
      Filters: [{ Name: "vpc-id", Values: [Vpc?.VpcId ?? ""] }],
    });
    const GroupId = groups.SecurityGroups?.[0]?.GroupId;
    const IpPermissions = [
      { IpProtocol: "tcp", FromPort: 1, ToPort: 1, IpRanges: [{ CidrIp: "10.0.0.0/8" }] },
      { IpProtocol: "tcp", FromPort: 9, ToPort: 1, IpRanges: [{ CidrIp: "10.0.0.0/8" }] },
    ];
    expect(await refusalOf(ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions }))).toContain(
      "Invalid TCP port range",
    );
    const ids = [
      ...(await ec2.describeInternetGateways({})).InternetGateways!.map((one) => one.InternetGatewayId!),
      "igw-0000",
    ];
    expect(await refusalOf(ec2.createTags({ Resources: ids, Tags: [{ Key: "a", Value: "b" }] }))).toContain(
      "NotFound",
    );
    expect((await ec2.describeTags({})).Tags).toEqual([]);
    expect((await ec2.describeSecurityGroupRules({})).SecurityGroupRules).toEqual(before.SecurityGroupRules);
    expect(lab.changes()).toBe(changes);
  });

  it("tells of each change once, and of no question", async () => {
    const lab = await startLab();
    const ec2 = lab.client();
    await ec2.describeVpcs({});
    expect(lab.changes()).toBe(0);
    await ec2.createVpc({ CidrBlock: "10.0.0.0/16" });
    expect(lab.changes()).toBe(1);
  });

  it("with the same client token is answered as before, and with other parameters refused", async () => {
    const lab = await startLab();
    const ec2 = lab.client();
    const input = { PrefixListName: "a", MaxEntries: 3, AddressFamily: "IPv4", ClientToken: "once" };
    const [first, again] = [
      await ec2.createManagedPrefixList(input),
      await ec2.createManagedPrefixList(input),
    ];
    expect(again.PrefixList).toEqual(first.PrefixList);
    expect(lab.changes()).toBe(1);
    expect(await refusalOf(ec2.createManagedPrefixList({ ...input, MaxEntries: 4 }))).toMatch(
      /^IdempotentParameterMismatch/,
    );
    lab.pass(25 * 60 * 60 * 1000);
    const later = await ec2.createManagedPrefixList({ ...input, MaxEntries: 4 });
    expect(later.PrefixList?.PrefixListId).not.toBe(first.PrefixList?.PrefixListId);
  });

  it("for a Region that is not enabled is refused", async () => {
    const ec2 = (await startLab()).client("eu-west-1");
    expect(await refusalOf(ec2.describeVpcs({}))).toContain("AuthFailure");
  });
});

describe("reset", () => {
  it("takes the account back to its beginning", async () => {
    const lab = await startLab();
    const ec2 = lab.client();
    await ec2.createVpc({ CidrBlock: "10.0.0.0/16" });
    const { status } = await send(lab.url, "", { path: "/_denat/reset" });
    expect([status, (await ec2.describeVpcs({})).Vpcs?.map(({ CidrBlock }) => CidrBlock)]).toEqual([
      200,
      ["172.31.0.0/16"],
    ]);
  });

  it("is nothing but a request where it is not allowed", async () => {
    const ec2 = newEc2();
    const answer = await ec2.handle({
      method: "POST",
      url: "/_denat/reset",
      headers: {},
      body: "",
      credential: owner,
      region: "us-east-1",
    });
    expect(answer.status).toBe(400);
  });
});

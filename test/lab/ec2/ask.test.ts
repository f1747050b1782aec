// What all describe calls have in common: ids, filters, pages, tags.
import { describe, expect, it } from "vitest";
import { must, newEstate } from "./estate.ts";
import { refusalOf, startLab } from "./lab.ts";

async function newTagged(...values: readonly string[]) {
  const lab = await startLab();
  const ec2 = lab.client();
  const ids: string[] = [];
  for (const [index, Value] of values.entries()) {
    const TagSpecifications = [{ ResourceType: "vpc" as const, Tags: [{ Key: "Name", Value }] }];
    ids.push(must((await ec2.createVpc({ CidrBlock: `10.${index}.0.0/16`, TagSpecifications })).Vpc?.VpcId));
  }
  const found = async (...Filters: { Name: string; Values: string[] }[]) =>
    (await ec2.describeVpcs({ Filters })).Vpcs?.flatMap(({ VpcId, IsDefault }) =>
      IsDefault === true ? [] : ids.indexOf(VpcId ?? ""),
    );
  return { lab, ec2, ids, found };
}

describe("filters", () => {
  it.each<[Name: string, Values: string[], found: number[]]>([
    ["tag:Name", ["web"], [0]],
    ["tag:Name", ["web", "db"], [0, 1]],
    ["tag:Name", ["w*"], [0, 2]],
    ["tag:Name", ["?b"], [1]],
    ["tag:Name", ["*"], [0, 1, 2, 3]],
    ["tag:Name", ["**"], [0, 1, 2, 3]],
    ["tag:Name", ["a\\*b"], [3]],
    ["tag:Name", ["a?b"], [3]],
    ["tag:Name", ["WEB"], []],
    ["tag:Name", ["we"], []],
    ["tag:Name", ["w.b"], []],
    ["tag-key", ["Name"], [0, 1, 2, 3]],
    ["tag-key", ["N*"], [0, 1, 2, 3]],
    ["tag:Other", ["*"], []],
    ["cidr", ["10.1.*"], [1]],
    ["is-default", ["false"], [0, 1, 2, 3]],
    ["owner-id", ["123456789012"], [0, 1, 2, 3]],
  ])("%s = %j", async (Name, Values, expected) => {
    const { found } = await newTagged("web", "db", "worker", "a*b");
    expect(await found({ Name, Values })).toEqual(expected);
  });

  it("must all hold", async () => {
    const { found } = await newTagged("web", "db");
    expect(
      await found({ Name: "tag:Name", Values: ["*"] }, { Name: "cidr", Values: ["10.1.0.0/16"] }),
    ).toEqual([1]);
  });

  it("of unknown names, or too many values, are refused", async () => {
    const { found } = await newTagged();
    expect(await refusalOf(found({ Name: "colour", Values: ["red"] }))).toBe(
      "InvalidParameterValue: The filter 'colour' is invalid",
    );
    expect(await refusalOf(found({ Name: "constructor", Values: ["x"] }))).toBe(
      "InvalidParameterValue: The filter 'constructor' is invalid",
    );
    expect(await refusalOf(found({ Name: "cidr", Values: Array.from({ length: 201 }, String) }))).toMatch(
      /^FilterLimitExceeded/,
    );
  });

  it("with many wildcards do not take for ever", async () => {
    const { found } = await newTagged("a".repeat(250));
    expect(await found({ Name: "tag:Name", Values: [`${"*a".repeat(12)}*b`] })).toEqual([]);
  }, 5000);
});

describe("pages", () => {
  it("hold what was asked for, and lead on to the rest, whatever happens between them", async () => {
    const { ec2, ids } = await newTagged(..."abcdefghij".split(""));
    const first = await ec2.describeVpcs({ MaxResults: 5 });
    await ec2.deleteVpc({ VpcId: ids[0] });
    const second = await ec2.describeVpcs({ MaxResults: 5, NextToken: first.NextToken });
    const third = await ec2.describeVpcs({ MaxResults: 5, NextToken: second.NextToken });
    const shown = [first, second, third].map(({ Vpcs }) =>
      Vpcs?.map(({ VpcId }) => ids.indexOf(VpcId ?? "")),
    );
    expect(shown).toEqual([[-1, 0, 1, 2, 3], [4, 5, 6, 7, 8], [9]]);
    expect(third.NextToken).toBeUndefined();
  });

  it("are refused with a size too small, with ids, and with a token that is none", async () => {
    const { ec2, ids } = await newTagged("a");
    expect(await refusalOf(ec2.describeVpcs({ MaxResults: 4 }))).toBe(
      "InvalidParameterValue: Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than 5.",
    );
    expect(await refusalOf(ec2.describeVpcs({ MaxResults: 5, VpcIds: ids }))).toMatch(
      /^InvalidParameterCombination/,
    );
    expect(await refusalOf(ec2.describeVpcs({ NextToken: "x" }))).toMatch(/^InvalidNextToken/);
  });
});

describe("ids", () => {
  it.each([
    ["vpc-00000000000000000", "InvalidVpcID.NotFound: The vpc ID 'vpc-00000000000000000' does not exist"],
    ["subnet-1", 'InvalidVpcID.Malformed: Invalid id: "subnet-1" (expecting "vpc-...")'],
  ])("that are none are refused: %s", async (id, refusal) => {
    const { ec2 } = await newTagged();
    expect(await refusalOf(ec2.describeVpcs({ VpcIds: [id] }))).toBe(refusal);
  });
});

describe("tags", () => {
  it("are set, changed, found and taken from any resource", async () => {
    const { ec2, VpcId, SubnetId, run } = await newEstate();
    const Resources = [VpcId, SubnetId, must((await run()).InstanceId)];
    await ec2.createTags({
      Resources,
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "b", Value: "2" },
      ],
    });
    await ec2.createTags({ Resources: [VpcId], Tags: [{ Key: "a", Value: "3" }] });
    const tags = async (Name: string, Value: string) =>
      (await ec2.describeTags({ Filters: [{ Name, Values: [Value] }] })).Tags?.map(
        ({ ResourceType, Key, Value }) => `${ResourceType} ${Key}=${Value}`,
      );
    expect(await tags("key", "a")).toEqual(["vpc a=3", "subnet a=1", "instance a=1"]);
    expect(await tags("resource-id", VpcId)).toEqual(["vpc a=3", "vpc b=2"]);
    await ec2.deleteTags({ Resources, Tags: [{ Key: "a", Value: "1" }, { Key: "b" }] });
    expect(await tags("resource-type", "*")).toEqual(["vpc a=3"]);
    await ec2.deleteTags({ Resources });
    expect(await tags("resource-type", "*")).toEqual([]);
  });

  it.each([
    [
      [{ Key: "aws:x", Value: "1" }],
      "InvalidParameterValue: Tag keys starting with 'aws:' are reserved for internal use",
    ],
    [[{ Key: "", Value: "1" }], "InvalidParameterValue"],
    [[{ Key: "k".repeat(129), Value: "1" }], "InvalidParameterValue"],
    [[{ Key: "k", Value: "v".repeat(257) }], "InvalidParameterValue"],
    [
      [
        { Key: "k", Value: "1" },
        { Key: "k", Value: "2" },
      ],
      "InvalidParameterValue: Duplicate tag key 'k' specified.",
    ],
    [Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: "" })), "TagLimitExceeded"],
  ])("are refused: %j", async (Tags, refusal) => {
    const { ec2, ids } = await newTagged("a");
    expect(await refusalOf(ec2.createTags({ Resources: ids, Tags }))).toContain(refusal);
    expect(
      await refusalOf(
        ec2.createVpc({ CidrBlock: "10.0.0.0/16", TagSpecifications: [{ ResourceType: "vpc", Tags }] }),
      ),
    ).toContain(refusal);
  });

  it("are refused for a resource that the request does not make", async () => {
    const { ec2 } = await newTagged();
    const TagSpecifications = [{ ResourceType: "subnet" as const, Tags: [] }];
    expect(await refusalOf(ec2.createVpc({ CidrBlock: "10.0.0.0/16", TagSpecifications }))).toBe(
      "InvalidParameterValue: 'subnet' is not a valid taggable resource type for this operation.",
    );
    expect(
      await refusalOf(ec2.createTags({ Resources: ["thing-1"], Tags: [{ Key: "a", Value: "b" }] })),
    ).toMatch(/^InvalidID/);
  });
});

describe("the account", () => {
  it("tells of its Regions, zones and limits", async () => {
    const { ec2 } = await newTagged();
    const { Regions } = await ec2.describeRegions({});
    expect(Regions).toEqual([
      {
        RegionName: "us-east-1",
        Endpoint: "ec2.us-east-1.amazonaws.com",
        OptInStatus: "opt-in-not-required",
      },
      {
        RegionName: "ap-northeast-1",
        Endpoint: "ec2.ap-northeast-1.amazonaws.com",
        OptInStatus: "opt-in-not-required",
      },
    ]);
    const all = await ec2.describeRegions({
      AllRegions: true,
      Filters: [{ Name: "opt-in-status", Values: ["not-opted-in"] }],
    });
    expect(all.Regions?.map(({ RegionName }) => RegionName)).toContain("ap-southeast-7");
    expect(await refusalOf(ec2.describeRegions({ RegionNames: ["moon-1"] }))).toMatch(
      /^InvalidParameterValue/,
    );
    const zone = await ec2.describeAvailabilityZones({ ZoneNames: ["us-east-1b"] });
    expect(zone.AvailabilityZones).toMatchObject([
      { ZoneName: "us-east-1b", ZoneId: "use1-az2", State: "available", RegionName: "us-east-1" },
    ]);
    expect(await refusalOf(ec2.describeAvailabilityZones({ ZoneNames: ["us-east-1x"] }))).toMatch(
      /^InvalidParameterValue/,
    );
    const { AccountAttributes } = await ec2.describeAccountAttributes({ AttributeNames: ["default-vpc"] });
    const [vpc] = must((await ec2.describeVpcs({})).Vpcs);
    expect(AccountAttributes).toEqual([
      { AttributeName: "default-vpc", AttributeValues: [{ AttributeValue: vpc?.VpcId }] },
    ]);
    expect((await ec2.describeVpcClassicLink({})).Vpcs).toMatchObject([{ ClassicLinkEnabled: false }]);
    expect((await ec2.describeVpcClassicLinkDnsSupport({})).Vpcs).toMatchObject([
      { ClassicLinkDnsSupported: false },
    ]);
    expect((await ec2.describeVpcBlockPublicAccessOptions({})).VpcBlockPublicAccessOptions).toMatchObject({
      InternetGatewayBlockMode: "off",
    });
    expect((await ec2.describeTransitGateways({})).TransitGateways).toEqual([]);
    expect((await ec2.describeSpotInstanceRequests({})).SpotInstanceRequests).toEqual([]);
    expect((await ec2.describeVpcEndpointConnectionNotifications({})).ConnectionNotificationSet).toEqual([]);
  });

  it.each([
    ["ap-northeast-1", ["apne1-az1", "apne1-az2", "apne1-az4"]],
    ["us-east-1", [1, 2, 3, 4, 5, 6].map((n) => `use1-az${n}`)],
  ])("calls the zones of %s as AWS does", async (region, ids) => {
    const lab = await startLab();
    const { AvailabilityZones } = await lab.client(region).describeAvailabilityZones({});
    expect(AvailabilityZones?.map(({ ZoneId }) => ZoneId)).toEqual(ids);
  });
});

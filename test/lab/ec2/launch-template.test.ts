import { describe, expect, it } from "vitest";
import { must, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

const web = { LaunchTemplateName: "web" };

async function newTemplate(data: object = {}) {
  const estate = await newEstate();
  const { ec2 } = estate;
  const made = await ec2.createLaunchTemplate({
    ...web,
    VersionDescription: "first",
    LaunchTemplateData: { ImageId: "ami-0123456789abcdef0", InstanceType: "t3.nano", ...data },
  });
  const LaunchTemplateId = must(made.LaunchTemplate?.LaunchTemplateId);
  const newVersion = async (LaunchTemplateData: object, SourceVersion?: string) =>
    must(
      (
        await ec2.createLaunchTemplateVersion({
          LaunchTemplateId,
          LaunchTemplateData,
          ...(SourceVersion === undefined ? {} : { SourceVersion }),
        })
      ).LaunchTemplateVersion,
    );
  const versions = async (input: object = {}) =>
    must(
      (await ec2.describeLaunchTemplateVersions({ LaunchTemplateId, ...input })).LaunchTemplateVersions,
    ).map(({ VersionNumber }) => VersionNumber);
  const launch = async (input: object = {}, LaunchTemplate: object = web) =>
    must(
      (
        await ec2.runInstances({
          MinCount: 1,
          MaxCount: 1,
          SubnetId: estate.SubnetId,
          LaunchTemplate,
          ...input,
        })
      ).Instances?.[0],
    );
  return { ...estate, made: must(made.LaunchTemplate), LaunchTemplateId, newVersion, versions, launch };
}

describe("A launch template", () => {
  it("is made with its first version, and found by its id and its name", async () => {
    const { ec2, made, LaunchTemplateId } = await newTemplate();
    expect(LaunchTemplateId).toMatch(/^lt-0[0-9a-f]{16}$/);
    expect(made).toMatchObject({
      ...web,
      CreatedBy: "arn:aws:iam::123456789012:root",
      DefaultVersionNumber: 1,
      LatestVersionNumber: 1,
    });
    for (const asked of [{ LaunchTemplateIds: [LaunchTemplateId] }, { LaunchTemplateNames: ["web"] }])
      expect((await ec2.describeLaunchTemplates(asked)).LaunchTemplates).toMatchObject([
        { LaunchTemplateId },
      ]);
    const { LaunchTemplateVersions } = await ec2.describeLaunchTemplateVersions(web);
    expect(LaunchTemplateVersions).toMatchObject([
      {
        LaunchTemplateId,
        VersionNumber: 1,
        VersionDescription: "first",
        DefaultVersion: true,
        LaunchTemplateData: { ImageId: "ami-0123456789abcdef0", InstanceType: "t3.nano" },
      },
    ]);
  });

  it("is listed page by page, by its filters and its tags", async () => {
    const { ec2, LaunchTemplateId } = await newTemplate();
    const LaunchTemplateData = { InstanceType: "t3.micro" } as const;
    for (const name of ["api", "jobs"])
      await ec2.createLaunchTemplate({
        LaunchTemplateName: name,
        LaunchTemplateData,
        TagSpecifications: [{ ResourceType: "launch-template", Tags: [{ Key: "team", Value: name }] }],
      });
    const first = await ec2.describeLaunchTemplates({ MaxResults: 2 });
    const next = await ec2.describeLaunchTemplates({ MaxResults: 2, NextToken: first.NextToken });
    expect(
      [...must(first.LaunchTemplates), ...must(next.LaunchTemplates)].map((one) => one.LaunchTemplateName),
    ).toEqual(["web", "api", "jobs"]);
    expect(next.NextToken).toBeUndefined();
    const named = async (Name: string, Value: string) =>
      (await ec2.describeLaunchTemplates({ Filters: [{ Name, Values: [Value] }] })).LaunchTemplates?.map(
        (one) => one.LaunchTemplateName,
      );
    expect(await named("launch-template-name", "w*")).toEqual(["web"]);
    expect(await named("tag:team", "jobs")).toEqual(["jobs"]);
    await ec2.createTags({ Resources: [LaunchTemplateId], Tags: [{ Key: "team", Value: "web" }] });
    expect(await named("tag:team", "web")).toEqual(["web"]);
    const { Tags } = await ec2.describeTags({
      Filters: [{ Name: "resource-type", Values: ["launch-template"] }],
    });
    expect(Tags?.map(({ Value }) => Value)).toEqual(["web", "api", "jobs"]);
  });

  it.each([
    [
      { LaunchTemplateName: "web" },
      "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use.",
    ],
    [{ LaunchTemplateName: "a b" }, /^InvalidLaunchTemplateName\.MalformedException/],
    [{ LaunchTemplateName: "ab" }, /^InvalidLaunchTemplateName\.MalformedException/],
    [{ LaunchTemplateData: {} }, /^MissingParameter.*LaunchTemplateData/i],
    [
      { LaunchTemplateData: { TagSpecifications: [{ ResourceType: "vpc" as const, Tags: [] }] } },
      /^InvalidParameterValue/,
    ],
  ])("is refused for %j", async (input, refusal) => {
    const { ec2 } = await newTemplate();
    const whole = {
      LaunchTemplateName: "other",
      LaunchTemplateData: { InstanceType: "t3.nano" as const },
      ...input,
    };
    expect(await refusalOf(ec2.createLaunchTemplate(whole))).toMatch(refusal);
  });

  it("that is not there is refused in AWS's words", async () => {
    const { ec2, LaunchTemplateId } = await newTemplate();
    const none = "lt-00000000000000000";
    expect(await refusalOf(ec2.describeLaunchTemplates({ LaunchTemplateIds: [none] }))).toBe(
      `InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID ${none}, does not exist.`,
    );
    expect(await refusalOf(ec2.deleteLaunchTemplate({ LaunchTemplateId: "template" }))).toMatch(
      /^InvalidLaunchTemplateId\.Malformed/,
    );
    expect(await refusalOf(ec2.deleteLaunchTemplate({ LaunchTemplateName: "none" }))).toBe(
      "InvalidLaunchTemplateName.NotFoundException: The specified launch template, with template name none, does not exist.",
    );
    expect(await refusalOf(ec2.describeLaunchTemplates({ LaunchTemplateNames: ["web", "none"] }))).toBe(
      "InvalidLaunchTemplateName.NotFoundException: At least one of the launch templates specified in the request does not exist.",
    );
    expect(await refusalOf(ec2.deleteLaunchTemplate({}))).toMatch(/^MissingParameter/);
    expect(await refusalOf(ec2.deleteLaunchTemplate({ LaunchTemplateId, ...web }))).toMatch(
      /^InvalidParameterCombination/,
    );
    await ec2.deleteLaunchTemplate({ LaunchTemplateId });
    expect((await ec2.describeLaunchTemplates({})).LaunchTemplates).toEqual([]);
  });
});

describe("Versions of a launch template", () => {
  it("build on a source version, and one of them is the default", async () => {
    const { ec2, LaunchTemplateId, newVersion, versions } = await newTemplate();
    expect(await newVersion({ InstanceType: "t3.large" }, "$Latest")).toMatchObject({
      VersionNumber: 2,
      DefaultVersion: false,
      LaunchTemplateData: { ImageId: "ami-0123456789abcdef0", InstanceType: "t3.large" },
    });
    expect((await newVersion({ InstanceType: "t3.small" })).LaunchTemplateData).toEqual({
      InstanceType: "t3.small",
    });
    const { LaunchTemplate } = await ec2.modifyLaunchTemplate({ LaunchTemplateId, DefaultVersion: "2" });
    expect(LaunchTemplate).toMatchObject({ DefaultVersionNumber: 2, LatestVersionNumber: 3 });
    expect(await versions()).toEqual([3, 2, 1]);
    expect(await versions({ Versions: ["$Default", "1"] })).toEqual([2, 1]);
    expect(await versions({ MinVersion: "2" })).toEqual([3, 2]);
    expect(await versions({ MaxVersion: "$Default" })).toEqual([2, 1]);
    expect(await versions({ Filters: [{ Name: "is-default-version", Values: ["true"] }] })).toEqual([2]);
    expect(await versions({ Filters: [{ Name: "instance-type", Values: ["t3.small"] }] })).toEqual([3]);
    const first = await ec2.describeLaunchTemplateVersions({ ...web, MaxResults: 2 });
    expect(await versions({ MaxResults: 2, NextToken: first.NextToken })).toEqual([1]);
    expect(await refusalOf(ec2.modifyLaunchTemplate({ ...web, DefaultVersion: "9" }))).toBe(
      "InvalidLaunchTemplateId.VersionNotFound: The launch template version 9 is not found for the specified launch template.",
    );
    expect(await refusalOf(ec2.describeLaunchTemplateVersions({ ...web, Versions: ["9"] }))).toBe(
      `InvalidLaunchTemplateId.VersionNotFound: Could not find the specified version 9 for the launch template with ID ${LaunchTemplateId}.`,
    );
  });

  it("are asked of all templates by the words for them alone", async () => {
    const { ec2, newVersion } = await newTemplate();
    await newVersion({ InstanceType: "t3.large" });
    await ec2.createLaunchTemplate({
      LaunchTemplateName: "api",
      LaunchTemplateData: { ImageId: "resolve:ssm:/aws/service/ami", InstanceType: "t3.nano" },
    });
    const { LaunchTemplateVersions } = await ec2.describeLaunchTemplateVersions({
      Versions: ["$Latest", "$Default"],
      ResolveAlias: true,
    });
    expect(LaunchTemplateVersions?.map((one) => [one.LaunchTemplateName, one.VersionNumber])).toEqual([
      ["web", 2],
      ["web", 1],
      ["api", 1],
    ]);
    expect(LaunchTemplateVersions?.[2]?.LaunchTemplateData?.ImageId).toMatch(/^ami-/);
    expect(await refusalOf(ec2.describeLaunchTemplateVersions({ Versions: ["1"] }))).toMatch(
      /^InvalidParameterValue/,
    );
    expect(await refusalOf(ec2.describeLaunchTemplateVersions({}))).toMatch(/^MissingParameter/);
  });

  it("are deleted but for the default one, and their numbers do not come again", async () => {
    const { ec2, LaunchTemplateId, newVersion, versions } = await newTemplate();
    await newVersion({ InstanceType: "t3.large" });
    await newVersion({ InstanceType: "t3.small" });
    const deleted = await ec2.deleteLaunchTemplateVersions({ LaunchTemplateId, Versions: ["1", "3", "7"] });
    expect(deleted.SuccessfullyDeletedLaunchTemplateVersions).toEqual([
      { LaunchTemplateId, ...web, VersionNumber: 3 },
    ]);
    expect(
      deleted.UnsuccessfullyDeletedLaunchTemplateVersions?.map((one) => [
        one.VersionNumber,
        one.ResponseError?.Code,
      ]),
    ).toEqual([
      [1, "unexpectedError"],
      [7, "launchTemplateVersionDoesNotExist"],
    ]);
    expect(await versions({ Versions: ["$Latest"] })).toEqual([2]);
    expect((await newVersion({ InstanceType: "t3.nano" })).VersionNumber).toBe(4);
  });
});

describe("RunInstances with a launch template", () => {
  it("takes from the version what the request does not give, and tells of it in tags", async () => {
    const { LaunchTemplateId, newGroup, newVersion, launch, ec2 } = await newTemplate({
      UserData: Buffer.from("hello").toString("base64"),
      MetadataOptions: { HttpTokens: "required" },
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "web" }] }],
    });
    const group = await newGroup();
    const made = await launch({ InstanceType: "t3.micro", SecurityGroupIds: [group] });
    expect(made).toMatchObject({
      ImageId: "ami-0123456789abcdef0",
      InstanceType: "t3.micro",
      MetadataOptions: { HttpTokens: "required" },
      SecurityGroups: [{ GroupId: group }],
    });
    expect(made.Tags).toEqual([
      { Key: "Name", Value: "web" },
      { Key: "aws:ec2launchtemplate:id", Value: LaunchTemplateId },
      { Key: "aws:ec2launchtemplate:version", Value: "1" },
    ]);
    await newVersion({ InstanceType: "t3.large", SecurityGroupIds: [group] }, "1");
    const typeOf = async (Version: string) => (await launch({}, { LaunchTemplateId, Version })).InstanceType;
    expect([await typeOf("$Default"), await typeOf("$Latest"), await typeOf("2")]).toEqual([
      "t3.nano",
      "t3.large",
      "t3.large",
    ]);
    const { Reservations } = await ec2.describeInstances({
      Filters: [{ Name: "tag:aws:ec2launchtemplate:version", Values: ["2"] }],
    });
    expect(Reservations).toHaveLength(2);
  });

  it("lists its interfaces by the template, and refuses what does not go together", async () => {
    const { ec2, SubnetId } = await newEstate();
    await ec2.createLaunchTemplate({
      ...web,
      LaunchTemplateData: {
        ImageId: "ami-0123456789abcdef0",
        NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, PrivateIpAddress: "10.0.1.30" }],
      },
    });
    const counts = { MinCount: 1, MaxCount: 1, LaunchTemplate: web };
    expect((await ec2.runInstances(counts)).Instances?.[0]?.PrivateIpAddress).toBe("10.0.1.30");
    expect(await refusalOf(ec2.runInstances({ ...counts, SubnetId }))).toMatch(
      /^InvalidParameterCombination: Network interfaces and an instance-level subnet ID/,
    );
  });

  it("is refused without the template, the version or an image", async () => {
    const { ec2, launch, LaunchTemplateId } = await newTemplate();
    expect(await refusalOf(launch({}, { LaunchTemplateName: "none" }))).toMatch(
      /^InvalidLaunchTemplateName\.NotFoundException/,
    );
    expect(await refusalOf(launch({}, { LaunchTemplateId, Version: "5" }))).toMatch(
      /^InvalidLaunchTemplateId\.VersionNotFound/,
    );
    await ec2.createLaunchTemplate({
      LaunchTemplateName: "bare",
      LaunchTemplateData: { InstanceType: "t3.nano" },
    });
    await ec2.createLaunchTemplate({
      LaunchTemplateName: "torn",
      LaunchTemplateData: { ImageId: "ami-0123456789abcdef0", UserData: "%%" },
    });
    expect(await refusalOf(launch({}, { LaunchTemplateName: "torn" }))).toMatch(
      /^InvalidUserData\.Malformed/,
    );
    expect(await refusalOf(launch({}, { LaunchTemplateName: "bare" }))).toMatch(/^MissingParameter.*ImageId/);
  });
});

describe("GetLaunchTemplateData", () => {
  it("tells parameters that launch another instance like it", async () => {
    const { ec2, run, newGroup } = await newEstate();
    const group = await newGroup();
    const { InstanceId } = await run({
      SecurityGroupIds: [group],
      UserData: Buffer.from("hi").toString("base64"),
      IamInstanceProfile: { Name: "role" },
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "one" }] }],
    });
    const { LaunchTemplateData } = await ec2.getLaunchTemplateData({ InstanceId });
    expect(LaunchTemplateData).toMatchObject({
      ImageId: "ami-0123456789abcdef0",
      InstanceType: "t3.micro",
      UserData: Buffer.from("hi").toString("base64"),
      NetworkInterfaces: [{ DeviceIndex: 0, Groups: [group] }],
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "one" }] }],
    });
    await ec2.terminateInstances({ InstanceIds: [must(InstanceId)] });
    await ec2.createLaunchTemplate({ ...web, LaunchTemplateData: LaunchTemplateData as object });
    const again = await ec2.runInstances({ MinCount: 1, MaxCount: 1, LaunchTemplate: web });
    expect(again.Instances).toMatchObject([
      { InstanceType: "t3.micro", SecurityGroups: [{ GroupId: group }] },
    ]);
  });
});

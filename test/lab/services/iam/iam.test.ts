/** IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  GetInstanceProfileCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { beforeEach, describe, expect, it } from "vitest";
import { account, policyOf, startLab, statement, user } from "../lab.ts";
import type { TestLab } from "../lab.ts";

const trust = JSON.stringify(
  policyOf({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
);
const core = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
const idle = user("idle");
const alice = user("alice", policyOf(statement("Allow", "sts:*", "*")));
let lab: TestLab;
let iam: IAMClient;
let changes = 0;

beforeEach(async () => {
  changes = 0;
  lab = await startLab({
    users: [idle, alice],
    findRole: (arn) => lab.services.iam.findRole(arn),
    onRolesChanged: async () => {
      changes += 1;
    },
  });
  iam = new IAMClient({ ...lab.config("iam"), endpoint: "http://iam.amazonaws.com" });
  await iam.send(
    new CreateRoleCommand({
      RoleName: "web",
      Path: "/team/",
      AssumeRolePolicyDocument: trust,
      Tags: [{ Key: "a", Value: "b & c" }],
    }),
  );
});

const RoleName = "web";
const inline = JSON.stringify(policyOf(statement("Allow", "s3:GetObject", "*")));

describe("roles", () => {
  it("are made, told and found by their path", async () => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${account}:role/team/web`,
      Path: "/team/",
      MaxSessionDuration: 3600,
      Tags: [{ Key: "a", Value: "b & c" }],
    });
    expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(trust);
    await iam.send(new CreateRoleCommand({ RoleName: "other", AssumeRolePolicyDocument: trust }));
    const names = async (more = {}) =>
      (await iam.send(new ListRolesCommand(more))).Roles?.map((role) => role.RoleName);
    expect(await names()).toEqual(["web", "other"]);
    expect(await names({ PathPrefix: "/team/" })).toEqual(["web"]);
    const first = await iam.send(new ListRolesCommand({ MaxItems: 1 }));
    expect(first.IsTruncated).toBe(true);
    expect(await names({ Marker: first.Marker })).toEqual(["other"]);
  });

  it("are refused twice, and with documents that are none", async () => {
    const create = (AssumeRolePolicyDocument: string, name = "new") =>
      iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
    await expect(create(trust, "web")).rejects.toMatchObject({
      name: "EntityAlreadyExistsException",
      message: "Role with name web already exists.",
    });
    for (const document of ["{", inline, JSON.stringify({ Version: "2012-10-17" })])
      await expect(create(document)).rejects.toMatchObject({ name: "MalformedPolicyDocumentException" });
    await expect(create(trust, "a b")).rejects.toMatchObject({ name: "ValidationError" });
    await expect(iam.send(new GetRoleCommand({ RoleName: "none" }))).rejects.toMatchObject({
      name: "NoSuchEntityException",
      message: "The role with name none cannot be found.",
    });
  });

  it("have tags that come and go", async () => {
    await iam.send(
      new TagRoleCommand({
        RoleName,
        Tags: [
          { Key: "a", Value: "2" },
          { Key: "z", Value: "" },
        ],
      }),
    );
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["z"] }));
    expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([{ Key: "a", Value: "2" }]);
  });

  it("are deleted when nothing hangs on them any more", async () => {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: core }));
    const remove = () => iam.send(new DeleteRoleCommand({ RoleName }));
    await expect(remove()).rejects.toMatchObject({
      name: "DeleteConflictException",
      message: "Cannot delete entity, must detach all policies first.",
    });
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: core }));
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: "NoSuchEntityException" });
  });
});

describe("policies of a role", () => {
  it("are written into it", async () => {
    const PolicyName = "read";
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: inline }));
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(["read"]);
    const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    expect(decodeURIComponent(PolicyDocument)).toBe(inline);
    expect(lab.services.iam.findRole(`arn:aws:iam::${account}:role/team/web`)?.policies).toEqual([
      JSON.parse(inline),
    ]);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await expect(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).rejects.toMatchObject({
      name: "NoSuchEntityException",
    });
    await expect(
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: trust })),
    ).rejects.toMatchObject({ name: "MalformedPolicyDocumentException" });
  });

  it("are attached, those of AWS that the facts know", async () => {
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: core }));
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    expect(AttachedPolicies).toEqual([{ PolicyName: "AmazonSSMManagedInstanceCore", PolicyArn: core }]);
    await expect(
      iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: "arn:aws:iam::aws:policy/None" })),
    ).rejects.toMatchObject({ name: "NoSuchEntityException" });
  });

  it("change what is told to whoever waits for it", async () => {
    expect(changes).toBe(1);
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: core }));
    await iam.send(new GetRoleCommand({ RoleName }));
    expect(changes).toBe(2);
  });
});

describe("instance profiles", () => {
  const InstanceProfileName = "web-profile";
  beforeEach(async () => {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
  });

  it("hold one role", async () => {
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
    expect(InstanceProfile).toMatchObject({
      Arn: `arn:aws:iam::${account}:instance-profile/web-profile`,
      Roles: [{ RoleName }],
    });
    expect(lab.services.iam.findProfile(InstanceProfileName)).toEqual({
      Arn: InstanceProfile?.Arn,
      Id: InstanceProfile?.InstanceProfileId,
    });
    await expect(
      iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName })),
    ).rejects.toMatchObject({ name: "LimitExceededException" });
    expect((await iam.send(new ListInstanceProfilesCommand({}))).InstanceProfiles).toHaveLength(1);
    expect(
      (await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }))).InstanceProfiles,
    ).toMatchObject([{ InstanceProfileName }]);
  });

  it("let go of it, and then go themselves", async () => {
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    await expect(iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: "DeleteConflictException",
    });
    await expect(iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }))).rejects.toMatchObject({
      name: "DeleteConflictException",
    });
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  });

  it("are told with everything else", async () => {
    await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: core }));
    const { RoleDetailList } = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    expect(RoleDetailList).toMatchObject([
      {
        RoleName,
        AttachedManagedPolicies: [{ PolicyArn: core }],
        InstanceProfileList: [{ InstanceProfileName }],
      },
    ]);
  });
});

describe("permissions", () => {
  it("are asked of the caller", async () => {
    const poor = new IAMClient({ ...lab.config("iam", idle), endpoint: "http://iam.amazonaws.com" });
    await expect(poor.send(new ListRolesCommand({}))).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("of the role are those of its trust policy", async () => {
    const RoleArn = `arn:aws:iam::${account}:role/human`;
    const assume = () =>
      lab.sts(undefined, alice).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "me" }));
    await expect(assume()).rejects.toMatchObject({ name: "AccessDenied" });
    const AssumeRolePolicyDocument = JSON.stringify(
      policyOf({ Effect: "Allow", Principal: { AWS: alice.arn }, Action: "sts:AssumeRole" }),
    );
    await iam.send(new CreateRoleCommand({ RoleName: "human", AssumeRolePolicyDocument }));
    expect((await assume()).AssumedRoleUser?.Arn).toMatch(/assumed-role\/human\/me$/);
  });
});

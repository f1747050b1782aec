import { describe, expect, it } from "vitest";
import { must, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

const own = { PrefixListName: "offices", AddressFamily: "IPv4", MaxEntries: 2 };

async function newList(input: object = {}) {
  const estate = await newEstate();
  const { PrefixList } = await estate.ec2.createManagedPrefixList({
    ...own,
    Entries: [{ Cidr: "192.0.2.0/24", Description: "here" }],
    ...input,
  });
  const PrefixListId = must(PrefixList?.PrefixListId);
  const cidrs = async (TargetVersion?: number) =>
    (await estate.ec2.getManagedPrefixListEntries({ PrefixListId, TargetVersion })).Entries?.map(
      ({ Cidr }) => Cidr,
    );
  return { ...estate, PrefixList, PrefixListId, cidrs };
}

describe("prefix lists of AWS", () => {
  it("are those of the Region, with their blocks, and cannot be changed", async () => {
    const { ec2 } = await newEstate();
    const { PrefixLists } = await ec2.describeManagedPrefixLists({
      Filters: [{ Name: "owner-id", Values: ["AWS"] }],
    });
    const s3 = must(
      PrefixLists?.find(({ PrefixListName }) => PrefixListName === "com.amazonaws.us-east-1.s3"),
    );
    expect(s3).toMatchObject({
      State: "create-complete",
      AddressFamily: "IPv4",
      PrefixListArn: expect.stringMatching(/^arn:aws:ec2:us-east-1:aws:prefix-list\/pl-63a5400a$/),
    });
    const PrefixListId = must(s3.PrefixListId);
    const { Entries } = await ec2.getManagedPrefixListEntries({ PrefixListId });
    expect(Entries?.length).toBeGreaterThan(5);
    expect(await refusalOf(ec2.deleteManagedPrefixList({ PrefixListId }))).toMatch(/^OperationNotPermitted/);
    expect(await refusalOf(ec2.modifyManagedPrefixList({ PrefixListId, MaxEntries: 3 }))).toMatch(
      /^OperationNotPermitted/,
    );
  });
});

describe("prefix lists of the customer", () => {
  it("are in progress when they are made, and there when they are asked for", async () => {
    const { ec2, PrefixList, PrefixListId } = await newList();
    expect(PrefixList).toMatchObject({
      State: "create-in-progress",
      Version: 1,
      MaxEntries: 2,
      OwnerId: "123456789012",
    });
    const { PrefixLists } = await ec2.describeManagedPrefixLists({ PrefixListIds: [PrefixListId] });
    expect(PrefixLists).toMatchObject([{ State: "create-complete", PrefixListName: "offices" }]);
    const { Entries } = await ec2.getManagedPrefixListEntries({ PrefixListId });
    expect(Entries).toEqual([{ Cidr: "192.0.2.0/24", Description: "here" }]);
  });

  it("have a version for each change of entries", async () => {
    const { ec2, PrefixListId, cidrs } = await newList();
    await ec2.modifyManagedPrefixList({
      PrefixListId,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: "198.51.100.0/24" }],
    });
    await ec2.modifyManagedPrefixList({
      PrefixListId,
      CurrentVersion: 2,
      RemoveEntries: [{ Cidr: "192.0.2.0/24" }],
    });
    expect([await cidrs(1), await cidrs(2), await cidrs(), await cidrs(3)]).toEqual([
      ["192.0.2.0/24"],
      ["192.0.2.0/24", "198.51.100.0/24"],
      ["198.51.100.0/24"],
      ["198.51.100.0/24"],
    ]);
    await ec2.restoreManagedPrefixListVersion({ PrefixListId, PreviousVersion: 1, CurrentVersion: 3 });
    expect(await cidrs()).toEqual(["192.0.2.0/24"]);
    await ec2.modifyManagedPrefixList({ PrefixListId, PrefixListName: "renamed" });
    expect(
      (await ec2.describeManagedPrefixLists({ PrefixListIds: [PrefixListId] })).PrefixLists,
    ).toMatchObject([{ PrefixListName: "renamed", Version: 4 }]);
  });

  it.each([
    [{ AddEntries: [{ Cidr: "10.0.0.0/8" }] }, "PrefixListVersionMismatch"],
    [
      { CurrentVersion: 1, AddEntries: [{ Cidr: "10.0.0.0/8" }, { Cidr: "11.0.0.0/8" }] },
      "PrefixListMaxEntriesExceeded",
    ],
    [
      { CurrentVersion: 1, AddEntries: [{ Cidr: "10.0.0.0/8" }, { Cidr: "10.0.0.1/8" }] },
      "InvalidParameterValue",
    ],
    [{ CurrentVersion: 1, AddEntries: [{ Cidr: "2001:db8::/32" }] }, "InvalidParameterValue"],
    [{ CurrentVersion: 1, RemoveEntries: [{ Cidr: "10.0.0.0/8" }] }, "InvalidParameterValue"],
    [{ MaxEntries: 0 }, "InvalidParameterValue"],
    [{ PrefixListName: "com.amazonaws.mine" }, "InvalidParameterValue"],
  ])("refuse the change %j: %s", async (input, code) => {
    const { ec2, PrefixListId } = await newList();
    expect(await refusalOf(ec2.modifyManagedPrefixList({ PrefixListId, ...input }))).toMatch(code);
  });

  it("stay while a rule or route names them", async () => {
    const { ec2, PrefixListId, newGroup } = await newList();
    const GroupId = await newGroup();
    const IpPermissions = [{ IpProtocol: "-1", PrefixListIds: [{ PrefixListId }] }];
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
    expect((await ec2.getManagedPrefixListAssociations({ PrefixListId })).PrefixListAssociations).toEqual([
      { ResourceId: GroupId, ResourceOwner: "123456789012" },
    ]);
    const { PrefixList } = await ec2.deleteManagedPrefixList({ PrefixListId });
    expect(PrefixList?.State).toBe("delete-in-progress");
    const { PrefixLists } = await ec2.describeManagedPrefixLists({ PrefixListIds: [PrefixListId] });
    expect(PrefixLists).toMatchObject([
      { State: "delete-failed", StateMessage: `The prefix list is in use by ${GroupId}` },
    ]);
    await ec2.revokeSecurityGroupIngress({ GroupId, IpPermissions });
    expect((await ec2.deleteManagedPrefixList({ PrefixListId })).PrefixList?.State).toBe(
      "delete-in-progress",
    );
    expect(await refusalOf(ec2.getManagedPrefixListEntries({ PrefixListId }))).toMatch(
      /^InvalidPrefixListID.NotFound/,
    );
  });
});

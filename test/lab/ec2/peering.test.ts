import { describe, expect, it } from "vitest";
import { must, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

async function newPair(PeerRegion: "us-east-1" | "ap-northeast-1", peerBlock = "10.1.0.0/16") {
  const estate = await newEstate();
  const { ec2, VpcId, lab } = estate;
  const there = lab.client(PeerRegion);
  const PeerVpcId = must((await there.createVpc({ CidrBlock: peerBlock })).Vpc?.VpcId);
  const { VpcPeeringConnection } = await ec2.createVpcPeeringConnection({ VpcId, PeerVpcId, PeerRegion });
  const VpcPeeringConnectionId = must(VpcPeeringConnection?.VpcPeeringConnectionId);
  const one = async (client = ec2) =>
    must(
      (await client.describeVpcPeeringConnections({ VpcPeeringConnectionIds: [VpcPeeringConnectionId] }))
        .VpcPeeringConnections?.[0],
    );
  return { ...estate, there, PeerVpcId, VpcPeeringConnection, VpcPeeringConnectionId, one };
}

describe.each(["us-east-1", "ap-northeast-1"] as const)("a peering connection with %s", (region) => {
  it("waits, is accepted, and works until it is deleted", async () => {
    const {
      ec2,
      there,
      VpcId,
      PeerVpcId,
      VpcPeeringConnection,
      VpcPeeringConnectionId,
      one,
      RouteTableId,
      routes,
    } = await newPair(region);
    expect(VpcPeeringConnection?.Status?.Code).toBe("initiating-request");
    const waiting = await one();
    expect(waiting).toMatchObject({
      Status: { Code: "pending-acceptance", Message: "Pending Acceptance by 123456789012" },
      RequesterVpcInfo: { VpcId, CidrBlock: "10.0.0.0/16", Region: "us-east-1" },
      AccepterVpcInfo: { VpcId: PeerVpcId, Region: region },
    });
    expect(waiting.AccepterVpcInfo?.CidrBlock).toBeUndefined();
    await there.acceptVpcPeeringConnection({ VpcPeeringConnectionId });
    expect(await one(there)).toMatchObject({
      Status: { Code: "active" },
      AccepterVpcInfo: { CidrBlock: "10.1.0.0/16" },
    });
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "10.1.0.0/16", VpcPeeringConnectionId });
    expect((await routes())[1]?.State).toBe("active");
    expect(await refusalOf(there.deleteVpc({ VpcId: PeerVpcId }))).toMatch(/^DependencyViolation/);
    await there.deleteVpcPeeringConnection({ VpcPeeringConnectionId });
    expect([(await one()).Status?.Code, (await routes())[1]?.State]).toEqual(["deleted", "blackhole"]);
    expect(await refusalOf(ec2.deleteVpcPeeringConnection({ VpcPeeringConnectionId }))).toMatch(
      /^InvalidStateTransition/,
    );
  });

  it("may be refused, and cannot be accepted then", async () => {
    const { there, VpcPeeringConnectionId, one } = await newPair(region);
    await there.rejectVpcPeeringConnection({ VpcPeeringConnectionId });
    expect((await one()).Status?.Code).toBe("rejected");
    expect(await refusalOf(there.acceptVpcPeeringConnection({ VpcPeeringConnectionId }))).toMatch(
      /^InvalidStateTransition/,
    );
  });
});

describe("a peering connection", () => {
  it("is accepted in the Region of the accepter", async () => {
    const { ec2, VpcPeeringConnectionId } = await newPair("ap-northeast-1");
    expect(await refusalOf(ec2.acceptVpcPeeringConnection({ VpcPeeringConnectionId }))).toBe(
      `OperationNotPermitted: Incorrect region (us-east-1) specified for this request. VPC peering connection ${VpcPeeringConnectionId} must be accepted in region ap-northeast-1`,
    );
    expect(await refusalOf(ec2.rejectVpcPeeringConnection({ VpcPeeringConnectionId }))).toMatch(
      /must be accepted or rejected in region ap-northeast-1$/,
    );
  });

  it("fails between overlapping blocks, and with a VPC that is not there", async () => {
    const { one } = await newPair("us-east-1", "10.0.128.0/17");
    expect((await one()).Status?.Code).toBe("failed");
    const { ec2, VpcId } = await newEstate();
    await ec2.createVpcPeeringConnection({ VpcId, PeerVpcId: "vpc-0000" });
    expect(
      (await ec2.describeVpcPeeringConnections({})).VpcPeeringConnections?.map(({ Status }) => Status?.Code),
    ).toEqual(["failed"]);
  });

  it("expires after a week, and is there once between two VPCs", async () => {
    const { lab, ec2, VpcId, PeerVpcId, one, VpcPeeringConnectionId } = await newPair("us-east-1");
    expect(await refusalOf(ec2.createVpcPeeringConnection({ VpcId: PeerVpcId, PeerVpcId: VpcId }))).toMatch(
      /^VpcPeeringConnectionAlreadyExists/,
    );
    lab.pass(8 * 24 * 60 * 60 * 1000);
    expect((await one()).Status?.Code).toBe("expired");
    expect(await refusalOf(ec2.acceptVpcPeeringConnection({ VpcPeeringConnectionId }))).toMatch(
      /^InvalidStateTransition/,
    );
  });

  it("to another account waits for it", async () => {
    const { ec2, VpcId } = await newEstate();
    const { VpcPeeringConnection } = await ec2.createVpcPeeringConnection({
      VpcId,
      PeerVpcId: "vpc-0000",
      PeerOwnerId: "999999999999",
    });
    expect(
      await refusalOf(
        ec2.acceptVpcPeeringConnection({
          VpcPeeringConnectionId: VpcPeeringConnection?.VpcPeeringConnectionId,
        }),
      ),
    ).toMatch(/^OperationNotPermitted/);
  });

  it("takes options when it is active", async () => {
    const { ec2, VpcPeeringConnectionId, one } = await newPair("us-east-1");
    const options = {
      VpcPeeringConnectionId,
      RequesterPeeringConnectionOptions: { AllowDnsResolutionFromRemoteVpc: true },
    };
    expect(await refusalOf(ec2.modifyVpcPeeringConnectionOptions(options))).toBe(
      `OperationNotPermitted: Peering ${VpcPeeringConnectionId} is not active. Peering options can be added only to active peerings.`,
    );
    await ec2.acceptVpcPeeringConnection({ VpcPeeringConnectionId });
    await ec2.modifyVpcPeeringConnectionOptions(options);
    expect(await one()).toMatchObject({
      RequesterVpcInfo: { PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true } },
      AccepterVpcInfo: { PeeringOptions: { AllowDnsResolutionFromRemoteVpc: false } },
    });
  });

  it("has tags of its own in each Region", async () => {
    const { ec2, there, VpcPeeringConnectionId: id, one } = await newPair("ap-northeast-1");
    await ec2.createTags({ Resources: [id], Tags: [{ Key: "Name", Value: "ours" }] });
    await there.acceptVpcPeeringConnection({ VpcPeeringConnectionId: id });
    expect((await one(there)).Tags).toEqual([]);
    await there.createTags({ Resources: [id], Tags: [{ Key: "Name", Value: "theirs" }] });
    await ec2.deleteVpcPeeringConnection({ VpcPeeringConnectionId: id });
    expect([(await one()).Tags, (await one(there)).Tags]).toEqual([
      [{ Key: "Name", Value: "ours" }],
      [{ Key: "Name", Value: "theirs" }],
    ]);
  });

  it("lets a group name one of the other VPC", async () => {
    const { ec2, VpcId, newGroup, PeerVpcId, VpcPeeringConnectionId } = await newPair("us-east-1");
    const far = must(
      (await ec2.createSecurityGroup({ VpcId: PeerVpcId, GroupName: "far", Description: "d" })).GroupId,
    );
    const GroupId = await newGroup();
    const references = async () =>
      (await ec2.describeSecurityGroupReferences({ GroupId: [far] })).SecurityGroupReferenceSet;
    const IpPermissions = [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: far }] }];
    expect(await refusalOf(ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions }))).toMatch(
      /^InvalidGroup.NotFound/,
    );
    await ec2.acceptVpcPeeringConnection({ VpcPeeringConnectionId });
    expect(await references()).toEqual([]);
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
    expect(await references()).toEqual([{ GroupId: far, ReferencingVpcId: VpcId, VpcPeeringConnectionId }]);
  });

  it("leaves rules stale when it goes, and when the group that they name does", async () => {
    const { ec2, VpcId, newGroup, PeerVpcId, VpcPeeringConnectionId } = await newPair("us-east-1");
    await ec2.acceptVpcPeeringConnection({ VpcPeeringConnectionId });
    const inPeer = async (GroupName: string) =>
      must((await ec2.createSecurityGroup({ VpcId: PeerVpcId, GroupName, Description: "d" })).GroupId);
    const [kept, gone] = [await inPeer("kept"), await inPeer("gone")];
    const GroupId = await newGroup();
    const tcp = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };
    const naming = (id: string) => [{ ...tcp, UserIdGroupPairs: [{ GroupId: id, VpcPeeringConnectionId }] }];
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions: naming(gone) });
    await ec2.authorizeSecurityGroupEgress({ GroupId, IpPermissions: naming(kept) });
    const stale = async () => must((await ec2.describeStaleSecurityGroups({ VpcId })).StaleSecurityGroupSet);
    expect(await stale()).toEqual([]);
    await ec2.deleteSecurityGroup({ GroupId: gone });
    const pair = { UserId: "123456789012", VpcId: PeerVpcId, VpcPeeringConnectionId };
    expect(await stale()).toEqual([
      {
        GroupId,
        GroupName: "web",
        Description: "web",
        VpcId,
        StaleIpPermissions: [
          { ...tcp, IpRanges: [], PrefixListIds: [], UserIdGroupPairs: [{ ...pair, GroupId: gone }] },
        ],
        StaleIpPermissionsEgress: [],
      },
    ]);
    await ec2.deleteVpcPeeringConnection({ VpcPeeringConnectionId });
    expect((await stale())[0]?.StaleIpPermissionsEgress).toMatchObject([
      { UserIdGroupPairs: [{ ...pair, GroupId: kept }] },
    ]);
    expect((await ec2.describeStaleSecurityGroups({ VpcId: PeerVpcId })).StaleSecurityGroupSet).toEqual([]);
    expect(await refusalOf(ec2.describeStaleSecurityGroups({ VpcId: "vpc-0000" }))).toMatch(
      /^InvalidVpcID\.NotFound/,
    );
  });
});

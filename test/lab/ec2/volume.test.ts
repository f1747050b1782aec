import { describe, expect, it } from "vitest";
import { must, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

async function newVolumes() {
  const estate = await newEstate();
  const { ec2 } = estate;
  const volumes = async (input: object = {}) => must((await ec2.describeVolumes(input)).Volumes);
  const inUse = async (InstanceId: string | undefined) =>
    volumes({ Filters: [{ Name: "attachment.instance-id", Values: [must(InstanceId)] }] });
  const newVolume = async (input: object = {}) =>
    must((await ec2.createVolume({ AvailabilityZone: "us-east-1a", Size: 10, ...input })).VolumeId);
  return { ...estate, volumes, inUse, newVolume };
}

describe("The volumes of an instance", () => {
  it("are those of its image, and go with it", async () => {
    const { ec2, run, volumes } = await newVolumes();
    const { InstanceId } = await run({
      TagSpecifications: [{ ResourceType: "volume", Tags: [{ Key: "Name", Value: "root" }] }],
    });
    const [root, second] = await volumes();
    expect(second).toBeUndefined();
    expect(root).toMatchObject({
      Size: 8,
      VolumeType: "gp3",
      Iops: 3000,
      Throughput: 125,
      State: "in-use",
      AvailabilityZone: "us-east-1a",
      Attachments: [{ InstanceId, Device: "/dev/xvda", DeleteOnTermination: true, State: "attached" }],
      Tags: [{ Key: "Name", Value: "root" }],
    });
    const VolumeId = must(root?.VolumeId);
    const { Reservations } = await ec2.describeInstances({
      Filters: [{ Name: "block-device-mapping.volume-id", Values: [VolumeId] }],
    });
    const mappings = [
      { DeviceName: "/dev/xvda", Ebs: { VolumeId, Status: "attached", DeleteOnTermination: true } },
    ];
    expect(Reservations?.[0]?.Instances).toMatchObject([{ InstanceId, BlockDeviceMappings: mappings }]);
    expect(
      await ec2.describeInstanceAttribute({ InstanceId, Attribute: "blockDeviceMapping" }),
    ).toMatchObject({ BlockDeviceMappings: mappings });
    expect(
      (await ec2.getLaunchTemplateData({ InstanceId })).LaunchTemplateData?.BlockDeviceMappings,
    ).toMatchObject([{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 8, VolumeType: "gp3" } }]);
    await ec2.terminateInstances({ InstanceIds: [must(InstanceId)] });
    expect(await volumes()).toEqual([]);
  });

  it("are as the request says, device by device", async () => {
    const { ec2, run, inUse, volumes } = await newVolumes();
    const { InstanceId } = await run({
      BlockDeviceMappings: [
        { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 30, DeleteOnTermination: false } },
        { DeviceName: "/dev/sdf", Ebs: { VolumeSize: 100, VolumeType: "gp2" } },
        { DeviceName: "/dev/sdg", VirtualName: "ephemeral0" },
      ],
    });
    expect(
      (await inUse(InstanceId)).map((one) => [
        one.Attachments?.[0]?.Device,
        one.Size,
        one.VolumeType,
        one.Iops,
      ]),
    ).toEqual([
      ["/dev/xvda", 30, "gp3", 3000],
      ["/dev/sdf", 100, "gp2", 300],
    ]);
    await ec2.terminateInstances({ InstanceIds: [must(InstanceId)] });
    expect(await volumes()).toMatchObject([{ Size: 30, State: "available", Attachments: [] }]);
    const bare = await run({ BlockDeviceMappings: [{ DeviceName: "/dev/xvda", NoDevice: "" }] });
    expect(await inUse(bare.InstanceId)).toEqual([]);
    expect(
      await refusalOf(run({ BlockDeviceMappings: [{ DeviceName: "/dev/sdf", Ebs: { VolumeType: "gp2" } }] })),
    ).toMatch(/^MissingParameter/);
  });
});

describe("ModifyInstanceAttribute", () => {
  it("says whether a volume goes with its instance", async () => {
    const { ec2, run, volumes } = await newVolumes();
    const { InstanceId = "" } = await run();
    const keep = (DeviceName: string, Ebs: object) =>
      ec2.modifyInstanceAttribute({ InstanceId, BlockDeviceMappings: [{ DeviceName, Ebs }] });
    expect(await refusalOf(keep("/dev/sdz", { DeleteOnTermination: false }))).toBe(
      "InvalidInstanceAttributeValue: No device is currently mapped at /dev/sdz",
    );
    expect(await refusalOf(keep("/dev/xvda", {}))).toMatch(/^MissingParameter/);
    await keep("/dev/xvda", { DeleteOnTermination: false });
    await ec2.terminateInstances({ InstanceIds: [InstanceId] });
    expect(await volumes()).toMatchObject([{ State: "available" }]);
  });
});

describe("A volume", () => {
  it("is made in a zone, attached, detached and deleted", async () => {
    const { ec2, run, newVolume, volumes } = await newVolumes();
    const { InstanceId } = await run();
    const VolumeId = await newVolume({ VolumeType: "io1", Iops: 500, Encrypted: true, KmsKeyId: "mine" });
    const [made] = await volumes({ VolumeIds: [VolumeId] });
    expect(made).toMatchObject({ State: "available", Iops: 500, Encrypted: true, KmsKeyId: "mine" });
    expect(made?.Tags).toBeUndefined();
    const asked = { VolumeId, InstanceId, Device: "/dev/sdf" };
    expect(await ec2.attachVolume(asked)).toMatchObject({ ...asked, State: "attaching" });
    expect(await refusalOf(ec2.attachVolume(asked))).toBe(
      `VolumeInUse: ${VolumeId} is already attached to an instance`,
    );
    expect(await refusalOf(ec2.deleteVolume({ VolumeId }))).toBe(
      `VolumeInUse: Volume ${VolumeId} is currently attached to ${InstanceId}`,
    );
    expect(await refusalOf(ec2.attachVolume({ ...asked, VolumeId: await newVolume() }))).toMatch(
      /^InvalidParameterValue: Invalid value '\/dev\/sdf' for unixDevice/,
    );
    expect(await refusalOf(ec2.detachVolume({ VolumeId, Device: "/dev/sdz" }))).toMatch(
      /^InvalidAttachment\.NotFound/,
    );
    expect(await ec2.detachVolume({ VolumeId })).toMatchObject({ State: "detaching" });
    expect(await refusalOf(ec2.detachVolume({ VolumeId }))).toBe(
      `IncorrectState: Volume '${VolumeId}' is in the 'available' state.`,
    );
    await ec2.deleteVolume({ VolumeId });
    expect(await refusalOf(ec2.deleteVolume({ VolumeId }))).toBe(
      `InvalidVolume.NotFound: The volume '${VolumeId}' does not exist.`,
    );
  });

  it("that is the root of an instance is detached only while that is stopped", async () => {
    const { ec2, run, inUse } = await newVolumes();
    const { InstanceId = "" } = await run();
    const VolumeId = (await inUse(InstanceId))[0]?.VolumeId;
    expect(await refusalOf(ec2.detachVolume({ VolumeId }))).toBe(
      `OperationNotPermitted: Unable to detach root volume '${VolumeId}' from instance '${InstanceId}'`,
    );
    await ec2.stopInstances({ InstanceIds: [InstanceId] });
    await ec2.detachVolume({ VolumeId });
    expect(await inUse(InstanceId)).toEqual([]);
  });

  it("is attached in its own zone alone", async () => {
    const { ec2, run, newVolume } = await newVolumes();
    const { InstanceId } = await run();
    const VolumeId = await newVolume({ AvailabilityZone: "us-east-1b" });
    expect(await refusalOf(ec2.attachVolume({ VolumeId, InstanceId, Device: "/dev/sdf" }))).toMatch(
      /^InvalidVolume\.ZoneMismatch/,
    );
  });

  it.each([
    [{ Size: undefined }, /^MissingParameter/],
    [{ AvailabilityZone: undefined }, /^MissingParameter/],
    [{ AvailabilityZone: "us-east-1z" }, /^InvalidZone\.NotFound/],
    [{ SnapshotId: "snap-00000000000000000" }, /^InvalidSnapshot\.NotFound/],
    [{ VolumeType: "gp9" }, /^UnknownVolumeType/],
    [{ VolumeType: "st1" }, /^InvalidParameterValue: Volume of 10GiB/],
    [{ VolumeType: "io2" }, /^MissingParameter.*iops/],
    [{ Throughput: 200 }, /^InvalidParameterCombination.*throughput/],
    [{ Iops: 500 }, /^InvalidParameterCombination.*iops/],
    [{ KmsKeyId: "alias/mine" }, /^InvalidParameterDependency/],
  ])("is refused for %j", async (input, refusal) => {
    const { newVolume } = await newVolumes();
    expect(await refusalOf(newVolume(input))).toMatch(refusal);
  });
});

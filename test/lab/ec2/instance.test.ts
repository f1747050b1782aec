import { describe, expect, it } from "vitest";
import { must, namesDns, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

async function newInstance(input: object = {}) {
  const estate = await newEstate();
  await estate.ec2.modifyVpcAttribute({ VpcId: estate.VpcId, ...namesDns });
  const made = await estate.run(input);
  const InstanceId = must(made.InstanceId);
  const one = async () =>
    must(
      (await estate.ec2.describeInstances({ InstanceIds: [InstanceId] })).Reservations?.[0]?.Instances?.[0],
    );
  return { ...estate, made, InstanceId, one };
}

describe("RunInstances", () => {
  it("puts an instance into its subnet, with what the request gave it", async () => {
    const estate = await newEstate();
    await estate.ec2.modifyVpcAttribute({ VpcId: estate.VpcId, ...namesDns });
    const group = await estate.newGroup();
    const made = await estate.run({
      SecurityGroupIds: [group],
      PrivateIpAddress: "10.0.1.20",
      IamInstanceProfile: { Name: "ssm-role" },
      UserData: Buffer.from("#!/bin/sh\necho").toString("base64"),
      MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 2 },
      HibernationOptions: { Configured: true },
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "web" }] }],
    });
    expect([made.State, made.StateReason]).toEqual([
      { Code: 0, Name: "pending" },
      { Code: "pending", Message: "pending" },
    ]);
    const { Reservations } = await estate.ec2.describeInstances({});
    expect(Reservations?.[0]?.ReservationId).toMatch(/^r-/);
    expect(Reservations?.[0]?.Instances).toMatchObject([
      {
        State: { Code: 16, Name: "running" },
        PrivateIpAddress: "10.0.1.20",
        PrivateDnsName: "ip-10-0-1-20.ec2.internal",
        PublicDnsName: "",
        SecurityGroups: [{ GroupId: group }],
        IamInstanceProfile: { Arn: "arn:aws:iam::123456789012:instance-profile/ssm-role" },
        MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 2, HttpEndpoint: "enabled" },
        Placement: { AvailabilityZone: "us-east-1a" },
        HibernationOptions: { Configured: true },
        Tags: [{ Key: "Name", Value: "web" }],
        NetworkInterfaces: [
          { PrivateIpAddress: "10.0.1.20", Attachment: { DeviceIndex: 0, DeleteOnTermination: true } },
        ],
      },
    ]);
    const { UserData } = await estate.ec2.describeInstanceAttribute({
      InstanceId: made.InstanceId,
      Attribute: "userData",
    });
    expect(Buffer.from(must(UserData?.Value), "base64").toString()).toBe("#!/bin/sh\necho");
  });

  it("without a subnet is in the default VPC, and has a public address there", async () => {
    const { run } = await newEstate();
    const made = await run({ SubnetId: undefined, Placement: { AvailabilityZone: "us-east-1b" } });
    expect(made.Placement?.AvailabilityZone).toBe("us-east-1b");
    expect(made.PublicIpAddress).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(made.PublicDnsName).toBe(
      `ec2-${made.PublicIpAddress?.replaceAll(".", "-")}.compute-1.amazonaws.com`,
    );
  });

  it("may list its interfaces", async () => {
    const { ec2, SubnetId, run } = await newEstate();
    const ready = must((await ec2.createNetworkInterface({ SubnetId })).NetworkInterface?.NetworkInterfaceId);
    const made = await run({
      SubnetId: undefined,
      NetworkInterfaces: [
        { DeviceIndex: 1, NetworkInterfaceId: ready },
        {
          DeviceIndex: 0,
          SubnetId,
          PrivateIpAddresses: [
            { PrivateIpAddress: "10.0.1.40" },
            { PrivateIpAddress: "10.0.1.41", Primary: true },
          ],
        },
      ],
    });
    expect(made.PrivateIpAddress).toBe("10.0.1.41");
    expect(
      made.NetworkInterfaces?.map((eni) => [eni.Attachment?.DeviceIndex, eni.PrivateIpAddresses?.length]),
    ).toEqual([
      [0, 2],
      [1, 1],
    ]);
    const open = await run({
      SubnetId: undefined,
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, AssociatePublicIpAddress: true }],
    });
    expect(open.PublicIpAddress).toBeDefined();
  });

  it("makes as many as it is asked for, in one reservation", async () => {
    const { ec2, SubnetId } = await newEstate();
    await ec2.runInstances({ ImageId: "ami-01234567", MinCount: 2, MaxCount: 3, SubnetId });
    const { Reservations } = await ec2.describeInstances({});
    expect(Reservations?.map(({ Instances }) => Instances?.map((one) => one.AmiLaunchIndex))).toEqual([
      [0, 1, 2],
    ]);
  });

  it.each([
    [{ ImageId: "ubuntu" }, "InvalidAMIID.Malformed"],
    [{ InstanceType: "large" }, "InvalidParameterValue: Invalid value 'large' for InstanceType."],
    [{ MinCount: 0 }, "InvalidParameterValue"],
    [{ MinCount: 3, MaxCount: 2 }, "InvalidParameterValue"],
    [{ SubnetId: "subnet-0000" }, "InvalidSubnetID.NotFound"],
    [
      { SubnetId: undefined, Placement: { AvailabilityZone: "us-west-2a" } },
      "InvalidParameterValue: Invalid availability zone: [us-west-2a]",
    ],
    [{ SecurityGroupIds: ["sg-0000"] }, "InvalidGroup.NotFound"],
    [{ KeyName: "none" }, "InvalidKeyPair.NotFound: The key pair 'none' does not exist"],
    [{ UserData: "%%" }, "InvalidUserData.Malformed"],
    [
      { UserData: Buffer.alloc(20_000).toString("base64") },
      "InvalidParameterValue: User data is limited to 16384 bytes",
    ],
    [{ IamInstanceProfile: { Arn: "arn:aws:iam::1:role/x" } }, "InvalidParameterValue"],
    [{ IamInstanceProfile: { Arn: "a", Name: "b" } }, "InvalidParameterCombination"],
    [
      { NetworkInterfaces: [{ DeviceIndex: 0 }] },
      "InvalidParameterCombination: Network interfaces and an instance-level subnet ID",
    ],
    [{ MetadataOptions: { HttpTokens: "maybe" } }, "InvalidParameterValue"],
    [{ PrivateIpAddress: "10.0.1.9", MaxCount: 2 }, "InvalidParameterCombination"],
    [{ LaunchTemplate: { LaunchTemplateName: "x" } }, "InvalidLaunchTemplateName.NotFoundException"],
  ])("is refused: %j %s", async (input, refusal) => {
    const { ec2, run } = await newEstate();
    expect(await refusalOf(run(input))).toContain(refusal);
    expect((await ec2.describeInstances({})).Reservations).toEqual([]);
  });
});

describe("an instance in answers", () => {
  it("has what newer clients read, with the defaults that AWS documents", async () => {
    const { one, ec2, InstanceId } = await newInstance();
    expect(await one()).toMatchObject({
      CapacityReservationSpecification: { CapacityReservationPreference: "open" },
      CurrentInstanceBootMode: "legacy-bios",
      MaintenanceOptions: { AutoRecovery: "default", RebootMigration: "default" },
      NetworkPerformanceOptions: { BandwidthWeighting: "default" },
      UsageOperationUpdateTime: new Date("2026-11-29T00:00:00Z"),
      NetworkInterfaces: [{ Operator: { Managed: false }, Attachment: { NetworkCardIndex: 0 } }],
    });
    const passed = { Status: "ok", Details: [{ Name: "reachability", Status: "passed" }] };
    expect((await ec2.describeInstanceStatus({ InstanceIds: [InstanceId] })).InstanceStatuses).toMatchObject([
      {
        InstanceStatus: passed,
        SystemStatus: passed,
        AttachedEbsStatus: passed,
        Operator: { Managed: false },
      },
    ]);
  });

  it("has written nothing to its console", async () => {
    const { ec2, InstanceId } = await newInstance();
    const told = await ec2.getConsoleOutput({ InstanceId });
    expect([told.InstanceId, told.Output, told.Timestamp]).toEqual([
      InstanceId,
      undefined,
      new Date("2026-11-29T00:00:00Z"),
    ]);
    expect(await refusalOf(ec2.getConsoleOutput({ InstanceId: "i-00000000000000000" }))).toMatch(
      /^InvalidInstanceID\.NotFound/,
    );
  });
});

describe("the life of an instance", () => {
  it("stops, starts and ends, and is shown for an hour after", async () => {
    const { lab, ec2, InstanceId, one, inVpc, VpcId } = await newInstance();
    const InstanceIds = [InstanceId];
    const { StoppingInstances } = await ec2.stopInstances({ InstanceIds });
    expect(StoppingInstances).toEqual([
      {
        InstanceId,
        CurrentState: { Code: 64, Name: "stopping" },
        PreviousState: { Code: 16, Name: "running" },
      },
    ]);
    expect(await one()).toMatchObject({
      State: { Name: "stopped" },
      StateReason: { Code: "Client.UserInitiatedShutdown" },
      StateTransitionReason: "User initiated (2026-11-29 00:00:00 GMT)",
    });
    expect((await ec2.describeInstanceStatus({})).InstanceStatuses).toEqual([]);
    expect((await ec2.describeInstanceStatus({ IncludeAllInstances: true })).InstanceStatuses).toMatchObject([
      { InstanceState: { Name: "stopped" } },
    ]);
    const { StartingInstances } = await ec2.startInstances({ InstanceIds });
    expect(StartingInstances?.[0]?.CurrentState?.Name).toBe("pending");
    expect((await ec2.describeInstanceStatus({})).InstanceStatuses).toMatchObject([
      { InstanceStatus: { Status: "ok" }, SystemStatus: { Status: "ok" } },
    ]);
    const started = await one();
    expect([started.StateReason, started.StateTransitionReason]).toEqual([undefined, ""]);
    await ec2.rebootInstances({ InstanceIds });
    const { TerminatingInstances } = await ec2.terminateInstances({ InstanceIds });
    expect(TerminatingInstances).toMatchObject([{ CurrentState: { Code: 32, Name: "shutting-down" } }]);
    expect(await one()).toMatchObject({
      State: { Name: "terminated" },
      StateReason: { Code: "Client.UserInitiatedShutdown" },
    });
    expect((await ec2.describeNetworkInterfaces(inVpc)).NetworkInterfaces).toEqual([]);
    expect(await refusalOf(ec2.startInstances({ InstanceIds }))).toMatch(/^IncorrectInstanceState/);
    lab.pass(61 * 60 * 1000);
    expect((await ec2.describeInstances({})).Reservations).toEqual([]);
    expect(VpcId).toBeDefined();
  });

  it("loses the address that it was given, and gets another", async () => {
    const { ec2, run } = await newEstate();
    const { InstanceId, PublicIpAddress } = await run({ SubnetId: undefined });
    const address = async () =>
      (await ec2.describeInstances({ InstanceIds: [must(InstanceId)] })).Reservations?.[0]?.Instances?.[0]
        ?.PublicIpAddress;
    await ec2.stopInstances({ InstanceIds: [must(InstanceId)] });
    expect(await address()).toBeUndefined();
    await ec2.startInstances({ InstanceIds: [must(InstanceId)] });
    expect([await address()]).not.toEqual([PublicIpAddress]);
    expect(await address()).toBeDefined();
  });

  it("keeps an interface that was there before", async () => {
    const { ec2, SubnetId, run } = await newEstate();
    const NetworkInterfaceId = must(
      (await ec2.createNetworkInterface({ SubnetId })).NetworkInterface?.NetworkInterfaceId,
    );
    const { InstanceId } = await run({
      SubnetId: undefined,
      NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId }],
    });
    await ec2.terminateInstances({ InstanceIds: [must(InstanceId)] });
    const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({
      NetworkInterfaceIds: [NetworkInterfaceId],
    });
    expect(NetworkInterfaces).toMatchObject([{ Status: "available" }]);
  });

  it("is guarded by its attributes", async () => {
    const { ec2, InstanceId } = await newInstance({ DisableApiTermination: true, DisableApiStop: true });
    expect(await refusalOf(ec2.terminateInstances({ InstanceIds: [InstanceId] }))).toMatch(
      /^OperationNotPermitted/,
    );
    expect(await refusalOf(ec2.stopInstances({ InstanceIds: [InstanceId] }))).toMatch(
      /^OperationNotPermitted/,
    );
    await ec2.modifyInstanceAttribute({ InstanceId, DisableApiTermination: { Value: false } });
    await ec2.terminateInstances({ InstanceIds: [InstanceId] });
  });

  it("does not begin where one of several ids is wrong", async () => {
    const { ec2, InstanceId, one } = await newInstance();
    const wrong = "i-00000000000000000";
    expect(await refusalOf(ec2.terminateInstances({ InstanceIds: [InstanceId, wrong] }))).toBe(
      `InvalidInstanceID.NotFound: The instance ID '${wrong}' does not exist`,
    );
    expect((await one()).State?.Name).toBe("running");
    const another = "i-11111111111111111";
    expect(await refusalOf(ec2.stopInstances({ InstanceIds: [wrong, InstanceId, another] }))).toBe(
      `InvalidInstanceID.NotFound: The instance IDs '${wrong}, ${another}' do not exist`,
    );
    expect(await refusalOf(ec2.describeInstances({ InstanceIds: ["i-abc"] }))).toBe(
      'InvalidInstanceID.Malformed: Invalid id: "i-abc"',
    );
    expect(await refusalOf(ec2.describeInstances({ InstanceIds: [wrong], MaxResults: 5 }))).toBe(
      "InvalidParameterCombination: The parameter instancesSet cannot be used with the parameter maxResults",
    );
  });
});

describe("attributes of an instance", () => {
  it("are told and changed, some only while it is stopped", async () => {
    const { ec2, InstanceId, one, newGroup } = await newInstance();
    const group = await newGroup();
    await ec2.modifyInstanceAttribute({ InstanceId, SourceDestCheck: { Value: false } });
    await ec2.modifyInstanceAttribute({ InstanceId, Groups: [group] });
    expect(await one()).toMatchObject({
      SourceDestCheck: false,
      SecurityGroups: [{ GroupId: group }],
      NetworkInterfaces: [{ SourceDestCheck: false }],
    });
    expect((await ec2.describeInstanceAttribute({ InstanceId, Attribute: "groupSet" })).Groups).toMatchObject(
      [{ GroupId: group }],
    );
    expect(
      await refusalOf(ec2.modifyInstanceAttribute({ InstanceId, InstanceType: { Value: "m5.large" } })),
    ).toMatch(/^IncorrectInstanceState/);
    await ec2.stopInstances({ InstanceIds: [InstanceId] });
    await ec2.modifyInstanceAttribute({ InstanceId, InstanceType: { Value: "m5.large" } });
    await ec2.modifyInstanceAttribute({ InstanceId, UserData: { Value: Buffer.from("hi") } });
    await ec2.modifyInstanceAttribute({
      InstanceId,
      Attribute: "instanceInitiatedShutdownBehavior",
      Value: "terminate",
    });
    expect((await one()).InstanceType).toBe("m5.large");
    expect((await ec2.describeInstanceAttribute({ InstanceId, Attribute: "userData" })).UserData?.Value).toBe(
      "aGk=",
    );
    expect(
      (await ec2.describeInstanceAttribute({ InstanceId, Attribute: "instanceInitiatedShutdownBehavior" }))
        .InstanceInitiatedShutdownBehavior,
    ).toEqual({ Value: "terminate" });
    expect(await refusalOf(ec2.modifyInstanceAttribute({ InstanceId, Kernel: { Value: "aki-1" } }))).toMatch(
      /^UnsupportedOperation/,
    );
  });

  it("include detailed monitoring, which has calls of its own", async () => {
    const { ec2, InstanceId, one } = await newInstance();
    const on = await ec2.monitorInstances({ InstanceIds: [InstanceId] });
    expect(on.InstanceMonitorings).toEqual([{ InstanceId, Monitoring: { State: "pending" } }]);
    expect((await one()).Monitoring).toEqual({ State: "enabled" });
    const off = await ec2.unmonitorInstances({ InstanceIds: [InstanceId] });
    expect(off.InstanceMonitorings).toEqual([{ InstanceId, Monitoring: { State: "disabling" } }]);
    expect((await one()).Monitoring).toEqual({ State: "disabled" });
  });

  it("have calls of their own for names, metadata and profile", async () => {
    const { ec2, InstanceId, one } = await newInstance();
    await ec2.modifyInstanceMetadataOptions({ InstanceId, HttpTokens: "required" });
    expect(
      await refusalOf(
        ec2.modifyPrivateDnsNameOptions({ InstanceId, PrivateDnsHostnameType: "resource-name" }),
      ),
    ).toMatch(/^IncorrectInstanceState/);
    await ec2.stopInstances({ InstanceIds: [InstanceId] });
    await ec2.modifyPrivateDnsNameOptions({
      InstanceId,
      PrivateDnsHostnameType: "resource-name",
      EnableResourceNameDnsARecord: true,
    });
    const { IamInstanceProfileAssociation } = await ec2.associateIamInstanceProfile({
      InstanceId,
      IamInstanceProfile: { Name: "p" },
    });
    expect(await one()).toMatchObject({
      MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1 },
      PrivateDnsName: `${InstanceId}.ec2.internal`,
      PrivateDnsNameOptions: { HostnameType: "resource-name", EnableResourceNameDnsARecord: true },
      IamInstanceProfile: { Arn: "arn:aws:iam::123456789012:instance-profile/p" },
    });
    const { AssociationId } = must(IamInstanceProfileAssociation);
    expect(
      (await ec2.describeIamInstanceProfileAssociations({})).IamInstanceProfileAssociations,
    ).toMatchObject([{ AssociationId, State: "associated" }]);
    await ec2.disassociateIamInstanceProfile({ AssociationId });
    expect((await one()).IamInstanceProfile).toBeUndefined();
  });

  it("are found by filters on the instance and on its interfaces", async () => {
    const { ec2, InstanceId, run, SubnetId } = await newInstance({
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "role", Value: "web" }] }],
    });
    await run();
    for (const [Name, Value] of [
      ["tag:role", "w*"],
      ["private-ip-address", "10.0.1.4"],
      ["network-interface.addresses.private-ip-address", "10.0.1.4"],
      ["private-dns-name", "ip-10-0-1-4.ec2.internal"],
    ] as const) {
      const { Reservations } = await ec2.describeInstances({
        Filters: [
          { Name, Values: [Value] },
          { Name: "subnet-id", Values: [SubnetId] },
        ],
      });
      expect(
        Reservations?.flatMap(({ Instances }) => Instances?.map((one) => one.InstanceId)),
        Name,
      ).toEqual([InstanceId]);
    }
  });
});

describe("what instances are launched from", () => {
  it("is any image, and a few that are listed", async () => {
    const { ec2 } = await newEstate();
    const listed = await ec2.describeImages({
      Owners: ["amazon"],
      Filters: [
        { Name: "name", Values: ["al2023-ami-*-x86_64"] },
        { Name: "state", Values: ["available"] },
      ],
    });
    expect(listed.Images).toMatchObject([{ Architecture: "x86_64", RootDeviceType: "ebs", Public: true }]);
    const any = await ec2.describeImages({ ImageIds: ["ami-0123456789abcdef0"] });
    expect(any.Images).toMatchObject([{ ImageId: "ami-0123456789abcdef0" }]);
    const types = await ec2.describeInstanceTypes({ InstanceTypes: ["t3.micro"] });
    expect(types.InstanceTypes).toMatchObject([
      { InstanceType: "t3.micro", VCpuInfo: { DefaultVCpus: 2 }, MemoryInfo: { SizeInMiB: 1024 } },
    ]);
    const offers = await ec2.describeInstanceTypeOfferings({
      LocationType: "availability-zone",
      Filters: [{ Name: "instance-type", Values: ["t3.micro"] }],
    });
    expect(offers.InstanceTypeOfferings).toHaveLength(6);
  });

  it("takes a key pair, made here or brought along", async () => {
    const { ec2, run } = await newEstate();
    const made = await ec2.createKeyPair({ KeyName: "mine", KeyType: "ed25519" });
    expect(made.KeyMaterial).toContain("PRIVATE KEY");
    expect(await refusalOf(ec2.createKeyPair({ KeyName: "mine", KeyType: "ed25519" }))).toMatch(
      /^InvalidKeyPair.Duplicate/,
    );
    const { generateKeyPairSync } = await import("node:crypto");
    const jwk = generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" });
    const field = (bytes: Buffer) =>
      Buffer.concat([Buffer.from([0, 0, bytes.length >> 8, bytes.length & 255]), bytes]);
    const blob = Buffer.concat([
      field(Buffer.from("ssh-rsa")),
      field(Buffer.from(must(jwk.e), "base64url")),
      field(Buffer.from(must(jwk.n), "base64url")),
    ]);
    const PublicKeyMaterial = Buffer.from(`ssh-rsa ${blob.toString("base64")} me@here`);
    const { KeyFingerprint, KeyPairId } = await ec2.importKeyPair({ KeyName: "brought", PublicKeyMaterial });
    expect(KeyFingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    expect(
      await refusalOf(ec2.importKeyPair({ KeyName: "x", PublicKeyMaterial: Buffer.from("ssh-rsa AAAA") })),
    ).toMatch(/^InvalidKey.Format/);
    expect((await run({ KeyName: "brought" })).KeyName).toBe("brought");
    const named = await ec2.describeKeyPairs({ KeyPairIds: [must(KeyPairId)], IncludePublicKey: true });
    expect(named.KeyPairs).toMatchObject([
      { KeyName: "brought", KeyType: "rsa", PublicKey: PublicKeyMaterial.toString() },
    ]);
    await ec2.deleteKeyPair({ KeyName: "mine" });
    await ec2.deleteKeyPair({ KeyName: "mine" });
    expect((await ec2.describeKeyPairs({})).KeyPairs?.map(({ KeyName }) => KeyName)).toEqual(["brought"]);
  });
});

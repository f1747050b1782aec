import { describe, expect, it } from "vitest";
import { must, namesDns, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

const s3 = "com.amazonaws.us-east-1.s3";
const ssm = "com.amazonaws.us-east-1.ssm";
const policy = (statement: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*", ...statement }],
  });

/** A VPC that takes private DNS. */
async function newNamedEstate() {
  const estate = await newEstate();
  await estate.ec2.modifyVpcAttribute({ VpcId: estate.VpcId, ...namesDns });
  const one = async (id: string | undefined) =>
    must((await estate.ec2.describeVpcEndpoints({ VpcEndpointIds: [must(id)] })).VpcEndpoints?.[0]);
  const newInterface = async (input: object = {}) =>
    must(
      (
        await estate.ec2.createVpcEndpoint({
          VpcId: estate.VpcId,
          ServiceName: ssm,
          VpcEndpointType: "Interface",
          SubnetIds: [estate.SubnetId],
          ...input,
        })
      ).VpcEndpoint,
    );
  return { ...estate, one, newInterface };
}

describe("a gateway endpoint", () => {
  it("is a route to the service's prefix list in each of its tables", async () => {
    const { ec2, VpcId, RouteTableId, routes, one } = await newNamedEstate();
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      VpcId,
      ServiceName: s3,
      RouteTableIds: [RouteTableId],
    });
    const id = must(VpcEndpoint?.VpcEndpointId);
    expect(await one(id)).toMatchObject({
      VpcEndpointType: "Gateway",
      State: "available",
      RouteTableIds: [RouteTableId],
      PrivateDnsEnabled: false,
      DnsEntries: [],
      NetworkInterfaceIds: [],
      PolicyDocument:
        '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
    });
    const [list] = must(
      (await ec2.describePrefixLists({ Filters: [{ Name: "prefix-list-name", Values: [s3] }] })).PrefixLists,
    );
    expect(list?.PrefixListId).toMatch(/^pl-[0-9a-f]{8}$/);
    expect(list?.Cidrs?.length).toBeGreaterThan(0);
    expect((await routes())[1]).toEqual({
      DestinationPrefixListId: list?.PrefixListId,
      GatewayId: id,
      Origin: "CreateRoute",
      State: "active",
    });
    expect(
      await refusalOf(ec2.createVpcEndpoint({ VpcId, ServiceName: s3, RouteTableIds: [RouteTableId] })),
    ).toMatch(/^RouteAlreadyExists/);
    await ec2.modifyVpcEndpoint({ VpcEndpointId: id, RemoveRouteTableIds: [RouteTableId] });
    expect([await routes(), (await one(id)).RouteTableIds]).toMatchObject([[{ GatewayId: "local" }], []]);
    await ec2.modifyVpcEndpoint({ VpcEndpointId: id, AddRouteTableIds: [RouteTableId] });
    expect(await routes()).toHaveLength(2);
    await ec2.deleteVpcEndpoints({ VpcEndpointIds: [id] });
    expect(await routes()).toHaveLength(1);
  });

  it("has a route to the list of each family of its address type, which may be changed", async () => {
    const { ec2, VpcId, RouteTableId, routes, one } = await newNamedEstate();
    const RouteTableIds = [RouteTableId];
    const { VpcEndpoint } = await ec2.createVpcEndpoint({ VpcId, ServiceName: s3, RouteTableIds });
    const id = must(VpcEndpoint?.VpcEndpointId);
    const listed = async () => {
      const { PrefixLists = [] } = await ec2.describeManagedPrefixLists({});
      const names = new Map(PrefixLists.map((list) => [list.PrefixListId, list.PrefixListName]));
      return (await routes()).flatMap(({ DestinationPrefixListId: list }) => names.get(list) ?? []);
    };
    const s3Ipv6 = s3.replace(".s3", ".ipv6.s3");
    const { IpAddressType, DnsOptions } = await one(id);
    expect([IpAddressType, DnsOptions, await listed()]).toEqual([
      "ipv4",
      { DnsRecordIpType: "service-defined" },
      [s3],
    ]);
    await ec2.modifyVpcEndpoint({ VpcEndpointId: id, IpAddressType: "dualstack" });
    expect([(await one(id)).IpAddressType, await listed()]).toEqual(["dualstack", [s3, s3Ipv6]]);
    await ec2.modifyVpcEndpoint({ VpcEndpointId: id, IpAddressType: "ipv6" });
    expect(await listed()).toEqual([s3Ipv6]);
    expect(
      await refusalOf(
        ec2.modifyVpcEndpoint({ VpcEndpointId: id, DnsOptions: { DnsRecordIpType: "dualstack" } }),
      ),
    ).toMatch(/dnsRecordIpType/);
    const ServiceName = s3.replace(".s3", ".dynamodb");
    expect(
      await refusalOf(
        ec2.createVpcEndpoint({ VpcId, ServiceName, RouteTableIds, IpAddressType: "dualstack" }),
      ),
    ).toMatch(/does not support IPv6/);
  });

  it("forgets a table that is deleted", async () => {
    const { ec2, VpcId, RouteTableId, one } = await newNamedEstate();
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      VpcId,
      ServiceName: s3,
      RouteTableIds: [RouteTableId],
    });
    await ec2.deleteRouteTable({ RouteTableId });
    expect((await one(VpcEndpoint?.VpcEndpointId)).RouteTableIds).toEqual([]);
  });

  it.each([
    [
      { ServiceName: ssm },
      "InvalidParameter: Endpoint type (Gateway) does not match available service types ([Interface]).",
    ],
    [
      { ServiceName: "com.amazonaws.us-east-1.nothing" },
      "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.us-east-1.nothing' does not exist",
    ],
    [{ ServiceName: "com.amazonaws.eu-west-1.s3" }, "InvalidServiceName"],
    [{ ServiceName: s3, PrivateDnsEnabled: true }, "InvalidParameter"],
    [{ ServiceName: s3, SubnetIds: ["subnet-1"] }, "InvalidParameter"],
    [{ ServiceName: s3, SecurityGroupIds: ["sg-1"] }, "InvalidParameter"],
    [{ ServiceName: s3, RouteTableIds: ["rtb-0000"] }, "InvalidRouteTableID.NotFound"],
    [{ ServiceName: s3, VpcEndpointType: "GatewayLoadBalancer" as const }, "UnsupportedOperation"],
  ])("is refused: %j %s", async (input, refusal) => {
    const { ec2, VpcId } = await newNamedEstate();
    expect(await refusalOf(ec2.createVpcEndpoint({ VpcId, ...input }))).toContain(refusal);
  });
});

describe("an interface endpoint", () => {
  it("has an interface in each subnet, and names for the Region, each zone, and the service", async () => {
    const { ec2, SubnetId, newSubnet, newInterface, one, inVpc } = await newNamedEstate();
    const second = await newSubnet("10.0.2.0/24", "us-east-1b");
    const made = await newInterface({ SubnetIds: [SubnetId, second] });
    expect(made.State).toBe("pending");
    const id = must(made.VpcEndpointId);
    const endpoint = await one(id);
    const names = must(endpoint.DnsEntries).map(({ DnsName }) => DnsName);
    const suffix = must(/^vpce-0[0-9a-f]{16}-([0-9a-z]{8})\./.exec(names[0] ?? "")?.[1]);
    expect(names).toEqual([
      `${id}-${suffix}.ssm.us-east-1.vpce.amazonaws.com`,
      `${id}-${suffix}-us-east-1a.ssm.us-east-1.vpce.amazonaws.com`,
      `${id}-${suffix}-us-east-1b.ssm.us-east-1.vpce.amazonaws.com`,
      "ssm.us-east-1.amazonaws.com",
    ]);
    const { SecurityGroups } = await ec2.describeSecurityGroups(inVpc);
    expect(endpoint).toMatchObject({
      State: "available",
      PrivateDnsEnabled: true,
      SubnetIds: [SubnetId, second],
      Groups: [{ GroupId: SecurityGroups?.[0]?.GroupId, GroupName: "default" }],
      IpAddressType: "ipv4",
      DnsOptions: { DnsRecordIpType: "ipv4" },
      ServiceRegion: "us-east-1",
    });
    const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({
      NetworkInterfaceIds: must(endpoint.NetworkInterfaceIds),
    });
    expect(NetworkInterfaces).toMatchObject([
      {
        SubnetId,
        PrivateIpAddress: "10.0.1.4",
        Description: `VPC Endpoint Interface ${id}`,
        InterfaceType: "vpc_endpoint",
        RequesterManaged: true,
      },
      { SubnetId: second, PrivateIpAddress: "10.0.2.4" },
    ]);
    expect(await refusalOf(ec2.deleteSubnet({ SubnetId: second }))).toMatch(/^DependencyViolation/);
  });

  it.each([
    [
      {},
      true,
      /^InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for ssm\.us-east-1\.amazonaws\.com in the VPC vpc-/,
    ],
    [{ PrivateDnsEnabled: false }, true, /^accepted/],
    [
      { ServiceName: "com.amazonaws.us-east-1.ec2messages" },
      false,
      /^InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames/,
    ],
    [
      { ServiceName: s3, PrivateDnsEnabled: true },
      true,
      /^InvalidParameter: To set PrivateDnsOnlyForInboundResolverEndpoint to true, the VPC vpc-\S+ must have a Gateway endpoint for the service\./,
    ],
    [
      {
        ServiceName: s3,
        PrivateDnsEnabled: true,
        DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: false },
      },
      true,
      /^accepted/,
    ],
    [{ ServiceName: s3 }, true, /^accepted/],
    [
      { DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: true }, PrivateDnsEnabled: false },
      true,
      /^InvalidParameter: PrivateDnsOnlyForInbound/,
    ],
    [{ RouteTableIds: ["rtb-1"] }, true, /^InvalidParameter/],
    [{ SubnetIds: ["subnet-0000"] }, true, /^InvalidSubnetID.NotFound/],
    [{ SecurityGroupIds: ["sg-0000"] }, true, /^InvalidGroup.NotFound/],
    [
      { IpAddressType: "ipv6" as const, PrivateDnsEnabled: false },
      true,
      /^InvalidParameter: The subnet \S+ has no IPv6 CIDR block/,
    ],
  ])("beside one for SSM: %j (host names: %s) %s", async (input, hostNames, refusal) => {
    const { ec2, VpcId, SubnetId, newInterface } = await newNamedEstate();
    await newInterface();
    if (!hostNames) await ec2.modifyVpcAttribute({ VpcId, EnableDnsHostnames: { Value: false } });
    const call = ec2.createVpcEndpoint({
      VpcId,
      ServiceName: ssm,
      VpcEndpointType: "Interface",
      SubnetIds: [SubnetId],
      ...input,
    });
    expect(await refusalOf(call)).toMatch(refusal);
  });

  it("is in a zone once", async () => {
    const { newSubnet, newInterface, SubnetId } = await newNamedEstate();
    const twin = await newSubnet("10.0.2.0/24", "us-east-1a");
    expect(await refusalOf(newInterface({ SubnetIds: [SubnetId, twin] }))).toMatch(
      /^DuplicateSubnetsInSameZone/,
    );
  });

  it("of S3 has names with room for a bucket, and keeps its private ones for inbound resolvers where a gateway is", async () => {
    const { ec2, VpcId, newInterface, one } = await newNamedEstate();
    await ec2.createVpcEndpoint({ VpcId, ServiceName: s3 });
    const made = await newInterface({ ServiceName: s3, PrivateDnsEnabled: true });
    const { DnsEntries, DnsOptions } = await one(made.VpcEndpointId);
    expect(DnsOptions).toEqual({ DnsRecordIpType: "ipv4", PrivateDnsOnlyForInboundResolverEndpoint: true });
    expect(DnsEntries?.[0]?.DnsName).toMatch(/^\*\.vpce-\S+\.s3\.us-east-1\.vpce\.amazonaws\.com$/);
    expect(DnsEntries?.map(({ DnsName }) => DnsName)).toContain("s3.us-east-1.amazonaws.com");
  });

  it("has IPv6 addresses where it is asked for them", async () => {
    const { ec2, newInterface, VpcId, one } = await newNamedEstate();
    const { Ipv6CidrBlockAssociation } = await ec2.associateVpcCidrBlock({
      VpcId,
      AmazonProvidedIpv6CidrBlock: true,
    });
    const Ipv6CidrBlock = must(Ipv6CidrBlockAssociation?.Ipv6CidrBlock).replace("/56", "/64");
    const both = must(
      (await ec2.createSubnet({ VpcId, CidrBlock: "10.0.3.0/24", Ipv6CidrBlock })).Subnet?.SubnetId,
    );
    const made = await newInterface({ SubnetIds: [both], IpAddressType: "dualstack" });
    const endpoint = await one(made.VpcEndpointId);
    const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({
      NetworkInterfaceIds: must(endpoint.NetworkInterfaceIds),
    });
    expect(NetworkInterfaces?.[0]?.PrivateIpAddress).toBe("10.0.3.4");
    expect(NetworkInterfaces?.[0]?.Ipv6Addresses).toHaveLength(1);
    expect(endpoint.DnsOptions?.DnsRecordIpType).toBe("dualstack");
  });

  it("takes the address that the request names", async () => {
    const { ec2, SubnetId, newInterface, one } = await newNamedEstate();
    const made = await newInterface({ SubnetConfigurations: [{ SubnetId, Ipv4: "10.0.1.77" }] });
    const ids = must((await one(made.VpcEndpointId)).NetworkInterfaceIds);
    const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({ NetworkInterfaceIds: ids });
    expect(NetworkInterfaces?.map((eni) => eni.PrivateIpAddress)).toEqual(["10.0.1.77"]);
  });

  it("may reach a service of another Region that allows it", async () => {
    const { ec2, VpcId, SubnetId } = await newNamedEstate();
    const far = (ServiceName: string) =>
      ec2.createVpcEndpoint({
        VpcId,
        ServiceName,
        ServiceRegion: "ap-northeast-1",
        VpcEndpointType: "Interface",
        SubnetIds: [SubnetId],
        PrivateDnsEnabled: false,
      });
    expect(await refusalOf(far("com.amazonaws.ap-northeast-1.ssm"))).toContain(
      "cannot be reached from another Region",
    );
    const { VpcEndpoint } = await far("com.amazonaws.ap-northeast-1.s3");
    expect(VpcEndpoint).toMatchObject({
      ServiceRegion: "ap-northeast-1",
      DnsEntries: [{ DnsName: expect.stringContaining(".s3.ap-northeast-1.vpce.amazonaws.com") }, {}],
    });
  });
});

describe("ModifyVpcEndpoint", () => {
  it("moves subnets, groups and private names, and the interfaces follow", async () => {
    const { ec2, SubnetId, newSubnet, newGroup, newInterface, one } = await newNamedEstate();
    const id = must((await newInterface()).VpcEndpointId);
    const [second, group] = [await newSubnet("10.0.2.0/24", "us-east-1b"), await newGroup("endpoint")];
    const own = must((await one(id)).Groups?.[0]?.GroupId);
    await ec2.modifyVpcEndpoint({
      VpcEndpointId: id,
      AddSubnetIds: [second],
      RemoveSubnetIds: [SubnetId],
      AddSecurityGroupIds: [group],
      RemoveSecurityGroupIds: [own],
    });
    const moved = await one(id);
    expect(moved).toMatchObject({ SubnetIds: [second], Groups: [{ GroupId: group }] });
    expect(moved.DnsEntries?.map(({ DnsName }) => DnsName?.includes("us-east-1b"))).toEqual([
      false,
      true,
      false,
    ]);
    const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({
      Filters: [{ Name: "interface-type", Values: ["vpc_endpoint"] }],
    });
    expect(NetworkInterfaces).toMatchObject([{ SubnetId: second, Groups: [{ GroupId: group }] }]);
    await ec2.deleteSubnet({ SubnetId });
    await ec2.modifyVpcEndpoint({ VpcEndpointId: id, PrivateDnsEnabled: false });
    expect((await one(id)).DnsEntries).toHaveLength(2);
    await ec2.modifyVpcEndpoint({ VpcEndpointId: id, PrivateDnsEnabled: true });
    expect((await one(id)).DnsEntries).toHaveLength(3);
    expect(
      await refusalOf(ec2.modifyVpcEndpoint({ VpcEndpointId: id, RemoveSecurityGroupIds: [group] })),
    ).toMatch(/^InvalidParameter/);
    expect(
      await refusalOf(ec2.modifyVpcEndpoint({ VpcEndpointId: id, RemoveSubnetIds: [SubnetId] })),
    ).toMatch(/^InvalidSubnetID.NotFound/);
    expect(
      await refusalOf(ec2.modifyVpcEndpoint({ VpcEndpointId: id, AddRouteTableIds: ["rtb-1"] })),
    ).toMatch(/^InvalidParameter/);
  });

  it("keeps a policy as it was given, and takes the default one back", async () => {
    const { ec2, VpcId, one } = await newNamedEstate();
    const PolicyDocument = policy({ Resource: "arn:aws:s3:::mine/*" });
    const { VpcEndpoint } = await ec2.createVpcEndpoint({ VpcId, ServiceName: s3, PolicyDocument });
    const id = must(VpcEndpoint?.VpcEndpointId);
    expect((await one(id)).PolicyDocument).toBe(PolicyDocument);
    await ec2.modifyVpcEndpoint({ VpcEndpointId: id, ResetPolicy: true });
    expect((await one(id)).PolicyDocument).toContain("2008-10-17");
    expect(
      await refusalOf(ec2.modifyVpcEndpoint({ VpcEndpointId: id, ResetPolicy: true, PolicyDocument })),
    ).toMatch(/^InvalidParameterCombination/);
  });

  it.each([
    "{",
    "{}",
    policy({ Effect: "allow" }),
    policy({ Principal: undefined }),
    policy({ Condition: { StringIs: {} } }),
  ])("refuses the policy %s", async (PolicyDocument) => {
    const { ec2, VpcId } = await newNamedEstate();
    const { VpcEndpoint } = await ec2.createVpcEndpoint({ VpcId, ServiceName: s3 });
    expect(await refusalOf(ec2.createVpcEndpoint({ VpcId, ServiceName: s3, PolicyDocument }))).toMatch(
      /^InvalidPolicyDocument/,
    );
    expect(
      await refusalOf(ec2.modifyVpcEndpoint({ VpcEndpointId: VpcEndpoint?.VpcEndpointId, PolicyDocument })),
    ).toMatch(/^InvalidPolicyDocument/);
  });
});

describe("DeleteVpcEndpoints", () => {
  it("takes the interfaces along, and tells of ids that are none", async () => {
    const { ec2, inVpc, newInterface } = await newNamedEstate();
    const id = must((await newInterface()).VpcEndpointId);
    const { Unsuccessful } = await ec2.deleteVpcEndpoints({ VpcEndpointIds: [id, "vpce-0000"] });
    expect(Unsuccessful).toMatchObject([
      { ResourceId: "vpce-0000", Error: { Code: "InvalidVpcEndpoint.NotFound" } },
    ]);
    expect((await ec2.describeNetworkInterfaces(inVpc)).NetworkInterfaces).toEqual([]);
    expect(await refusalOf(ec2.describeVpcEndpoints({ VpcEndpointIds: [id] }))).toBe(
      `InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id '${id}' does not exist`,
    );
  });
});

describe("DescribeVpcEndpointServices", () => {
  it("tells of every service of the catalogue, one by type", async () => {
    const { ec2 } = await newNamedEstate();
    const { facts } = await import("../../facts/facts.ts");
    const { ServiceDetails, ServiceNames } = await ec2.describeVpcEndpointServices({});
    expect(ServiceDetails).toHaveLength(facts.services.flatMap(({ types }) => types).length);
    expect(ServiceNames).toContain("com.amazonaws.us-east-1.ecr.dkr");
    const both = await ec2.describeVpcEndpointServices({ ServiceNames: [s3] });
    expect(both.ServiceDetails?.map(({ ServiceType }) => ServiceType?.[0]?.ServiceType).toSorted()).toEqual([
      "Gateway",
      "Interface",
    ]);
    const [detail] = must((await ec2.describeVpcEndpointServices({ ServiceNames: [ssm] })).ServiceDetails);
    expect(detail).toMatchObject({
      Owner: "amazon",
      PrivateDnsNames: [{ PrivateDnsName: "ssm.us-east-1.amazonaws.com" }],
      BaseEndpointDnsNames: ["ssm.us-east-1.vpce.amazonaws.com"],
      AcceptanceRequired: false,
    });
    expect(detail?.AvailabilityZones).toHaveLength(6);
    const filtered = await ec2.describeVpcEndpointServices({
      Filters: [{ Name: "service-type", Values: ["Gateway"] }],
    });
    expect(filtered.ServiceNames).toContain("com.amazonaws.us-east-1.dynamodb");
    expect(await refusalOf(ec2.describeVpcEndpointServices({ ServiceNames: ["com.x"] }))).toMatch(
      /^InvalidServiceName/,
    );
  });

  it("is given in pages", async () => {
    const { ec2 } = await newNamedEstate();
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeVpcEndpointServices({ MaxResults: 200, NextToken });
      seen.push(...must(page.ServiceDetails).map(({ ServiceId }) => must(ServiceId)));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect([new Set(seen).size, seen.length]).toEqual([
      seen.length,
      (await ec2.describeVpcEndpointServices({})).ServiceDetails?.length,
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { must, newEstate } from "./estate.ts";
import { refusalOf } from "./lab.ts";

const anywhere = "0.0.0.0/0";

describe("routes", () => {
  it("lead to whatever stands in the VPC, and are told as EC2 tells them", async () => {
    const { ec2, VpcId, SubnetId, RouteTableId, routes, newInternetGateway, newAddress, run } =
      await newEstate();
    const GatewayId = await newInternetGateway();
    const nat = must(
      (await ec2.createNatGateway({ SubnetId, AllocationId: await newAddress() })).NatGateway?.NatGatewayId,
    );
    const eigw = must(
      (await ec2.createEgressOnlyInternetGateway({ VpcId })).EgressOnlyInternetGateway
        ?.EgressOnlyInternetGatewayId,
    );
    const { InstanceId, NetworkInterfaces } = await run();
    const eni = NetworkInterfaces?.[0]?.NetworkInterfaceId;
    const list = must(
      (await ec2.createManagedPrefixList({ PrefixListName: "l", MaxEntries: 1, AddressFamily: "IPv4" }))
        .PrefixList?.PrefixListId,
    );
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock: anywhere, GatewayId });
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "192.0.2.0/24", NatGatewayId: nat });
    await ec2.createRoute({
      RouteTableId,
      DestinationIpv6CidrBlock: "::/0",
      EgressOnlyInternetGatewayId: eigw,
    });
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "198.51.100.0/24", InstanceId });
    await ec2.createRoute({ RouteTableId, DestinationPrefixListId: list, NetworkInterfaceId: eni });
    expect(await routes()).toMatchObject([
      { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", Origin: "CreateRouteTable" },
      { DestinationCidrBlock: anywhere, GatewayId, Origin: "CreateRoute", State: "active" },
      { DestinationCidrBlock: "192.0.2.0/24", NatGatewayId: nat, State: "active" },
      { DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: eigw, State: "active" },
      { DestinationCidrBlock: "198.51.100.0/24", InstanceId, NetworkInterfaceId: eni, State: "active" },
      { DestinationPrefixListId: list, InstanceId, NetworkInterfaceId: eni, State: "active" },
    ]);
  });

  it("stay as blackholes when their target goes", async () => {
    const { ec2, VpcId, SubnetId, RouteTableId, routes, newInternetGateway, newAddress, run } =
      await newEstate();
    const InternetGatewayId = await newInternetGateway();
    const NatGatewayId = must(
      (await ec2.createNatGateway({ SubnetId, AllocationId: await newAddress() })).NatGateway?.NatGatewayId,
    );
    const { InstanceId } = await run();
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock: anywhere, NatGatewayId });
    await ec2.createRoute({
      RouteTableId,
      DestinationCidrBlock: "192.0.2.0/24",
      GatewayId: InternetGatewayId,
    });
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "198.51.100.0/24", InstanceId });
    const states = async () => (await routes()).map(({ State }) => State);
    expect(await states()).toEqual(["active", "active", "active", "active"]);
    await ec2.deleteNatGateway({ NatGatewayId });
    await ec2.stopInstances({ InstanceIds: [must(InstanceId)] });
    await ec2.detachInternetGateway({ VpcId, InternetGatewayId });
    expect(await states()).toEqual(["active", "blackhole", "blackhole", "blackhole"]);
    await ec2.startInstances({ InstanceIds: [must(InstanceId)] });
    expect(await states()).toEqual(["active", "blackhole", "blackhole", "active"]);
    const black = await ec2.describeRouteTables({
      Filters: [{ Name: "route.state", Values: ["blackhole"] }],
    });
    expect(black.RouteTables?.map((table) => table.RouteTableId)).toEqual([RouteTableId]);
  });

  it("are replaced and deleted, but for those that are not the user's", async () => {
    const { ec2, VpcId, SubnetId, RouteTableId, routes, newInternetGateway } = await newEstate();
    const GatewayId = await newInternetGateway();
    const eni = must((await ec2.createNetworkInterface({ SubnetId })).NetworkInterface?.NetworkInterfaceId);
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock: anywhere, GatewayId });
    await ec2.replaceRoute({ RouteTableId, DestinationCidrBlock: anywhere, NetworkInterfaceId: eni });
    expect((await routes())[1]).toEqual({
      DestinationCidrBlock: anywhere,
      NetworkInterfaceId: eni,
      Origin: "CreateRoute",
      State: "blackhole",
    });
    await ec2.deleteRoute({ RouteTableId, DestinationCidrBlock: anywhere });
    await ec2.createVpcEndpoint({
      VpcId,
      ServiceName: "com.amazonaws.us-east-1.s3",
      RouteTableIds: [RouteTableId],
    });
    const list = (await routes())[1]?.DestinationPrefixListId;
    const refusals = [
      [
        ec2.deleteRoute({ RouteTableId, DestinationCidrBlock: anywhere }),
        `InvalidRoute.NotFound: no route with destination-cidr-block ${anywhere} in route table ${RouteTableId}`,
      ],
      [
        ec2.replaceRoute({ RouteTableId, DestinationCidrBlock: anywhere, GatewayId }),
        "InvalidRoute.NotFound",
      ],
      [
        ec2.deleteRoute({ RouteTableId, DestinationCidrBlock: "10.0.0.0/16" }),
        "InvalidParameterValue: cannot remove local route",
      ],
      [
        ec2.deleteRoute({ RouteTableId, DestinationPrefixListId: list }),
        "InvalidParameterValue: cannot remove VPC endpoint route",
      ],
      [
        ec2.replaceRoute({ RouteTableId, DestinationPrefixListId: list, GatewayId }),
        "InvalidParameterValue: cannot replace VPC endpoint route",
      ],
    ] as const;
    for (const [call, refusal] of refusals) expect(await refusalOf(call)).toContain(refusal);
  });

  it("of the VPC's own block may go to an interface, and back", async () => {
    const { ec2, SubnetId, RouteTableId, routes } = await newEstate();
    const eni = must((await ec2.createNetworkInterface({ SubnetId })).NetworkInterface?.NetworkInterfaceId);
    await ec2.replaceRoute({ RouteTableId, DestinationCidrBlock: "10.0.0.0/16", NetworkInterfaceId: eni });
    expect(await routes()).toMatchObject([{ NetworkInterfaceId: eni, Origin: "CreateRouteTable" }]);
    await ec2.replaceRoute({ RouteTableId, DestinationCidrBlock: "10.0.0.0/16", LocalTarget: true });
    expect(await routes()).toMatchObject([{ GatewayId: "local", Origin: "CreateRouteTable" }]);
  });

  it.each([
    [{ DestinationCidrBlock: anywhere }, "MissingParameter"],
    [{ GatewayId: "igw" }, "MissingParameter: The request must contain the parameter destinationCidrBlock"],
    [
      { DestinationCidrBlock: anywhere, DestinationIpv6CidrBlock: "::/0", GatewayId: "igw" },
      "InvalidParameterCombination",
    ],
    [
      { DestinationCidrBlock: anywhere, GatewayId: "igw", NatGatewayId: "nat-1" },
      "InvalidParameterCombination",
    ],
    [
      { DestinationCidrBlock: "nowhere", GatewayId: "igw" },
      "InvalidParameterValue: Value (nowhere) for parameter destinationCidrBlock",
    ],
    [
      { DestinationCidrBlock: "10.0.1.0/24", GatewayId: "igw" },
      "InvalidParameterValue: The destination CIDR block 10.0.1.0/24 is equal to or more specific than",
    ],
    [
      { DestinationCidrBlock: anywhere, GatewayId: "igw-0000" },
      "InvalidGatewayID.NotFound: The gateway ID 'igw-0000' does not exist",
    ],
    [
      { DestinationCidrBlock: anywhere, NatGatewayId: "nat-0000" },
      "InvalidNatGatewayID.NotFound: The natGateway ID 'nat-0000' does not exist",
    ],
    [
      { DestinationCidrBlock: anywhere, NetworkInterfaceId: "eni-0000" },
      "InvalidNetworkInterfaceID.NotFound",
    ],
    [{ DestinationCidrBlock: anywhere, InstanceId: "i-0000" }, "InvalidInstanceID.Malformed"],
    [
      { DestinationCidrBlock: anywhere, VpcPeeringConnectionId: "pcx-0000" },
      "InvalidVpcPeeringConnectionID.NotFound",
    ],
    [{ DestinationCidrBlock: anywhere, TransitGatewayId: "tgw-0000" }, "InvalidTransitGatewayID.NotFound"],
    [{ DestinationPrefixListId: "pl-0000", GatewayId: "igw" }, "InvalidPrefixListID.NotFound"],
    [
      { DestinationCidrBlock: "192.0.2.0/24", GatewayId: "igw" },
      "RouteAlreadyExists: The route identified by 192.0.2.0/24 already exists.",
    ],
    [{ DestinationCidrBlock: anywhere, GatewayId: "other" }, "belong to different networks"],
  ])("are refused: %j %s", async (input, refusal) => {
    const { ec2, RouteTableId, newInternetGateway } = await newEstate();
    const igw = await newInternetGateway();
    const other = (await ec2.describeInternetGateways({})).InternetGateways?.[0]?.InternetGatewayId;
    await ec2.createRoute({ RouteTableId, DestinationCidrBlock: "192.0.2.0/24", GatewayId: igw });
    const named =
      "GatewayId" in input
        ? { ...input, GatewayId: { igw, other }[input.GatewayId] ?? input.GatewayId }
        : input;
    expect(await refusalOf(ec2.createRoute({ RouteTableId, ...named }))).toContain(refusal);
  });
});

describe("associations of route tables", () => {
  it("give a subnet one table, and may be asked for twice", async () => {
    const { ec2, VpcId, SubnetId, RouteTableId } = await newEstate();
    const { AssociationId } = await ec2.associateRouteTable({ RouteTableId, SubnetId });
    expect((await ec2.associateRouteTable({ RouteTableId, SubnetId })).AssociationId).toBe(AssociationId);
    const other = must((await ec2.createRouteTable({ VpcId })).RouteTable?.RouteTableId);
    expect(await refusalOf(ec2.associateRouteTable({ RouteTableId: other, SubnetId }))).toMatch(
      /^Resource.AlreadyAssociated/,
    );
    const replaced = await ec2.replaceRouteTableAssociation({ AssociationId, RouteTableId: other });
    const { RouteTables } = await ec2.describeRouteTables({
      Filters: [{ Name: "association.subnet-id", Values: [SubnetId] }],
    });
    expect(RouteTables).toMatchObject([
      {
        RouteTableId: other,
        Associations: [{ RouteTableAssociationId: replaced.NewAssociationId, SubnetId, Main: false }],
      },
    ]);
    expect(await refusalOf(ec2.deleteRouteTable({ RouteTableId: other }))).toMatch(
      /^DependencyViolation: The routeTable/,
    );
    await ec2.disassociateRouteTable({ AssociationId: replaced.NewAssociationId });
    await ec2.deleteRouteTable({ RouteTableId: other });
    expect(await refusalOf(ec2.disassociateRouteTable({ AssociationId }))).toMatch(
      /^InvalidAssociationID.NotFound/,
    );
  });

  it("make another table the main one, which cannot be left without", async () => {
    const { ec2, inVpc, RouteTableId } = await newEstate();
    const main = async () =>
      must(
        (
          await ec2.describeRouteTables({
            Filters: [...inVpc.Filters, { Name: "association.main", Values: ["true"] }],
          })
        ).RouteTables?.[0],
      );
    const AssociationId = (await main()).Associations?.[0]?.RouteTableAssociationId;
    expect(await refusalOf(ec2.disassociateRouteTable({ AssociationId }))).toContain(
      "cannot disassociate the main route table association",
    );
    await ec2.replaceRouteTableAssociation({ AssociationId, RouteTableId });
    expect((await main()).RouteTableId).toBe(RouteTableId);
  });

  it("take an internet gateway of the VPC, and no subnet of another", async () => {
    const { ec2, RouteTableId, newInternetGateway } = await newEstate();
    const stranger = (await ec2.describeSubnets({ Filters: [{ Name: "default-for-az", Values: ["true"] }] }))
      .Subnets?.[0]?.SubnetId;
    expect(await refusalOf(ec2.associateRouteTable({ RouteTableId, SubnetId: stranger }))).toMatch(
      /^InvalidParameterValue/,
    );
    const GatewayId = await newInternetGateway();
    await ec2.associateRouteTable({ RouteTableId, GatewayId });
    const { RouteTables } = await ec2.describeRouteTables({
      Filters: [{ Name: "association.gateway-id", Values: [GatewayId] }],
    });
    expect(RouteTables).toHaveLength(1);
  });
});

describe("propagation", () => {
  it("is from a VPN gateway of the VPC", async () => {
    const { ec2, VpcId, RouteTableId } = await newEstate();
    const GatewayId = must(
      (await ec2.createVpnGateway({ Type: "ipsec.1", AvailabilityZone: "us-east-1a" })).VpnGateway
        ?.VpnGatewayId,
    );
    expect(await refusalOf(ec2.enableVgwRoutePropagation({ RouteTableId, GatewayId }))).toMatch(
      /^Gateway.NotAttached/,
    );
    const inZone = { Filters: [{ Name: "availability-zone", Values: ["us-east-1a"] }] };
    expect((await ec2.describeVpnGateways(inZone)).VpnGateways).toMatchObject([
      { AvailabilityZone: "us-east-1a" },
    ]);
    await ec2.attachVpnGateway({ VpcId, VpnGatewayId: GatewayId });
    await ec2.enableVgwRoutePropagation({ RouteTableId, GatewayId });
    const vgws = async () =>
      (await ec2.describeRouteTables({ RouteTableIds: [RouteTableId] })).RouteTables?.[0]?.PropagatingVgws;
    expect(await vgws()).toEqual([{ GatewayId }]);
    expect(await refusalOf(ec2.deleteVpnGateway({ VpnGatewayId: GatewayId }))).toMatch(
      /^DependencyViolation/,
    );
    await ec2.disableVgwRoutePropagation({ RouteTableId, GatewayId });
    expect(await vgws()).toEqual([]);
    await ec2.detachVpnGateway({ VpcId, VpnGatewayId: GatewayId });
    await ec2.deleteVpnGateway({ VpnGatewayId: GatewayId });
    expect((await ec2.describeVpnGateways({})).VpnGateways).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { doubtful, ground, plain, read, routes, row, told } from "./read.ts";

const table = `${ground}
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Subnet, AllocationId: eipalloc-1 } }
  Igw: { Type: AWS::EC2::InternetGateway }
  Vgw: { Type: AWS::EC2::VPNGateway, Properties: { Type: ipsec.1 } }
  Eigw: { Type: AWS::EC2::EgressOnlyInternetGateway, Properties: { VpcId: !Ref Vpc } }
  Peering: { Type: AWS::EC2::VPCPeeringConnection, Properties: { VpcId: !Ref Vpc, PeerVpcId: vpc-2 } }
  Tgw: { Type: AWS::EC2::TransitGateway }
  Gwlbe: { Type: AWS::EC2::VPCEndpoint, Properties: { VpcId: !Ref Vpc, VpcEndpointType: GatewayLoadBalancer } }
  Eni: { Type: AWS::EC2::NetworkInterface, Properties: { SubnetId: !Ref Subnet } }
  Instance: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref Subnet } }
  List: { Type: AWS::EC2::PrefixList, Properties: { PrefixListName: l, AddressFamily: IPv4, Entries: [{ Cidr: 192.0.2.0/24 }] } }
`;

const withRoute = (properties: string, more = "") =>
  read(
    `${table}  Route: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, ${properties} } }\n${more}`,
    {
      head: doubtful,
    },
  );

describe("a route", () => {
  it.each([
    { to: "GatewayId: !Ref Igw", target: "internet-gateway Igw" },
    { to: "GatewayId: !Ref Vgw", target: "vpn-gateway Vgw" },
    { to: "GatewayId: igw-1", target: "internet-gateway igw-1" },
    { to: "GatewayId: vgw-1", target: "vpn-gateway vgw-1" },
    { to: "GatewayId: local", target: "local local" },
    { to: "NatGatewayId: !Ref Nat", target: "nat-gateway Nat" },
    { to: "NatGatewayId: !GetAtt Nat.NatGatewayId", target: "nat-gateway Nat" },
    { to: "EgressOnlyInternetGatewayId: !Ref Eigw", target: "egress-only-internet-gateway Eigw" },
    { to: "VpcPeeringConnectionId: !Ref Peering", target: "peering Peering" },
    { to: "TransitGatewayId: !Ref Tgw", target: "transit-gateway Tgw" },
    { to: "VpcEndpointId: !Ref Gwlbe", target: "vpc-endpoint Gwlbe" },
    { to: "InstanceId: !Ref Instance", target: "instance Instance" },
    { to: "NetworkInterfaceId: !Ref Eni", target: "network-interface Eni" },
    { to: "CarrierGatewayId: cagw-1", target: "carrier-gateway cagw-1" },
    { to: "LocalGatewayId: lgw-1", target: "local-gateway lgw-1" },
    {
      to: "CoreNetworkArn: arn:aws:networkmanager::1:core-network/c",
      target: "core-network arn:aws:networkmanager::1:core-network/c",
    },
  ])("through $to goes to $target", ({ to, target }) => {
    const reading = withRoute(`DestinationCidrBlock: 0.0.0.0/0, ${to}`);
    expect(routes(row(reading, "routeTables", "Table"))).toEqual([
      "10.0.0.0/16 -> local local",
      `0.0.0.0/0 -> ${target}`,
    ]);
  });

  it.each([
    { destination: "DestinationIpv6CidrBlock: ::/0", is: "::/0" },
    { destination: "DestinationPrefixListId: !Ref List", is: "List" },
    { destination: "DestinationPrefixListId: pl-1", is: "pl-1" },
    { destination: "DestinationCidrBlock: 10.1.2.3/16", is: "10.1.0.0/16" },
    {
      destination: "DestinationCidrBlock: nonsense",
      is: expect.stringMatching(/"nonsense" at template.yaml:\d+, which is not a CIDR block/) as string,
    },
  ])("takes the destination $destination", ({ destination, is }) => {
    const [, route] =
      told(
        row(withRoute(`${destination}, NatGatewayId: !Ref Nat`), "routeTables", "Table").routes,
        (all) => all,
      ) ?? [];
    if (route === undefined || typeof route === "string") throw new Error("no route");
    expect(told(route.destination, (one) => (one.kind === "cidr" ? one.cidr.text : one.id))).toEqual(is);
  });

  it("to a middlebox that the template cannot name is a target that is not known", () => {
    const reading = withRoute(
      "DestinationCidrBlock: 0.0.0.0/0, OdbNetworkArn: arn:aws:odb:eu-west-1:1:odb-network/x",
    );
    expect(routes(row(reading, "routeTables", "Table"))).toContain("0.0.0.0/0 -> ? target of Route");
  });
});

describe("doubts", () => {
  const last = (resources: string) => {
    const all = routes(row(read(`${table}${resources}`, { head: doubtful }), "routeTables", "Table"));
    return Array.isArray(all) ? (all.at(-1) as string) : all;
  };
  const toNat =
    "Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat }";

  it("about a route make its target unknown", () => {
    expect(last(`  R: { Type: AWS::EC2::Route, Condition: Maybe, ${toNat} }`)).toMatch(
      /^0\.0\.0\.0\/0 -> \? condition Maybe/,
    );
    expect(last(`  R: { Type: AWS::EC2::Route, ${toNat} }`)).toBe("0.0.0.0/0 -> nat-gateway Nat");
  });

  it("about the target of a route too", () => {
    const maybeNat = `  Other: { Type: AWS::EC2::NatGateway, Condition: Maybe, Properties: { SubnetId: !Ref Subnet } }
  R: { Type: AWS::EC2::Route, ${toNat.replace("!Ref Nat", "!Ref Other")} }`;
    expect(last(maybeNat)).toMatch(/^0\.0\.0\.0\/0 -> \? condition Maybe/);
  });

  it("about the attachment of a gateway too", () => {
    const attached = (condition: string) => `
  Attached: { Type: AWS::EC2::VPCGatewayAttachment, ${condition} Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw } }
  R: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw } }`;
    expect(last(attached("Condition: Maybe,"))).toMatch(/-> \? condition Maybe/);
    expect(last(attached(""))).toBe("0.0.0.0/0 -> internet-gateway Igw");
  });

  it("that a route shares with its table are none", () => {
    const reading = read(
      `${table}
  Both: { Type: AWS::EC2::RouteTable, Condition: Maybe, Properties: { VpcId: !Ref Vpc } }
  R: { Type: AWS::EC2::Route, Condition: Maybe, ${toNat.replace("!Ref Table", "!Ref Both")} }`,
      { head: doubtful },
    );
    expect(routes(row(reading, "routeTables", "Both"))).toContain("0.0.0.0/0 -> nat-gateway Nat");
  });
});

describe("a route table", () => {
  const associated = (properties: string, condition = "") =>
    read(
      `${table}  Assoc: { Type: AWS::EC2::SubnetRouteTableAssociation, ${condition} Properties: { SubnetId: !Ref Subnet, ${properties} } }`,
      {
        head: doubtful,
      },
    );

  it("has the subnets that are associated with it", () => {
    expect(row(associated("RouteTableId: !Ref Table"), "routeTables", "Table").subnets).toEqual(["Subnet"]);
  });

  it.each([
    {
      what: "may not exist",
      properties: "RouteTableId: !Ref Table",
      condition: "Condition: Maybe,",
      why: /condition Maybe/,
    },
    {
      what: "leads outside",
      properties: "RouteTableId: rtb-1",
      condition: "",
      why: /rtb-1, which is outside/,
    },
    { what: "is not known", properties: "RouteTableId: !Ref Stage", condition: "", why: /Stage/ },
  ])("leaves a subnet with unknown routes whose association $what", ({ properties, condition, why }) => {
    const reading = associated(properties, condition);
    const undecided = row(reading, "routeTables", "Assoc");
    expect(undecided.subnets).toEqual(["Subnet"]);
    expect(routes(undecided)).toMatch(why);
    expect(row(reading, "routeTables", "Table").subnets).toEqual([]);
  });

  it("routes for gateways, and what a VPN gateway propagates is not known", () => {
    const reading = withRoute(
      "DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw",
      `
  Edge: { Type: AWS::EC2::GatewayRouteTableAssociation, Properties: { RouteTableId: !Ref Table, GatewayId: !Ref Igw } }
  Spread: { Type: AWS::EC2::VPNGatewayRoutePropagation, Properties: { RouteTableIds: [!Ref Table], VpnGatewayId: !Ref Vgw } }`,
    );
    const one = row(reading, "routeTables", "Table");
    expect(one.gateways).toEqual(["Igw"]);
    expect(routes(one)).toContain("? routes that Spread brings into Table -> vpn-gateway Vgw (propagated)");
  });
});

describe("gateways", () => {
  it("are attached to VPCs", () => {
    const reading = withRoute(
      "DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw",
      `
  A: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw } }
  B: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw } }`,
    );
    expect(["Igw", "Vgw", "Eigw"].map((id) => row(reading, "gateways", id).vpcs)).toEqual([
      ["Vpc"],
      ["Vpc"],
      ["Vpc"],
    ]);
    expect(row(withRoute("GatewayId: !Ref Igw"), "gateways", "Igw").vpcs).toEqual([]);
  });

  it.each([
    { properties: "SubnetId: !Ref Subnet, AllocationId: e", is: ["zonal", "public", "Vpc", "Subnet", 1] },
    {
      properties: "SubnetId: !Ref Subnet, ConnectivityType: private",
      is: ["zonal", "private", "Vpc", "Subnet", 1],
    },
    {
      properties: "SubnetId: !Ref Subnet, SecondaryAllocationIds: [a, b]",
      is: ["zonal", "public", "Vpc", "Subnet", 3],
    },
    {
      properties: "SubnetId: !Ref Subnet, ConnectivityType: private, SecondaryPrivateIpAddressCount: 2",
      is: ["zonal", "private", "Vpc", "Subnet", 3],
    },
    {
      properties: "AvailabilityMode: regional, VpcId: !Ref Vpc",
      is: ["regional", "public", "Vpc", undefined, expect.stringContaining("AWS manages")],
    },
    {
      properties:
        "AvailabilityMode: regional, VpcId: !Ref Vpc, AvailabilityZoneAddresses: [{ AvailabilityZone: eu-west-1a, AllocationIds: [a, b] }]",
      is: ["regional", "public", "Vpc", undefined, 2],
    },
    {
      properties: "SubnetId: subnet-1",
      is: ["zonal", "public", expect.stringContaining("subnet-1"), "subnet-1", 1],
    },
  ])("that translate: $properties", ({ properties, is }) => {
    const nat = row(
      read(`${ground}  Nat: { Type: AWS::EC2::NatGateway, Properties: { ${properties} } }`),
      "natGateways",
      "Nat",
    );
    const { availability, connectivity, vpc, subnet, addresses } = nat;
    expect([
      availability,
      connectivity,
      plain(vpc),
      plain(subnet),
      told(addresses, (all) => all.length),
    ]).toEqual(is);
  });

  it("that translate have a public address only when public", () => {
    const nat = (type: string) =>
      row(
        read(
          `${ground}  Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Subnet, PrivateIpAddress: 10.0.0.9, ConnectivityType: ${type} } }`,
        ),
        "natGateways",
        "Nat",
      );
    const addressOf = (type: string) => told(nat(type).addresses, (all) => all[0]);
    expect(addressOf("private")).toMatchObject({ publicAddress: undefined, privateAddress: { known: true } });
    expect(addressOf("public")).toMatchObject({ publicAddress: { known: false } });
  });
});

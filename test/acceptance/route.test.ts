/** Route tables, as documented in vpc/latest/userguide/route-tables-priority and subnet-route-tables (read 2026-11-24). */
import { describe } from "vitest";
import { traces } from "./ask.ts";
import { instance, interfaceEndpoint, lines, noNat, prefixList, resource } from "./estate.ts";

const db = instance("Db", "PrivateB", "!Ref DbGroup", "PrivateIpAddress: 10.0.17.10");
const dbGroup = resource(
  "DbGroup",
  "AWS::EC2::SecurityGroup",
  "GroupDescription: db, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref AppGroup }]",
);
const appliance = instance("Appliance", "Public", "!Ref AppGroup");
const toDb = "--port 5432";

describe("within the VPC", () => {
  traces([
    {
      name: "the local route leads to every subnet (R4)",
      change: lines(db, dbGroup),
      to: "10.0.17.10",
      options: toDb,
      verdict: "reachable",
      via: "local",
    },
    {
      name: "without NAT as before",
      change: lines(db, dbGroup),
      to: "10.0.17.10",
      options: `${toDb} --without-nat`,
      verdict: "reachable",
      via: "local",
    },
    {
      name: "a route for another whole subnet wins over local (R5), and its host does not forward",
      change: lines(db, dbGroup, appliance, route("10.0.17.0/24")),
      to: "10.0.17.10",
      options: toDb,
      verdict: "blocked",
      codes: ["ENI_SOURCE_DEST_CHECK_RESTRICTION"],
    },
    {
      name: "but not for a neighbour in the client's own subnet (R7)",
      change: lines(
        instance("Db", "PrivateA", "!Ref DbGroup", "PrivateIpAddress: 10.0.16.10"),
        dbGroup,
        appliance,
        route("10.0.16.0/24"),
      ),
      to: "10.0.16.10",
      options: toDb,
      verdict: "reachable",
      via: "local",
    },
    {
      name: "an interface endpoint behind such a route",
      change: lines(
        noNat,
        interfaceEndpoint("ssm", { subnets: "!Ref PrivateB" }),
        appliance,
        route("10.0.17.0/24"),
      ),
      to: "ssm",
      verdict: "blocked",
      codes: ["ENI_SOURCE_DEST_CHECK_RESTRICTION"],
    },
    {
      name: "an address of the VPC that nothing has",
      to: "10.0.17.99",
      options: toDb,
      verdict: "unknown",
    },
    {
      name: "a private address outside the VPC does not pass the NAT gateway's internet gateway",
      to: "192.168.7.7",
      verdict: "blocked",
    },
    {
      name: "the instance metadata service needs no route (R8)",
      change: noNat,
      to: "169.254.169.254",
      options: "--port 80",
      verdict: "reachable",
    },
  ]);
});

describe("which table a subnet uses", () => {
  traces([
    {
      name: "without an association it is the main table, which has the local route alone (R6)",
      change: "AssociationA: ~",
      to: "ssm",
      verdict: "blocked",
      codes: ["NO_ROUTE_TO_DESTINATION"],
      stage: "route",
    },
    {
      name: "an endpoint in the VPC needs no more than that",
      change: lines("AssociationA: ~", interfaceEndpoint("ssm")),
      to: "ssm",
      verdict: "reachable",
    },
    {
      name: "a gateway route table of the internet gateway is no table of a subnet (R9)",
      change: lines(
        resource("EdgeTable", "AWS::EC2::RouteTable", "VpcId: !Ref Vpc"),
        resource(
          "EdgeAssociation",
          "AWS::EC2::GatewayRouteTableAssociation",
          "RouteTableId: !Ref EdgeTable, GatewayId: !Ref Igw",
        ),
      ),
      to: "ssm",
      verdict: "reachable",
      via: "nat-gateway",
    },
  ]);
});

describe("which route wins (R1, R2, R3)", () => {
  traces([
    {
      name: "the longer prefix, to a host that does not forward",
      change: lines(appliance, route("198.51.100.0/24")),
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["ENI_SOURCE_DEST_CHECK_RESTRICTION"],
    },
    {
      name: "the default for everything else",
      change: lines(appliance, route("198.51.100.0/24")),
      to: "203.0.113.7",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "two halves of the internet win over the default",
      change: lines(appliance, route("128.0.0.0/1")),
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["ENI_SOURCE_DEST_CHECK_RESTRICTION"],
    },
    {
      name: "a customer's prefix list stands for its entries (R2)",
      change: lines(appliance, prefixList("Partners", "198.51.100.0/24"), listRoute("Partners")),
      to: "198.51.100.7",
      verdict: "blocked",
      codes: ["ENI_SOURCE_DEST_CHECK_RESTRICTION"],
    },
    {
      name: "and for nothing else (R2)",
      change: lines(appliance, prefixList("Partners", "198.51.100.0/24"), listRoute("Partners")),
      to: "203.0.113.7",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "a static route wins over a prefix list of the same length",
      change: lines(
        appliance,
        prefixList("Partners", "198.51.100.0/24"),
        listRoute("Partners"),
        resource(
          "Plain",
          "AWS::EC2::Route",
          "RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 198.51.100.0/24, NatGatewayId: !Ref Nat",
        ),
      ),
      to: "198.51.100.7",
      verdict: "reachable",
      via: "nat-gateway",
    },
    {
      name: "two prefix lists with one range and different targets: AWS picks at random (R3)",
      change: lines(
        appliance,
        prefixList("Partners", "198.51.100.0/24"),
        listRoute("Partners"),
        prefixList("Others", "198.51.100.0/24"),
        resource(
          "OthersRoute",
          "AWS::EC2::Route",
          "RouteTableId: !Ref PrivateTable, DestinationPrefixListId: !Ref Others, NatGatewayId: !Ref Nat",
        ),
      ),
      to: "198.51.100.7",
      verdict: "unknown",
    },
  ]);
});

describe("targets whose inside no template tells", () => {
  const byEndpoint = (endpoint: string) =>
    resource(
      "PrivateDefault",
      "AWS::EC2::Route",
      `RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 0.0.0.0/0, VpcEndpointId: ${endpoint}`,
    );
  traces([
    {
      name: "a Gateway Load Balancer endpoint",
      change: lines(
        resource(
          "Inspect",
          "AWS::EC2::VPCEndpoint",
          "VpcEndpointType: GatewayLoadBalancer, VpcId: !Ref Vpc, ServiceName: com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0, SubnetIds: [!Ref Public]",
        ),
        byEndpoint("!Ref Inspect"),
      ),
      to: "198.51.100.7",
      verdict: "unknown",
    },
    {
      name: "a Network Firewall endpoint",
      change: lines(
        resource(
          "Firewall",
          "AWS::NetworkFirewall::Firewall",
          "FirewallName: main, FirewallPolicyArn: arn:aws:network-firewall:us-east-1:111122223333:firewall-policy/main, VpcId: !Ref Vpc, SubnetMappings: [{ SubnetId: !Ref Public }]",
        ),
        byEndpoint('!Select [1, !Split [":", !Select [0, !GetAtt Firewall.EndpointIds]]]'),
      ),
      to: "198.51.100.7",
      verdict: "unknown",
    },
    {
      name: "neither matters to an endpoint in the VPC",
      change: lines(
        resource(
          "Inspect",
          "AWS::EC2::VPCEndpoint",
          "VpcEndpointType: GatewayLoadBalancer, VpcId: !Ref Vpc, ServiceName: com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0, SubnetIds: [!Ref Public]",
        ),
        byEndpoint("!Ref Inspect"),
        interfaceEndpoint("ssm"),
      ),
      to: "ssm",
      verdict: "reachable",
      via: "interface-endpoint",
    },
    {
      name: "a route table of another template",
      change: lines(
        noNat,
        resource(
          "AssociationA",
          "AWS::EC2::SubnetRouteTableAssociation",
          "SubnetId: !Ref PrivateA, RouteTableId: !ImportValue shared-table",
        ),
      ),
      to: "ssm",
      verdict: "unknown",
    },
  ]);
});

function route(cidr: string): string {
  return resource(
    "ToAppliance",
    "AWS::EC2::Route",
    `RouteTableId: !Ref PrivateTable, DestinationCidrBlock: ${cidr}, InstanceId: !Ref Appliance`,
  );
}

function listRoute(list: string): string {
  return resource(
    "ListRoute",
    "AWS::EC2::Route",
    `RouteTableId: !Ref PrivateTable, DestinationPrefixListId: !Ref ${list}, InstanceId: !Ref Appliance`,
  );
}

/**
 * The estate of the acceptance cases as `aws ec2 describe-*` prints it, a file for each call: two private subnets with an
 * endpoint for ssm in both, a gateway endpoint for S3, and a NAT gateway. A case takes calls away or changes their answers.
 */
export const vpcId = "vpc-0a1b2c3d4e5f60001";
export const appId = "i-0a1b2c3d4e5f60001";
const publicSubnet = "subnet-0a1b2c3d4e5f60000";
export const subnetA = "subnet-0a1b2c3d4e5f60016";
export const subnetB = "subnet-0a1b2c3d4e5f60017";
const appGroup = "sg-0a1b2c3d4e5f60001";
const endpointGroup = "sg-0a1b2c3d4e5f60002";
const defaultAcl = "acl-0a1b2c3d4e5f60001";
export const privateTable = "rtb-0a1b2c3d4e5f60002";
const natId = "nat-0a1b2c3d4e5f60001";
const igwId = "igw-0a1b2c3d4e5f60001";
export const ssmId = "vpce-0a1b2c3d4e5f60001";
export const ssmName = `${ssmId}-abcdefgh.ssm.us-east-1.vpce.amazonaws.com`;
export const zonalName = (zone: string) => `${ssmId}-abcdefgh-${zone}.ssm.us-east-1.vpce.amazonaws.com`;

type Call = Readonly<Record<string, unknown>>;

/** What an answer of describe-vpcs and its kin holds of one thing: everything that AWS sends and denat may read. */
export const described = {
  "describe-vpcs": {
    Vpcs: [
      {
        VpcId: vpcId,
        OwnerId: "111122223333",
        State: "available",
        CidrBlock: "10.0.0.0/16",
        CidrBlockAssociationSet: [
          {
            AssociationId: "vpc-cidr-assoc-1",
            CidrBlock: "10.0.0.0/16",
            CidrBlockState: { State: "associated" },
          },
        ],
        DhcpOptionsId: "dopt-0a1b2c3d4e5f60001",
        InstanceTenancy: "default",
        IsDefault: false,
      },
    ],
  },
  "describe-vpc-attribute-support": { VpcId: vpcId, EnableDnsSupport: { Value: true } },
  "describe-vpc-attribute-hostnames": { VpcId: vpcId, EnableDnsHostnames: { Value: true } },
  "describe-dhcp-options": {
    DhcpOptions: [
      {
        DhcpOptionsId: "dopt-0a1b2c3d4e5f60001",
        OwnerId: "111122223333",
        DhcpConfigurations: [{ Key: "domain-name-servers", Values: [{ Value: "AmazonProvidedDNS" }] }],
      },
    ],
  },
  "describe-subnets": {
    Subnets: [
      subnet(publicSubnet, "10.0.0.0/24", "a"),
      subnet(subnetA, "10.0.16.0/24", "a"),
      subnet(subnetB, "10.0.17.0/24", "b"),
    ],
  },
  "describe-internet-gateways": {
    InternetGateways: [
      {
        InternetGatewayId: igwId,
        OwnerId: "111122223333",
        Attachments: [{ State: "available", VpcId: vpcId }],
      },
    ],
  },
  "describe-egress-only-internet-gateways": { EgressOnlyInternetGateways: [] },
  "describe-nat-gateways": {
    NatGateways: [
      {
        NatGatewayId: natId,
        VpcId: vpcId,
        SubnetId: publicSubnet,
        State: "available",
        ConnectivityType: "public",
        NatGatewayAddresses: [
          {
            AllocationId: "eipalloc-1",
            NetworkInterfaceId: "eni-0a1b2c3d4e5f60009",
            PrivateIp: "10.0.0.9",
            PublicIp: "203.0.113.9",
            IsPrimary: true,
            Status: "succeeded",
          },
        ],
      },
    ],
  },
  "describe-route-tables": {
    RouteTables: [
      table("rtb-0a1b2c3d4e5f60000", [{ Main: true }], []),
      table(
        "rtb-0a1b2c3d4e5f60001",
        [{ SubnetId: publicSubnet }],
        [{ DestinationCidrBlock: "0.0.0.0/0", GatewayId: igwId, State: "active", Origin: "CreateRoute" }],
      ),
      table(privateTable, [{ SubnetId: subnetA }, { SubnetId: subnetB }], [toNat(), toS3()]),
    ],
  },
  "describe-network-acls": {
    NetworkAcls: [
      {
        NetworkAclId: defaultAcl,
        VpcId: vpcId,
        IsDefault: true,
        Associations: [publicSubnet, subnetA, subnetB].map((id, index) => ({
          NetworkAclAssociationId: `aclassoc-${index}`,
          NetworkAclId: defaultAcl,
          SubnetId: id,
        })),
        Entries: [
          entry(false, 100, "allow"),
          entry(true, 100, "allow"),
          entry(false, 32767, "deny"),
          entry(true, 32767, "deny"),
        ],
      },
    ],
  },
  "describe-security-groups": {
    SecurityGroups: [
      securityGroup(appGroup, "app", []),
      securityGroup(endpointGroup, "endpoints", [
        {
          IpProtocol: "tcp",
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: "10.0.0.0/16" }],
          Ipv6Ranges: [],
          PrefixListIds: [],
          UserIdGroupPairs: [],
        },
      ]),
    ],
  },
  "describe-network-interfaces": {
    NetworkInterfaces: [
      networkInterface("eni-0a1b2c3d4e5f60001", subnetA, "10.0.16.20", appGroup, {
        Attachment: { InstanceId: appId, DeviceIndex: 0, Status: "attached" },
      }),
      networkInterface("eni-0a1b2c3d4e5f60002", subnetA, "10.0.16.30", endpointGroup, endpointInterface()),
      networkInterface("eni-0a1b2c3d4e5f60003", subnetB, "10.0.17.30", endpointGroup, endpointInterface()),
      networkInterface("eni-0a1b2c3d4e5f60009", publicSubnet, "10.0.0.9", "", {
        InterfaceType: "nat_gateway",
        SourceDestCheck: false,
        Association: { PublicIp: "203.0.113.9", IpOwnerId: "111122223333" },
        Description: `Interface for NAT Gateway ${natId}`,
      }),
    ],
  },
  "describe-instances": {
    Reservations: [
      {
        Instances: [
          {
            InstanceId: appId,
            State: { Code: 16, Name: "running" },
            VpcId: vpcId,
            SubnetId: subnetA,
            PrivateIpAddress: "10.0.16.20",
            PlatformDetails: "Linux/UNIX",
            SourceDestCheck: true,
            SecurityGroups: [{ GroupId: appGroup, GroupName: "app" }],
            NetworkInterfaces: [
              {
                NetworkInterfaceId: "eni-0a1b2c3d4e5f60001",
                SubnetId: subnetA,
                PrivateIpAddress: "10.0.16.20",
                Groups: [{ GroupId: appGroup, GroupName: "app" }],
              },
            ],
          },
        ],
      },
    ],
  },
  "describe-vpc-endpoints": {
    VpcEndpoints: [
      ssmEndpoint({}),
      {
        VpcEndpointId: "vpce-0a1b2c3d4e5f60002",
        VpcEndpointType: "Gateway",
        VpcId: vpcId,
        ServiceName: "com.amazonaws.us-east-1.s3",
        State: "available",
        PolicyDocument: everything(),
        RouteTableIds: [privateTable],
        SubnetIds: [],
        Groups: [],
        PrivateDnsEnabled: false,
        NetworkInterfaceIds: [],
        DnsEntries: [],
        OwnerId: "111122223333",
      },
    ],
  },
  "describe-prefix-lists": {
    PrefixLists: [
      {
        PrefixListId: "pl-63a5400a",
        PrefixListName: "com.amazonaws.us-east-1.s3",
        Cidrs: [
          "52.216.0.0/15",
          "54.231.0.0/16",
          "3.5.0.0/19",
          "16.182.0.0/16",
          "16.15.176.0/20",
          "16.15.192.0/18",
          "18.34.0.0/19",
          "18.34.232.0/21",
        ],
      },
    ],
  },
  "describe-vpc-peering-connections": { VpcPeeringConnections: [] },
  "describe-transit-gateways": { TransitGateways: [] },
  "describe-transit-gateway-vpc-attachments": { TransitGatewayVpcAttachments: [] },
  "describe-vpn-gateways": { VpnGateways: [] },
  "describe-vpc-block-public-access-options": {
    VpcBlockPublicAccessOptions: {
      AwsAccountId: "111122223333",
      AwsRegion: "us-east-1",
      State: "default-state",
      InternetGatewayBlockMode: "off",
    },
  },
} satisfies Readonly<Record<string, Call>>;

/** The files of the calls, with some answers replaced, and some calls not made (`undefined`). */
export function describedFiles(
  changes: Readonly<Record<string, Call | undefined>> = {},
): Readonly<Record<string, string>> {
  const calls = Object.entries({ ...described, ...changes });
  return Object.fromEntries(
    calls.flatMap(([call, answer]) =>
      answer === undefined ? [] : [[`${call}.json`, JSON.stringify(answer)]],
    ),
  );
}

export function ssmEndpoint(changes: Call): Call {
  return {
    VpcEndpointId: ssmId,
    VpcEndpointType: "Interface",
    VpcId: vpcId,
    ServiceName: "com.amazonaws.us-east-1.ssm",
    State: "available",
    PolicyDocument: everything(),
    RouteTableIds: [],
    SubnetIds: [subnetA, subnetB],
    Groups: [{ GroupId: endpointGroup, GroupName: "endpoints" }],
    IpAddressType: "ipv4",
    DnsOptions: { DnsRecordIpType: "ipv4" },
    PrivateDnsEnabled: true,
    RequesterManaged: false,
    NetworkInterfaceIds: ["eni-0a1b2c3d4e5f60002", "eni-0a1b2c3d4e5f60003"],
    DnsEntries: [
      ssmName,
      zonalName("us-east-1a"),
      zonalName("us-east-1b"),
      "ssm.us-east-1.amazonaws.com",
    ].map((DnsName) => ({ DnsName, HostedZoneId: "Z7HUB22UULQXV" })),
    OwnerId: "111122223333",
    ...changes,
  };
}

export function table(id: string, associations: readonly Call[], routes: readonly Call[]): Call {
  return {
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: "111122223333",
    PropagatingVgws: [],
    Associations: associations.map((one, index) => ({
      Main: false,
      RouteTableAssociationId: `rtbassoc-${id}-${index}`,
      RouteTableId: id,
      AssociationState: { State: "associated" },
      ...one,
    })),
    Routes: [
      {
        DestinationCidrBlock: "10.0.0.0/16",
        GatewayId: "local",
        Origin: "CreateRouteTable",
        State: "active",
      },
      ...routes,
    ],
  };
}

export function toNat(changes: Call = {}): Call {
  return {
    DestinationCidrBlock: "0.0.0.0/0",
    NatGatewayId: natId,
    Origin: "CreateRoute",
    State: "active",
    ...changes,
  };
}

function toS3(): Call {
  return {
    DestinationPrefixListId: "pl-63a5400a",
    GatewayId: "vpce-0a1b2c3d4e5f60002",
    Origin: "CreateRoute",
    State: "active",
  };
}

/** The private table with other routes beside the local one; the other tables as they are. */
export function withPrivateRoutes(...routes: readonly Call[]): Call {
  const [main, out] = described["describe-route-tables"].RouteTables;
  return {
    RouteTables: [main, out, table(privateTable, [{ SubnetId: subnetA }, { SubnetId: subnetB }], routes)],
  };
}

export function aclOf(id: string, subnetIds: readonly string[], entries: readonly Call[]): Call {
  return {
    NetworkAclId: id,
    VpcId: vpcId,
    IsDefault: false,
    Associations: subnetIds.map((SubnetId) => ({
      NetworkAclAssociationId: `aclassoc-${SubnetId}`,
      NetworkAclId: id,
      SubnetId,
    })),
    Entries: [...entries, entry(false, 32767, "deny"), entry(true, 32767, "deny")],
  };
}

export function entry(egress: boolean, number: number, action: "allow" | "deny"): Call {
  return { CidrBlock: "0.0.0.0/0", Egress: egress, Protocol: "-1", RuleAction: action, RuleNumber: number };
}

function subnet(id: string, cidr: string, zone: string): Call {
  return {
    SubnetId: id,
    VpcId: vpcId,
    OwnerId: "111122223333",
    CidrBlock: cidr,
    AvailabilityZone: `us-east-1${zone}`,
    AvailabilityZoneId: zone === "a" ? "use1-az1" : "use1-az2",
    State: "available",
    MapPublicIpOnLaunch: false,
    Ipv6CidrBlockAssociationSet: [],
    EnableDns64: false,
    Ipv6Native: false,
  };
}

function securityGroup(id: string, name: string, ingress: readonly Call[]): Call {
  const all = {
    IpProtocol: "-1",
    IpRanges: [{ CidrIp: "0.0.0.0/0" }],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
  };
  return {
    GroupId: id,
    GroupName: name,
    VpcId: vpcId,
    OwnerId: "111122223333",
    IpPermissions: ingress,
    IpPermissionsEgress: [all],
  };
}

function networkInterface(id: string, subnetId: string, address: string, group: string, more: Call): Call {
  return {
    NetworkInterfaceId: id,
    VpcId: vpcId,
    SubnetId: subnetId,
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
    Ipv6Addresses: [],
    Groups: group === "" ? [] : [{ GroupId: group, GroupName: "" }],
    InterfaceType: "interface",
    SourceDestCheck: true,
    Status: "in-use",
    Description: "",
    ...more,
  };
}

function endpointInterface(): Call {
  return {
    InterfaceType: "vpc_endpoint",
    Description: `VPC Endpoint Interface ${ssmId}`,
    RequesterManaged: true,
  };
}

function everything(): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
  });
}

/**
 * The estate of the acceptance cases, as CloudFormation text: one VPC in us-east-1 with a public subnet that holds a NAT
 * gateway, two private subnets in two zones, and an instance in the first. A case writes only the resources it changes.
 */
export const region = "us-east-1";

const estate = `
Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16, EnableDnsSupport: true, EnableDnsHostnames: true } }
Public: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a } }
PrivateA: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.16.0/24, AvailabilityZone: us-east-1a } }
PrivateB: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.17.0/24, AvailabilityZone: us-east-1b } }
Igw: { Type: AWS::EC2::InternetGateway }
IgwAttachment: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw } }
PublicTable: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
PublicDefault: { Type: AWS::EC2::Route, DependsOn: IgwAttachment, Properties: { RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw } }
PublicAssociation: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Public, RouteTableId: !Ref PublicTable } }
NatAddress: { Type: AWS::EC2::EIP, Properties: { Domain: vpc } }
Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Public, AllocationId: !GetAtt NatAddress.AllocationId } }
PrivateTable: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
PrivateDefault: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat } }
AssociationA: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref PrivateA, RouteTableId: !Ref PrivateTable } }
AssociationB: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref PrivateB, RouteTableId: !Ref PrivateTable } }
AppGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: app, VpcId: !Ref Vpc } }
EndpointGroup: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: endpoints, VpcId: !Ref Vpc, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16 }] } }
App: { Type: AWS::EC2::Instance, Properties: { ImageId: "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}", InstanceType: t3.micro, SubnetId: !Ref PrivateA, SecurityGroupIds: [!Ref AppGroup] } }
`;

/** Takes the NAT gateway and its route out of the estate, as after the migration. */
export const noNat = lines("Nat: ~", "NatAddress: ~", "PrivateDefault: ~");

export function lines(...parts: readonly string[]): string {
  return parts.map((part) => part.trim()).join("\n");
}

/** A template of the estate, where `Name: …` at the start of a line replaces or adds a resource and `Name: ~` drops it. */
export function template(...changes: readonly string[]): string {
  return formatTemplate(new Map([...parseResources(estate), ...parseResources(lines(...changes))]));
}

/** A template of `resources` alone. */
export function templateOf(...resources: readonly string[]): string {
  return formatTemplate(parseResources(lines(...resources)));
}

function parseResources(text: string): ReadonlyMap<string, string> {
  const resources = text.split(/^(?=\w+:)/m).filter((part) => part.trim() !== "");
  return new Map(
    resources.map((part) => [part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1).trim()]),
  );
}

function formatTemplate(resources: ReadonlyMap<string, string>): string {
  const kept = [...resources].filter(([, body]) => body !== "~");
  return `Resources:\n${kept.map(([name, body]) => `  ${name}: ${body}\n`).join("")}`;
}

export interface EndpointOptions {
  readonly name?: string;
  /** A list in flow style, `!Ref PrivateA` by default. */
  readonly subnets?: string;
  /** `!Ref EndpointGroup` by default; empty for none, when AWS takes the default group. */
  readonly groups?: string;
  readonly privateDns?: boolean;
  /** Further properties in flow style. */
  readonly more?: string;
}

/** An interface endpoint for `service` in the first private subnet, with private DNS. */
export function interfaceEndpoint(service: string, options: EndpointOptions = {}): string {
  const { subnets = "!Ref PrivateA", groups = "!Ref EndpointGroup", privateDns = true, more = "" } = options;
  const properties = [
    "VpcEndpointType: Interface",
    "VpcId: !Ref Vpc",
    `ServiceName: com.amazonaws.${region}.${service}`,
    `SubnetIds: [${subnets}]`,
    ...(groups === "" ? [] : [`SecurityGroupIds: [${groups}]`]),
    ...(privateDns ? ["PrivateDnsEnabled: true"] : []),
    ...(more === "" ? [] : [more]),
  ];
  return resource(options.name ?? endpointName(service), "AWS::EC2::VPCEndpoint", properties.join(", "));
}

/** A gateway endpoint for `service` in the private route table. The type is left out: Gateway is its default. */
export function gatewayEndpoint(service: string, more = "RouteTableIds: [!Ref PrivateTable]"): string {
  const properties = `VpcId: !Ref Vpc, ServiceName: com.amazonaws.${region}.${service}, ${more}`;
  return resource(`${endpointName(service)}Gateway`, "AWS::EC2::VPCEndpoint", properties);
}

function endpointName(service: string): string {
  return `${service.replaceAll(/\W/g, "")}Endpoint`;
}

export function resource(name: string, type: string, properties: string): string {
  return `${name}: { Type: ${type}, Properties: { ${properties} } }`;
}

/** A security group of the VPC; `ingress` and `egress` are rules in flow style. */
export function group(name: string, rules: { ingress?: string; egress?: string }): string {
  const parts = [
    `GroupDescription: ${name}`,
    "VpcId: !Ref Vpc",
    ...(rules.ingress === undefined ? [] : [`SecurityGroupIngress: [${rules.ingress}]`]),
    ...(rules.egress === undefined ? [] : [`SecurityGroupEgress: [${rules.egress}]`]),
  ];
  return resource(name, "AWS::EC2::SecurityGroup", parts.join(", "));
}

/** A rule for HTTPS with `peer`, as in `CidrIp: 10.0.0.0/16`. */
export function https(peer: string): string {
  return `{ IpProtocol: tcp, FromPort: 443, ToPort: 443, ${peer} }`;
}

/**
 * A network ACL on `subnet`. An entry is written as the console lists it: `in 100 allow tcp 443 10.0.0.0/16`, with `all`
 * for the protocol or the ports, and a range as `32768-61000`.
 */
export function acl(subnet: string, ...entries: readonly string[]): string {
  const name = `${subnet}Acl`;
  return lines(
    resource(name, "AWS::EC2::NetworkAcl", "VpcId: !Ref Vpc"),
    resource(
      `${name}Association`,
      "AWS::EC2::SubnetNetworkAclAssociation",
      `SubnetId: !Ref ${subnet}, NetworkAclId: !Ref ${name}`,
    ),
    ...entries.map((entry, index) => aclEntry(name, index, entry)),
  );
}

const protocols: Readonly<Record<string, number>> = { all: -1, icmp: 1, tcp: 6, udp: 17 };

function aclEntry(acl: string, index: number, entry: string): string {
  const [direction, number, action, protocol = "all", ports = "all", cidr = "0.0.0.0/0"] = entry.split(" ");
  const [from, to = from] = ports === "all" ? ["0", "65535"] : ports.split("-");
  const properties = [
    `NetworkAclId: !Ref ${acl}`,
    `RuleNumber: ${number}`,
    `Egress: ${direction === "out"}`,
    `RuleAction: ${action}`,
    `Protocol: ${protocols[protocol] ?? protocol}`,
    `PortRange: { From: ${from}, To: ${to} }`,
    cidr.includes(":") ? `Ipv6CidrBlock: "${cidr}"` : `CidrBlock: ${cidr}`,
  ];
  return resource(`${acl}Entry${index}`, "AWS::EC2::NetworkAclEntry", properties.join(", "));
}

/** A Lambda function in the private subnets, with a role of its own that may do `actions`. */
export function lambdaFunction(name: string, ...actions: readonly string[]): string {
  const statement = `{ Effect: Allow, Action: [${actions.map((action) => `"${action}"`).join(", ")}], Resource: "*" }`;
  const trust = trustOf("lambda");
  const inline =
    actions.length === 0
      ? ""
      : `, Policies: [{ PolicyName: own, PolicyDocument: { Version: "2012-10-17", Statement: [${statement}] } }]`;
  return lines(
    resource(`${name}Role`, "AWS::IAM::Role", `${trust}${inline}`),
    resource(
      name,
      "AWS::Lambda::Function",
      `Runtime: nodejs22.x, Handler: index.handler, Role: !GetAtt ${name}Role.Arn, Code: { ZipFile: "exports.handler = async () => {}" }, VpcConfig: { SubnetIds: [!Ref PrivateA, !Ref PrivateB], SecurityGroupIds: [!Ref AppGroup] }`,
    ),
  );
}

export function trustOf(service: string): string {
  return `AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ${service}.amazonaws.com }, Action: sts:AssumeRole }] }`;
}

export function subnet(name: string, cidr: string, zone: string): string {
  return resource(name, "AWS::EC2::Subnet", `VpcId: !Ref Vpc, CidrBlock: ${cidr}, AvailabilityZone: ${zone}`);
}

/** The VPC with other DNS attributes: `EnableDnsHostnames: false`, or empty to leave both out. */
export function vpc(dns: string): string {
  return resource(
    "Vpc",
    "AWS::EC2::VPC",
    ["CidrBlock: 10.0.0.0/16", dns].filter((part) => part !== "").join(", "),
  );
}

/** The instance of the estate in another subnet. */
export function inSubnet(subnet: string): string {
  return instance("App", subnet, "!Ref AppGroup");
}

/** An instance on Amazon Linux; `groups` empty leaves them out, when AWS takes the default group. */
export function instance(name: string, subnet: string, groups: string, more = ""): string {
  const parts = [
    'ImageId: "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64}}"',
    `SubnetId: !Ref ${subnet}`,
    ...(groups === "" ? [] : [`SecurityGroupIds: [${groups}]`]),
    ...(more === "" ? [] : [more]),
  ];
  return resource(name, "AWS::EC2::Instance", parts.join(", "));
}

/** A prefix list of the customer with one entry. */
export function prefixList(name: string, cidr: string): string {
  return resource(
    name,
    "AWS::EC2::PrefixList",
    `PrefixListName: ${name}, AddressFamily: IPv4, MaxEntries: 1, Entries: [{ Cidr: ${cidr} }]`,
  );
}

/** A second VPC with one subnet and one instance that answers to this VPC on 5432; it has no way out of its own. */
export function spoke(cidr = "10.1.0.0/16", subnet = "10.1.0.0/24", address = "10.1.0.10"): string {
  return lines(
    resource("Spoke", "AWS::EC2::VPC", `CidrBlock: ${cidr}, EnableDnsHostnames: true`),
    resource(
      "SpokeSubnet",
      "AWS::EC2::Subnet",
      `VpcId: !Ref Spoke, CidrBlock: ${subnet}, AvailabilityZone: us-east-1a`,
    ),
    resource("SpokeTable", "AWS::EC2::RouteTable", "VpcId: !Ref Spoke"),
    resource(
      "SpokeAssociation",
      "AWS::EC2::SubnetRouteTableAssociation",
      "SubnetId: !Ref SpokeSubnet, RouteTableId: !Ref SpokeTable",
    ),
    resource(
      "SpokeGroup",
      "AWS::EC2::SecurityGroup",
      "GroupDescription: spoke, VpcId: !Ref Spoke, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.0.0/16 }]",
    ),
    resource(
      "SpokeApp",
      "AWS::EC2::Instance",
      `ImageId: ami-0123456789abcdef0, SubnetId: !Ref SpokeSubnet, SecurityGroupIds: [!Ref SpokeGroup], PrivateIpAddress: ${address}`,
    ),
  );
}

/** A NAT instance in the place of the NAT gateway. */
export const natInstance = lines(
  "Nat: ~",
  "NatAddress: ~",
  resource(
    "NatInstance",
    "AWS::EC2::Instance",
    "ImageId: ami-0123456789abcdef0, SourceDestCheck: false, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: !Ref Public, GroupSet: [!Ref EndpointGroup], AssociatePublicIpAddress: true }]",
  ),
  resource(
    "PrivateDefault",
    "AWS::EC2::Route",
    "RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 0.0.0.0/0, InstanceId: !Ref NatInstance",
  ),
);

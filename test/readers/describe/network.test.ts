// Routes, gateways, firewalls, transit gateways and names: one small answer for each rule.
import { describe, expect, it } from "vitest";
import { mustAddress, mustCidr } from "../../../src/model/address.ts";
import { known } from "../../../src/model/known.ts";
import { allTraffic } from "../../../src/model/traffic.ts";
import { only, read } from "./answers.ts";

const vpc = { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" };

describe("routes", () => {
  const tableOf = (...routes: readonly object[]) => {
    const table = { RouteTableId: "rtb-1", VpcId: "vpc-1", Associations: [], Routes: routes };
    const { routes: read1 } = only(read({ RouteTables: [table] }).network, "routeTables");
    return read1.known ? read1.value : [];
  };
  const to = { DestinationCidrBlock: "0.0.0.0/0", State: "active", Origin: "CreateRoute" };

  it.each([
    [{ GatewayId: "local", Origin: "CreateRouteTable" }, "local", "local"],
    [{ GatewayId: "igw-1" }, "internet-gateway", "igw-1"],
    [{ GatewayId: "vgw-1", Origin: "EnableVgwRoutePropagation" }, "vpn-gateway", "vgw-1"],
    [{ GatewayId: "vpce-1" }, "vpc-endpoint", "vpce-1"],
    [{ NatGatewayId: "nat-1" }, "nat-gateway", "nat-1"],
    [{ InstanceId: "i-1", InstanceOwnerId: "1", NetworkInterfaceId: "eni-1" }, "network-interface", "eni-1"],
    [{ VpcPeeringConnectionId: "pcx-1" }, "peering", "pcx-1"],
    [{ TransitGatewayId: "tgw-1" }, "transit-gateway", "tgw-1"],
    [{ EgressOnlyInternetGatewayId: "eigw-1" }, "egress-only-internet-gateway", "eigw-1"],
    [{ CarrierGatewayId: "cagw-1" }, "carrier-gateway", "cagw-1"],
    [{ LocalGatewayId: "lgw-1" }, "local-gateway", "lgw-1"],
    [
      { CoreNetworkArn: "arn:aws:networkmanager::1:core-network/c" },
      "core-network",
      "arn:aws:networkmanager::1:core-network/c",
    ],
  ])("%j", (target, kind, id) => {
    expect(tableOf({ ...to, ...target })[0]?.target).toEqual(known({ kind, id }));
  });

  it("takes state, origin and destination as they are", () => {
    expect(
      tableOf(
        { ...to, GatewayId: "vgw-1", Origin: "EnableVgwRoutePropagation", State: "blackhole" },
        { DestinationPrefixListId: "pl-1", GatewayId: "vpce-1", State: "Active", Origin: "CreateRoute" },
        { DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: "eigw-1", State: "active" },
      ).map(({ state, via, destination }) => ({ state, via, destination })),
    ).toEqual([
      {
        state: "blackhole",
        via: "propagated",
        destination: known({ kind: "cidr", cidr: mustCidr("0.0.0.0/0") }),
      },
      { state: "active", via: "static", destination: known({ kind: "prefix-list", id: "pl-1" }) },
      { state: "active", via: "static", destination: known({ kind: "cidr", cidr: mustCidr("::/0") }) },
    ]);
  });

  it("cannot tell where a route without state or with an unknown target leads", () => {
    const [stateless, strange] = tableOf(
      { ...to, State: undefined, NatGatewayId: "nat-1" },
      { ...to, OdbNetworkArn: "arn:x" },
    );
    expect(stateless?.target).toMatchObject({ known: false, fact: "state of a route of rtb-1" });
    expect(strange?.target).toMatchObject({
      known: false,
      settledBy: "aws ec2 describe-route-tables --route-table-ids rtb-1",
    });
  });

  it("knows the main table, edge tables, and associations in force", () => {
    const association = (more: object, State = "associated") => ({ AssociationState: { State }, ...more });
    const table = {
      RouteTableId: "rtb-1",
      VpcId: "vpc-1",
      Routes: [],
      Associations: [
        association({ Main: true }),
        association({ Main: false, SubnetId: "subnet-1" }),
        association({ Main: false, SubnetId: "subnet-2" }, "disassociated"),
        association({ Main: false, GatewayId: "igw-1" }),
      ],
    };
    expect(only(read({ RouteTables: [table] }).network, "routeTables")).toMatchObject({
      main: true,
      subnets: ["subnet-1"],
      gateways: ["igw-1"],
    });
  });
});

describe("NAT gateways", () => {
  it("reads a regional one with its table", () => {
    const nat = {
      NatGatewayId: "nat-1",
      VpcId: "vpc-1",
      State: "Available",
      AvailabilityMode: "regional",
      RouteTableId: "rtb-9",
      NatGatewayAddresses: [
        { PublicIp: "203.0.113.1", AvailabilityZone: "eu-west-1a", Status: "succeeded" },
        { PublicIp: "203.0.113.2", AvailabilityZone: "eu-west-1b", Status: "failed" },
      ],
    };
    const table = { RouteTableId: "rtb-9", VpcId: "vpc-1", Associations: [], Routes: [] };
    const { network } = read({ NatGateways: [nat], RouteTables: [table] });
    const read1 = only(network, "natGateways");
    expect(read1).toMatchObject({
      availability: "regional",
      connectivity: "public",
      subnet: undefined,
      state: "available",
    });
    expect(read1.addresses).toMatchObject({
      known: true,
      value: [
        {
          publicAddress: known(mustAddress("203.0.113.1")),
          availabilityZone: known("eu-west-1a"),
          privateAddress: { known: false },
        },
      ],
    });
    expect(only(network, "routeTables").gateways).toEqual(["nat-1"]);
  });

  it("takes the zone of a zonal one from its subnet, and gives a private one no public address", () => {
    const nat = {
      NatGatewayId: "nat-1",
      VpcId: "vpc-1",
      SubnetId: "subnet-1",
      State: "available",
      ConnectivityType: "private",
      NatGatewayAddresses: [
        { PrivateIp: "10.0.0.5", NetworkInterfaceId: "eni-1" },
        { PrivateIp: "10.0.0.6" },
      ],
    };
    const subnet = {
      SubnetId: "subnet-1",
      VpcId: "vpc-1",
      CidrBlock: "10.0.0.0/24",
      AvailabilityZone: "eu-west-1c",
    };
    const { addresses, connectivity } = only(
      read({ NatGateways: [nat], Subnets: [subnet] }).network,
      "natGateways",
    );
    expect(connectivity).toBe("private");
    expect(addresses.known && addresses.value).toMatchObject([
      {
        privateAddress: known(mustAddress("10.0.0.5")),
        publicAddress: undefined,
        availabilityZone: known("eu-west-1c"),
      },
      { privateAddress: known(mustAddress("10.0.0.6")), networkInterface: undefined },
    ]);
  });
});

describe("security groups", () => {
  const group = (more: object) => ({ GroupId: "sg-1", GroupName: "web", VpcId: "vpc-1", ...more });

  it("makes a rule of every peer", () => {
    const permission = {
      IpProtocol: "-1",
      IpRanges: [{ CidrIp: "10.0.0.0/8" }],
      Ipv6Ranges: [{ CidrIpv6: "::/0" }],
      PrefixListIds: [{ PrefixListId: "pl-1" }],
      UserIdGroupPairs: [
        { GroupId: "sg-2", UserId: "9", VpcPeeringConnectionId: "pcx-1", PeeringStatus: "active" },
        { GroupId: "sg-3", VpcPeeringConnectionId: "pcx-2", PeeringStatus: "deleted" },
        { GroupName: "elsewhere", UserId: "9" },
      ],
    };
    const { network, unused } = read({
      SecurityGroups: [group({ IpPermissions: [permission], IpPermissionsEgress: [] })],
    });
    const { ingress, egress } = only(network, "securityGroups");
    expect(ingress.known && ingress.value.map(({ peer }) => peer)).toMatchObject([
      known({ kind: "cidr", cidr: mustCidr("10.0.0.0/8") }),
      known({ kind: "cidr", cidr: mustCidr("::/0") }),
      known({ kind: "prefix-list", id: "pl-1" }),
      known({ kind: "security-group", id: "sg-2", peering: "pcx-1" }),
      { known: false },
    ]);
    expect(ingress.known && ingress.value[0]?.traffic).toEqual(known(allTraffic));
    expect(egress).toEqual(known([]));
    expect(unused).toMatchObject([{ reason: expect.stringContaining("stale rule") as string }]);
  });

  it("turns to describe-security-group-rules where the rules were left out, and knows none otherwise", () => {
    const rule = {
      GroupId: "sg-1",
      IsEgress: true,
      IpProtocol: "tcp",
      FromPort: 443,
      ToPort: 443,
      CidrIpv4: "0.0.0.0/0",
    };
    const { egress } = only(
      read({ SecurityGroups: [group({})], SecurityGroupRules: [rule] }).network,
      "securityGroups",
    );
    expect(egress.known && egress.value[0]?.traffic).toEqual(
      known({ protocols: [[6, 6]], ports: [[443, 443]] }),
    );
    expect(only(read({ SecurityGroups: [group({})] }).network, "securityGroups").egress.known).toBe(false);
  });

  it("counts associations in state associated alone", () => {
    const association = (VpcId: string, State: string) => ({ GroupId: "sg-1", VpcId, State });
    const { network } = read({
      SecurityGroups: [group({})],
      SecurityGroupVpcAssociations: [
        association("vpc-2", "associated"),
        association("vpc-3", "disassociating"),
      ],
    });
    expect(only(network, "securityGroups").associatedVpcs).toEqual(known(["vpc-2"]));
  });

  it("does not take associations that nobody asked for to be none", () => {
    const of = (answers: object) =>
      only(read({ SecurityGroups: [group({})], ...answers }).network, "securityGroups").associatedVpcs;
    expect(of({})).toMatchObject({
      known: false,
      settledBy: expect.stringContaining("describe-security-group-vpc-associations"),
    });
    expect(of({ SecurityGroupVpcAssociations: [] })).toEqual(known([]));
  });
});

describe("network ACLs", () => {
  it("reads both families, ports and ICMP, and leaves the rule * to its default", () => {
    const entry = (more: object) => ({
      Egress: false,
      RuleAction: "allow",
      Protocol: "6",
      CidrBlock: "0.0.0.0/0",
      ...more,
    });
    const acl = {
      NetworkAclId: "acl-1",
      VpcId: "vpc-1",
      IsDefault: false,
      Associations: [{ SubnetId: "subnet-1" }],
      Entries: [
        entry({ RuleNumber: 100, PortRange: { From: 1024, To: 65535 } }),
        entry({ RuleNumber: 110, Protocol: "1", IcmpTypeCode: { Type: 8, Code: -1 } }),
        entry({ RuleNumber: 120, Protocol: "-1", CidrBlock: undefined, Ipv6CidrBlock: "::/0", Egress: true }),
        entry({ RuleNumber: 32767, Protocol: "-1", RuleAction: "deny" }),
        entry({
          RuleNumber: 32768,
          Protocol: "-1",
          RuleAction: "deny",
          CidrBlock: undefined,
          Ipv6CidrBlock: "::/0",
        }),
      ],
    };
    const { entries, subnets } = only(read({ NetworkAcls: [acl] }).network, "networkAcls");
    expect(subnets).toEqual(["subnet-1"]);
    expect(
      entries.known &&
        entries.value.map(({ ruleNumber, direction, traffic }) => [ruleNumber, direction, traffic]),
    ).toEqual([
      [100, "ingress", known({ protocols: [[6, 6]], ports: [[1024, 65535]] })],
      [110, "ingress", known({ protocols: [[1, 1]], ports: [[2048, 2303]] })],
      [120, "egress", known(allTraffic)],
    ]);
  });
});

describe("prefix lists", () => {
  const list = { PrefixListId: "pl-1a", PrefixListName: "office", OwnerId: "123456789012" };

  it("takes entries from the file that names the list, page by page", () => {
    const page = (Cidr: string, more: object = {}) => ({ Entries: [{ Cidr }], ...more });
    const first = ["entries-pl-1a-1.json", page("192.0.2.0/24", { NextToken: "t" })] as const;
    const second = ["entries-pl-1a-2.json", page("198.51.100.0/24")] as const;
    const entriesOf = (...pages: readonly (typeof first | typeof second)[]) =>
      only(read({ PrefixLists: [list] }, ...pages).network, "prefixLists").entries;
    expect(entriesOf(first, second)).toEqual(known([mustCidr("192.0.2.0/24"), mustCidr("198.51.100.0/24")]));
    expect(entriesOf(first).known).toBe(false);
    expect(entriesOf()).toMatchObject({
      settledBy: "aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-1a",
    });
  });

  it("says of entries without an id that the file should name it", () => {
    const { unused } = read({ PrefixLists: [list] }, [
      "entries.json",
      { Entries: [{ Cidr: "192.0.2.0/24" }] },
    ]);
    expect(unused).toMatchObject([{ reason: expect.stringContaining("of which prefix list") as string }]);
  });
});

describe("VPCs and their edges", () => {
  it("takes blocks with their states", () => {
    const cidrs = only(
      read({
        Vpcs: [
          {
            ...vpc,
            CidrBlockAssociationSet: [
              { CidrBlock: "10.0.0.0/16", CidrBlockState: { State: "associated" } },
              { CidrBlock: "10.1.0.0/16", CidrBlockState: { State: "disassociated" } },
            ],
            Ipv6CidrBlockAssociationSet: [
              { Ipv6CidrBlock: "2001:db8::/56", Ipv6CidrBlockState: { State: "associated" } },
            ],
          },
        ],
      }).network,
      "vpcs",
    ).cidrs;
    expect(cidrs.known && cidrs.value.map(({ cidr, primary, state }) => [cidr.text, primary, state])).toEqual(
      [
        ["10.0.0.0/16", true, "associated"],
        ["10.1.0.0/16", false, "disassociated"],
        ["2001:db8::/56", false, "associated"],
      ],
    );
  });

  it("takes Block Public Access from its options, or from VPCs that all say off", () => {
    const off = { ...vpc, BlockPublicAccessStates: { InternetGatewayBlockMode: "off" } };
    const options = { VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: "block-ingress" } };
    const exclusion = {
      ResourceArn: "arn:aws:ec2:eu-west-1:1:subnet/subnet-1",
      InternetGatewayExclusionMode: "allow-egress",
      State: "create-complete",
    };
    expect(only(read({ Vpcs: [off] }).network, "blockPublicAccess").mode).toEqual(known("off"));
    expect(read({ Vpcs: [off, { ...vpc, VpcId: "vpc-2" }] }).network.blockPublicAccess.size).toBe(0);
    expect(only(read(options).network, "blockPublicAccess").exclusions).toMatchObject({
      settledBy: "aws ec2 describe-vpc-block-public-access-exclusions",
    });
    expect(
      only(read({ ...options, VpcBlockPublicAccessExclusions: [exclusion] }).network, "blockPublicAccess"),
    ).toMatchObject({
      mode: known("block-ingress"),
      exclusions: known([{ resource: "subnet-1", mode: "allow-egress" }]),
    });
  });

  it("reads three kinds of gateways, and those attached", () => {
    const { network } = read({
      InternetGateways: [
        { InternetGatewayId: "igw-1", Attachments: [{ State: "available", VpcId: "vpc-1" }] },
      ],
      EgressOnlyInternetGateways: [
        { EgressOnlyInternetGatewayId: "eigw-1", Attachments: [{ State: "attached", VpcId: "vpc-1" }] },
      ],
      VpnGateways: [
        {
          VpnGatewayId: "vgw-1",
          State: "available",
          VpcAttachments: [{ State: "detached", VpcId: "vpc-1" }],
        },
      ],
    });
    expect([...network.gateways.values()].map(({ id, kind, vpcs }) => [id, kind, vpcs])).toEqual([
      ["igw-1", "internet-gateway", ["vpc-1"]],
      ["eigw-1", "egress-only-internet-gateway", ["vpc-1"]],
      ["vgw-1", "vpn-gateway", []],
    ]);
  });
});

describe("transit gateways", () => {
  const table = { TransitGatewayRouteTableId: "tgw-rtb-1a", TransitGatewayId: "tgw-1", State: "available" };
  const route = {
    DestinationCidrBlock: "0.0.0.0/0",
    State: "active",
    Type: "static",
    TransitGatewayAttachments: [{ TransitGatewayAttachmentId: "tgw-attach-1" }],
  };

  it("takes routes from the file that names the table, unless they were cut short", () => {
    const routesOf = (more: object) =>
      only(
        read({ TransitGatewayRouteTables: [table] }, ["tgw-rtb-1a/routes.json", { Routes: [route], ...more }])
          .network,
        "transitGatewayRouteTables",
      ).routes;
    expect(routesOf({ AdditionalRoutesAvailable: false })).toMatchObject({
      known: true,
      value: [{ via: "static", attachment: known("tgw-attach-1") }],
    });
    expect(routesOf({ AdditionalRoutesAvailable: true })).toMatchObject({ known: false });
  });

  it("adds up Batfish's static and propagated routes", () => {
    const propagation = (ResourceType: string) => ({
      TransitGatewayRouteTableId: "tgw-rtb-1a",
      TransitGatewayRouteTablePropagations: [
        { TransitGatewayAttachmentId: "tgw-attach-2", ResourceId: "vpc-1", ResourceType, State: "enabled" },
        {
          TransitGatewayAttachmentId: "tgw-attach-3",
          ResourceId: "vpc-9",
          ResourceType: "vpc",
          State: "disabled",
        },
      ],
    });
    const routesOf = (type: string) =>
      only(
        read({
          Vpcs: [vpc],
          TransitGatewayRouteTables: [table],
          TransitGatewayStaticRoutes: [{ TransitGatewayRouteTableId: "tgw-rtb-1a", Routes: [route] }],
          TransitGatewayPropagations: [propagation(type)],
        }).network,
        "transitGatewayRouteTables",
      ).routes;
    const routes = routesOf("vpc");
    expect(routes.known && routes.value.map(({ via, destination }) => [via, destination])).toEqual([
      ["static", known({ kind: "cidr", cidr: mustCidr("0.0.0.0/0") })],
      ["propagated", known({ kind: "cidr", cidr: mustCidr("10.0.0.0/16") })],
    ]);
    expect(routesOf("vpn").known).toBe(false);
  });

  it("joins the two halves of an attachment", () => {
    const half = {
      TransitGatewayAttachmentId: "tgw-attach-1",
      TransitGatewayId: "tgw-1",
      State: "available",
    };
    const listed = {
      ...half,
      ResourceType: "vpc",
      ResourceId: "vpc-1",
      Association: { State: "associated", TransitGatewayRouteTableId: "tgw-rtb-1a" },
    };
    const ofVpc = { ...half, VpcId: "vpc-1", SubnetIds: ["subnet-1"] };
    const attachmentOf = (answer: object) => only(read(answer).network, "transitGatewayAttachments");
    expect(
      attachmentOf({ TransitGatewayAttachments: [listed], TransitGatewayVpcAttachments: [ofVpc] }),
    ).toMatchObject({
      subnets: known(["subnet-1"]),
      association: known("tgw-rtb-1a"),
    });
    expect(attachmentOf({ TransitGatewayAttachments: [listed] }).subnets.known).toBe(false);
    expect(attachmentOf({ TransitGatewayVpcAttachments: [ofVpc] }).association.known).toBe(false);
  });
});

describe("names", () => {
  it("joins a hosted zone with its VPCs and records", () => {
    const zone = { Id: "/hostedzone/Z0123456789", Name: "AmazonAWS.com.", Config: { PrivateZone: true } };
    const record = {
      Name: "\\052.amazonaws.com.",
      Type: "A",
      AliasTarget: { DNSName: "vpce-1.ssm.vpce.amazonaws.com." },
    };
    const { network } = read({ HostedZones: [zone] }, { HostedZone: zone, VPCs: [{ VPCId: "vpc-1" }] }, [
      "list-resource-record-sets-Z0123456789.json",
      { ResourceRecordSets: [record], IsTruncated: false },
    ]);
    expect(only(network, "hostedZones")).toMatchObject({
      id: "Z0123456789",
      zoneName: "amazonaws.com",
      visibility: "private",
      vpcs: known(["vpc-1"]),
      records: known([{ name: "*.amazonaws.com", type: "A", values: ["vpce-1.ssm.vpce.amazonaws.com."] }]),
    });
    expect(only(read({ HostedZones: [zone] }).network, "hostedZones")).toMatchObject({
      vpcs: { settledBy: "aws route53 get-hosted-zone --id Z0123456789" },
      records: { settledBy: "aws route53 list-resource-record-sets --hosted-zone-id Z0123456789" },
    });
  });

  it("takes a zone that is listed by VPC for a private one, of whichever VPC was asked about", () => {
    const summary = { HostedZoneId: "Z0123456789", Name: "us-east-1.amazonaws.com.", Owner: {} };
    expect(only(read({ HostedZoneSummaries: [summary] }).network, "hostedZones")).toMatchObject({
      id: "Z0123456789",
      zoneName: "us-east-1.amazonaws.com",
      visibility: "private",
      vpcs: { settledBy: "aws route53 get-hosted-zone --id Z0123456789" },
    });
  });

  it("reads the rule groups of DNS Firewall and their VPCs", () => {
    const FirewallRuleGroupAssociations = [
      { Id: "rslvr-frgassoc-1", Name: "baseline", FirewallRuleGroupId: "rslvr-frg-1", VpcId: "vpc-1" },
    ];
    expect(only(read({ FirewallRuleGroupAssociations }).network, "dnsFirewalls")).toMatchObject({
      aliases: ["baseline"],
      ruleGroup: known("rslvr-frg-1"),
      vpc: known("vpc-1"),
    });
  });

  it("knows the VPCs of a resolver rule only from the associations", () => {
    const rule = {
      Id: "rslvr-rr-1",
      DomainName: "corp.example.",
      RuleType: "FORWARD",
      TargetIps: [{ Ip: "10.9.0.2", Port: 53 }],
    };
    const association = { ResolverRuleId: "rslvr-rr-1", VPCId: "vpc-1", Status: "COMPLETE" };
    expect(only(read({ ResolverRules: [rule] }).network, "resolverRules").vpcs.known).toBe(false);
    expect(
      only(read({ ResolverRules: [rule], ResolverRuleAssociations: [association] }).network, "resolverRules"),
    ).toMatchObject({
      domainName: "corp.example",
      kind: "forward",
      targets: ["10.9.0.2"],
      vpcs: known(["vpc-1"]),
    });
  });
});

describe("endpoints", () => {
  const endpoint = (more: object) => ({
    VpcEndpointId: "vpce-1",
    VpcId: "vpc-1",
    VpcEndpointType: "Interface",
    ServiceName: "com.amazonaws.eu-west-1.s3",
    State: "available",
    ...more,
  });
  const endpointOf = (more: object) => only(read({ VpcEndpoints: [endpoint(more)] }).network, "vpcEndpoints");

  it.each([
    ["PendingAcceptance", "pending-acceptance"],
    ["pendingAcceptance", "pending-acceptance"],
    ["Available", "available"],
    ["partial", "partial"],
  ])("state %s", (State, state) => expect(endpointOf({ State }).state).toEqual(known(state)));

  it.each([
    ["Gateway", "gateway"],
    ["GatewayLoadBalancer", "gateway-load-balancer"],
    ["ServiceNetwork", "service-network"],
    ["Resource", "resource"],
    ["Tunnel", "tunnel"],
    ["Later", "other"],
  ])("type %s", (VpcEndpointType, type) => expect(endpointOf({ VpcEndpointType }).type).toBe(type));

  const allow = { Effect: "Allow", Principal: { AWS: "*" }, Action: ["*"], Resource: "*" };
  it.each([
    { policy: JSON.stringify({ Version: "2008-10-17", Statement: [allow] }), kind: "full-access" },
    { policy: JSON.stringify({ Statement: allow }), kind: "full-access" },
    { policy: JSON.stringify({ Statement: [{ ...allow, Condition: { Bool: {} } }] }), kind: "document" },
    { policy: JSON.stringify({ Statement: [allow, { ...allow, Effect: "Deny" }] }), kind: "document" },
    { policy: "{ no json", kind: undefined },
    { policy: undefined, kind: undefined },
  ])("policy $policy is $kind", ({ policy, kind }) => {
    const read1 = endpointOf({ PolicyDocument: policy }).policy;
    expect(read1.known ? read1.value.kind : undefined).toBe(kind);
  });

  it("knows the S3 option where it is told, and asks where it may apply", () => {
    const option = (DnsOptions?: object) =>
      endpointOf({ PrivateDnsEnabled: true, DnsOptions }).privateDnsOnlyForInboundResolver;
    expect(option({ PrivateDnsOnlyForInboundResolverEndpoint: false })).toEqual(known(false));
    expect(option()?.known).toBe(false);
    expect(
      endpointOf({ ServiceName: "com.amazonaws.eu-west-1.ssm", PrivateDnsEnabled: true })
        .privateDnsOnlyForInboundResolver,
    ).toBeUndefined();
  });

  it("takes the service's Region from the row before the name", () => {
    expect(endpointOf({}).serviceRegion).toEqual(known("eu-west-1"));
    expect(endpointOf({ ServiceRegion: "us-east-1" }).serviceRegion).toEqual(known("us-east-1"));
  });

  it("makes one service of its two rows", () => {
    const row = (type: string, more: object) => ({
      ServiceName: "com.amazonaws.eu-west-1.s3",
      ServiceType: [{ ServiceType: type }],
      VpcEndpointPolicySupported: true,
      ...more,
    });
    const { network } = read({
      ServiceDetails: [
        row("Gateway", {}),
        row("Interface", {
          AvailabilityZones: ["eu-west-1a"],
          PrivateDnsNames: [{ PrivateDnsName: "s3.x" }],
        }),
      ],
    });
    expect(only(network, "endpointServices")).toMatchObject({
      types: ["gateway", "interface"],
      availabilityZones: ["eu-west-1a"],
      privateDnsNames: ["s3.x"],
      policySupported: known(true),
    });
  });
});

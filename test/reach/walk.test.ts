// One table a family of rules: a network, a question, and the answer in short.
import { describe, expect, it } from "vitest";
import type { NetworkInterface } from "../../src/model/entity/network-interface.ts";
import { known, unknown } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import { ask, inShort } from "./ask.ts";
import type { Asked } from "./ask.ts";
import {
  acl,
  base,
  gateway,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  natGateway,
  networkInterface,
  prefixList,
  subnet,
  table,
  uncollected,
  vpc,
  withEndpoints,
  withRows,
  without,
} from "./estate.ts";

type Case = readonly [what: string, network: Network, asked: Asked, answer: string];

const local = "10.0.0.0/16 local";
const isolated = withRows(base, {
  routeTables: [table("rtb-private", "vpc-1", [local], { subnets: ["subnet-a", "subnet-b"] })],
});
const s3List = prefixList("pl-s3", "com.amazonaws.ap-northeast-1.s3", ["52.219.0.0/20", "3.5.152.0/21"]);
const withS3 = withRows(isolated, {
  prefixLists: [s3List],
  vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])],
  routeTables: [
    table("rtb-private", "vpc-1", [local, "pl-s3 vpce-s3"], { subnets: ["subnet-a", "subnet-b"] }),
  ],
});
const withSsm = withEndpoints(isolated, "ssm");
const routes = (network: Network, ...more: readonly string[]) =>
  withRows(network, {
    routeTables: [table("rtb-private", "vpc-1", [local, ...more], { subnets: ["subnet-a", "subnet-b"] })],
  });
const clientGroup = (network: Network, ...egress: readonly string[]) =>
  withRows(network, { securityGroups: [group("sg-client", "vpc-1", { egress })] });
const endpointGroup = (network: Network, ...ingress: readonly string[]) =>
  withRows(network, { securityGroups: [group("sg-endpoint", "vpc-1", { ingress })] });
const aclOn = (network: Network, subnetId: string, ...entries: readonly string[]) =>
  withRows(network, { networkAcls: [acl("acl-own", "vpc-1", entries, { subnets: [subnetId] })] });
const blocking = (network: Network, mode: "block-bidirectional" | "block-ingress") =>
  withRows(network, {
    blockPublicAccess: [...network.blockPublicAccess.values()].map((row) => ({ ...row, mode: known(mode) })),
  });
const eni6 = networkInterface("eni-6", {
  vpc: "vpc-1",
  subnet: "subnet-6",
  addresses: "2001:db8:0:1::10",
  groups: ["sg-client"],
});
const natInterface = (group: string, changes: Partial<NetworkInterface>) =>
  networkInterface(
    "eni-nat",
    { vpc: "vpc-1", subnet: "subnet-public", addresses: "10.0.0.9", groups: [group] },
    changes,
  );
const udp = { protocol: 17, port: 53 };
const ping = { protocol: 1, port: 8 * 256 };

const families: Readonly<Record<string, readonly Case[]>> = {
  "ways out": [
    ["NAT gateway", base, { to: "github.com" }, "reachable nat-gateway"],
    ["NAT gateway to a service", base, { to: "ssm" }, "reachable nat-gateway"],
    ["no route", isolated, { to: "ssm" }, "blocked NO_ROUTE_TO_DESTINATION"],
    ["blackhole", routes(base, "0.0.0.0/0 nat-1 blackhole"), { to: "ssm" }, "blocked BAD_STATE_ROUTE"],
    [
      "NAT that failed",
      withRows(base, {
        natGateways: [natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5", { state: "failed" })],
      }),
      { to: "ssm" },
      "blocked BAD_STATE",
    ],
    [
      "NAT in a private subnet",
      withRows(base, { natGateways: [natGateway("nat-1", "vpc-1", "subnet-b", "10.0.2.5")] }),
      { to: "ssm" },
      "blocked CANNOT_ROUTE",
    ],
    [
      "private NAT gateway",
      withRows(base, {
        natGateways: [natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5", { connectivity: "private" })],
      }),
      { to: "ssm" },
      "blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    ],
    [
      "regional NAT gateway",
      withRows(base, {
        natGateways: [
          natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5", {
            availability: "regional",
            subnet: undefined,
          }),
        ],
      }),
      { to: "ssm" },
      "reachable nat-gateway",
    ],
    [
      "internet gateway without a public address",
      routes(base, "0.0.0.0/0 igw-1"),
      { to: "ssm" },
      "blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    ],
    [
      "internet gateway not attached",
      withRows(base, { gateways: [gateway("internet-gateway", "igw-1")] }),
      { to: "ssm" },
      "blocked BAD_STATE",
    ],
    [
      "public subnet as source",
      base,
      { from: "subnet-public", to: "github.com" },
      "reachable internet-gateway",
    ],
    [
      "private subnet as source",
      isolated,
      { from: "subnet-a", to: "github.com" },
      "blocked NO_ROUTE_TO_DESTINATION",
    ],
    [
      "main table for a subnet without its own",
      withRows(base, { routeTables: [table("rtb-private", "vpc-1", [local, "0.0.0.0/0 nat-1"])] }),
      { to: "ssm" },
      "blocked NO_ROUTE_TO_DESTINATION",
    ],
    [
      "NAT takes no other protocol",
      base,
      { to: "8.8.8.8", more: { protocol: 50, port: 0 } },
      "blocked PROTOCOL_RESTRICTION",
    ],
    ["ping through NAT", base, { to: "8.8.8.8", more: ping }, "reachable nat-gateway"],
    [
      "unknown route table",
      uncollected(base, "routeTables", "aws ec2 describe-route-tables"),
      { to: "ssm" },
      "unknown",
    ],
    ["carrier gateway", routes(base, "0.0.0.0/0 cagw-1"), { to: "ssm" }, "unknown"],
    [
      "VPN gateway",
      withRows(routes(base, "0.0.0.0/0 vgw-1"), { gateways: [gateway("vpn-gateway", "vgw-1", "vpc-1")] }),
      { to: "ssm" },
      "unknown",
    ],
  ],
  "longest prefix": [
    [
      "static beats propagated",
      routes(base, "0.0.0.0/0 vgw-1 propagated", "0.0.0.0/0 nat-1"),
      { to: "8.8.8.8" },
      "reachable nat-gateway",
    ],
    [
      "longer beats shorter",
      routes(base, "0.0.0.0/0 nat-1", "8.8.8.0/24 igw-1"),
      { to: "8.8.8.8" },
      "blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    ],
    [
      "static of equal length beats the prefix list",
      routes(withS3, "pl-s3 vpce-s3", "52.219.0.0/20 nat-1", "3.5.152.0/21 nat-1"),
      { to: "s3" },
      "reachable nat-gateway",
    ],
    [
      "prefix list beats the default route",
      routes(withS3, "0.0.0.0/0 nat-1", "pl-s3 vpce-s3"),
      { to: "s3" },
      "reachable gateway-endpoint",
    ],
    [
      "two lists, two targets: AWS picks one",
      withRows(routes(withS3, "pl-s3 vpce-s3", "pl-2 nat-1"), {
        prefixLists: [prefixList("pl-2", "mine", ["52.219.0.0/20", "3.5.152.0/21"])],
      }),
      { to: "s3" },
      "unknown",
    ],
  ],
  "security groups": [
    ["no egress rule", clientGroup(base), { to: "ssm" }, "blocked SG_HAS_NO_RULES"],
    [
      "egress to the VPC alone, to the internet",
      clientGroup(base, "tcp 443 10.0.0.0/16"),
      { to: "github.com" },
      "blocked ENI_SG_RULES_MISMATCH",
    ],
    [
      "egress to the VPC alone, to an interface endpoint",
      clientGroup(withSsm, "tcp 443 10.0.0.0/16"),
      { to: "ssm" },
      "reachable interface-endpoint",
    ],
    [
      "egress to the endpoint's group",
      clientGroup(withSsm, "tcp 443 sg-endpoint"),
      { to: "ssm" },
      "reachable interface-endpoint",
    ],
    [
      "egress to a group does not reach a gateway endpoint",
      clientGroup(withS3, "tcp 443 sg-endpoint", "tcp 443 10.0.0.0/16"),
      { to: "s3" },
      "blocked ENI_SG_RULES_MISMATCH",
    ],
    [
      "egress to the prefix list",
      clientGroup(withS3, "tcp 443 pl-s3"),
      { to: "s3" },
      "reachable gateway-endpoint",
    ],
    [
      "endpoint admits another group",
      endpointGroup(withSsm, "tcp 443 sg-endpoint"),
      { to: "ssm" },
      "blocked ENI_SG_RULES_MISMATCH",
    ],
    [
      "endpoint admits the client's group",
      endpointGroup(withSsm, "tcp 443 sg-client"),
      { to: "ssm" },
      "reachable interface-endpoint",
    ],
    [
      "endpoint admits another port",
      endpointGroup(withSsm, "tcp 80 10.0.0.0/16"),
      { to: "ssm" },
      "blocked ENI_SG_RULES_MISMATCH",
    ],
    [
      "both ends at once",
      endpointGroup(clientGroup(withSsm, "tcp 80 0.0.0.0/0"), "udp 443 10.0.0.0/16"),
      { to: "ssm" },
      "blocked ENI_SG_RULES_MISMATCH",
    ],
    [
      "rules not known",
      withRows(withSsm, {
        securityGroups: [
          {
            ...group("sg-endpoint", "vpc-1", {}),
            ingress: unknown("rules of sg-endpoint", "aws ec2 describe-security-groups"),
          },
        ],
      }),
      { to: "ssm" },
      "unknown",
    ],
    [
      "groups not collected",
      uncollected(withSsm, "securityGroups", "aws ec2 describe-security-groups"),
      { to: "ssm" },
      "unknown",
    ],
    [
      "internet host in some of the ranges",
      clientGroup(base, "tcp 443 140.82.112.0/20"),
      { to: "github.com" },
      "unknown",
    ],
  ],
  "network ACLs": [
    [
      "client subnet lets out nothing",
      aclOn(withSsm, "subnet-a", "100 in allow all 0.0.0.0/0"),
      { to: "ssm" },
      "blocked SUBNET_ACL_RESTRICTION",
    ],
    [
      "endpoint subnet takes nothing",
      aclOn(withSsm, "subnet-b", "100 out allow all 0.0.0.0/0"),
      { to: "ssm" },
      "blocked SUBNET_ACL_RESTRICTION",
    ],
    [
      "answers do not get out of the endpoint's subnet",
      aclOn(withSsm, "subnet-b", "100 in allow all 0.0.0.0/0", "100 out allow tcp 443 0.0.0.0/0"),
      { to: "ssm" },
      "blocked SUBNET_ACL_RESTRICTION",
    ],
    [
      "answers reach part of the ports",
      aclOn(withSsm, "subnet-a", "100 out allow all 0.0.0.0/0", "100 in allow tcp 49152-65535 0.0.0.0/0"),
      { to: "ssm" },
      "partial SUBNET_ACL_RESTRICTION",
    ],
    [
      "answers reach Linux's ports",
      aclOn(withSsm, "subnet-a", "100 out allow all 0.0.0.0/0", "100 in allow tcp 32768-61000 0.0.0.0/0"),
      { to: "ssm" },
      "reachable interface-endpoint",
    ],
    [
      "lower number wins",
      aclOn(
        withSsm,
        "subnet-a",
        "90 out deny tcp 443 0.0.0.0/0",
        "100 out allow all 0.0.0.0/0",
        "100 in allow all 0.0.0.0/0",
      ),
      { to: "ssm" },
      "blocked SUBNET_ACL_RESTRICTION",
    ],
    [
      "later deny loses",
      aclOn(
        withSsm,
        "subnet-a",
        "100 out allow all 0.0.0.0/0",
        "110 out deny all 0.0.0.0/0",
        "100 in allow all 0.0.0.0/0",
      ),
      { to: "ssm" },
      "reachable interface-endpoint",
    ],
    [
      "gateway endpoint needs the public ranges",
      aclOn(withS3, "subnet-a", "100 out allow all 10.0.0.0/16", "100 in allow all 10.0.0.0/16"),
      { to: "s3" },
      "blocked SUBNET_ACL_RESTRICTION",
    ],
    [
      "within one subnet none is asked",
      aclOn(
        withRows(withSsm, {
          networkInterfaces: [
            networkInterface(
              "eni-ssm",
              { vpc: "vpc-1", subnet: "subnet-a", addresses: "10.0.1.20", groups: ["sg-endpoint"] },
              { client: "endpoint", owner: "vpce-ssm" },
            ),
          ],
        }),
        "subnet-a",
      ),
      { to: "ssm" },
      "reachable interface-endpoint",
    ],
    [
      "ACLs not collected",
      uncollected(withSsm, "networkAcls", "aws ec2 describe-network-acls"),
      { to: "ssm" },
      "unknown",
    ],
  ],
  DNS: [
    ["private DNS", withSsm, { to: "ssm" }, "reachable interface-endpoint"],
    [
      "private DNS off",
      withRows(withSsm, { vpcEndpoints: [interfaceEndpoint("ssm", { privateDnsEnabled: known(false) })] }),
      { to: "ssm" },
      "blocked DNS_PRIVATE_DNS_DISABLED NO_ROUTE_TO_DESTINATION",
    ],
    [
      "private DNS off, with NAT",
      withRows(withEndpoints(base, "ssm"), {
        vpcEndpoints: [interfaceEndpoint("ssm", { privateDnsEnabled: known(false) })],
      }),
      { to: "ssm" },
      "reachable nat-gateway",
    ],
    [
      "private DNS not known, no other way",
      withRows(withSsm, {
        vpcEndpoints: [interfaceEndpoint("ssm", { privateDnsEnabled: unknown("private DNS", "look") })],
      }),
      { to: "ssm" },
      "unknown NO_ROUTE_TO_DESTINATION",
    ],
    [
      "private DNS not known, and both ways work",
      withRows(withEndpoints(base, "ssm"), {
        vpcEndpoints: [interfaceEndpoint("ssm", { privateDnsEnabled: unknown("private DNS", "look") })],
      }),
      { to: "ssm" },
      "reachable interface-endpoint",
    ],
    [
      "enableDnsSupport off",
      withRows(withSsm, { vpcs: [vpc("vpc-1", ["10.0.0.0/16"], { enableDnsSupport: known(false) })] }),
      { to: "ssm" },
      "blocked DNS_SUPPORT_DISABLED",
    ],
    [
      "enableDnsHostnames off",
      withRows(withSsm, { vpcs: [vpc("vpc-1", ["10.0.0.0/16"], { enableDnsHostnames: known(false) })] }),
      { to: "ssm" },
      "blocked DNS_HOSTNAMES_DISABLED NO_ROUTE_TO_DESTINATION",
    ],
    [
      "endpoint pending",
      withRows(withSsm, { vpcEndpoints: [interfaceEndpoint("ssm", { state: known("pending") })] }),
      { to: "ssm" },
      "blocked BAD_STATE NO_ROUTE_TO_DESTINATION",
    ],
    [
      "endpoints not collected",
      uncollected(base, "vpcEndpoints", "aws ec2 describe-vpc-endpoints"),
      { to: "ssm" },
      "unknown",
    ],
    [
      "internet host with endpoints not collected",
      uncollected(base, "vpcEndpoints", "aws ec2 describe-vpc-endpoints"),
      { to: "github.com" },
      "reachable nat-gateway",
    ],
    [
      "another Region's name",
      withSsm,
      { to: "ssm.us-east-1.amazonaws.com" },
      "blocked DNS_NAME_NOT_COVERED NO_ROUTE_TO_DESTINATION",
    ],
  ],
  endpoints: [
    [
      "ping is not answered",
      withSsm,
      { to: "eni-ssm", more: ping },
      "blocked ENI_SG_RULES_MISMATCH PROTOCOL_RESTRICTION",
    ],
    [
      "another port",
      endpointGroup(withSsm, "all 0.0.0.0/0"),
      { to: "ssm", more: { port: 8443 } },
      "blocked VPCE_PORT_NOT_SERVED",
    ],
    ["gateway takes no UDP", withS3, { to: "s3", more: udp }, "blocked VPCE_GATEWAY_PROTOCOL_RESTRICTION"],
    [
      "gateway in state deleted",
      withRows(withS3, {
        vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"], { state: known("deleted") })],
      }),
      { to: "s3" },
      "blocked BAD_STATE",
    ],
    [
      "S3's global name is that of us-east-1",
      withS3,
      { to: "s3.amazonaws.com" },
      "blocked NO_ROUTE_TO_DESTINATION",
    ],
    [
      "gateway of another Region's S3",
      withS3,
      { to: "s3.us-west-2.amazonaws.com" },
      "blocked NO_ROUTE_TO_DESTINATION",
    ],
    [
      "an endpoint's interface asks nobody",
      withEndpoints(base, "ssm"),
      { from: "eni-ssm", to: "github.com" },
      "blocked VPCE_INTRA_VPC_TRAFFIC",
    ],
    [
      "policy refuses everything",
      withRows(withSsm, {
        vpcEndpoints: [
          interfaceEndpoint("ssm", {
            policy: known({
              kind: "document",
              json: { Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] },
            }),
          }),
        ],
      }),
      { to: "ssm" },
      "blocked POLICY_DENIES",
    ],
    [
      "policy admits another bucket",
      withRows(withS3, {
        vpcEndpoints: [
          gatewayEndpoint("s3", ["rtb-private"], {
            policy: known({
              kind: "document",
              json: {
                Statement: [
                  {
                    Effect: "Allow",
                    Principal: "*",
                    Action: "s3:*",
                    Resource: ["arn:aws:s3:::mine", "arn:aws:s3:::mine/*"],
                  },
                ],
              },
            }),
          }),
        ],
      }),
      { to: "other.s3.ap-northeast-1.amazonaws.com" },
      "blocked POLICY_DENIES",
    ],
    [
      "policy admits some buckets, none named",
      withRows(withS3, {
        vpcEndpoints: [
          gatewayEndpoint("s3", ["rtb-private"], {
            policy: known({
              kind: "document",
              json: {
                Statement: [
                  { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::mine/*" },
                ],
              },
            }),
          }),
        ],
      }),
      { to: "s3" },
      "unknown",
    ],
    [
      "policy not known",
      withRows(withS3, {
        vpcEndpoints: [
          gatewayEndpoint("s3", ["rtb-private"], {
            policy: unknown("policy of vpce-s3", "aws ec2 describe-vpc-endpoints"),
          }),
        ],
      }),
      { to: "s3" },
      "unknown",
    ],
  ],
  "Block Public Access": [
    [
      "bidirectional stops NAT",
      blocking(base, "block-bidirectional"),
      { to: "ssm" },
      "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    ],
    ["ingress spares NAT", blocking(base, "block-ingress"), { to: "ssm" }, "reachable nat-gateway"],
    [
      "ingress stops the internet gateway",
      blocking(base, "block-ingress"),
      { from: "subnet-public", to: "github.com" },
      "blocked VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    ],
    [
      "it does not touch endpoints",
      blocking(withSsm, "block-bidirectional"),
      { to: "ssm" },
      "reachable interface-endpoint",
    ],
  ],
  IPv6: [
    [
      "egress-only gateway",
      withRows(base, {
        subnets: [subnet("subnet-6", "vpc-1", "2001:db8:0:1::/64", "a")],
        routeTables: [table("rtb-6", "vpc-1", [local, "::/0 eigw-1"], { subnets: ["subnet-6"] })],
        gateways: [gateway("egress-only-internet-gateway", "eigw-1", "vpc-1")],
        networkInterfaces: [eni6],
      }),
      { from: "eni-6", to: "2001:4860:4860::8888" },
      "reachable egress-only-internet-gateway",
    ],
    [
      "IPv4-only name from an IPv6-only subnet",
      withRows(base, {
        subnets: [subnet("subnet-6", "vpc-1", "2001:db8:0:1::/64", "a")],
        networkInterfaces: [eni6],
      }),
      { from: "eni-6", to: "ssm" },
      "blocked DNS_NO_IPV6_ANSWER",
    ],
    [
      "NAT64",
      withRows(base, {
        subnets: [subnet("subnet-6", "vpc-1", "2001:db8:0:1::/64", "a", { enableDns64: known(true) })],
        routeTables: [
          table("rtb-6", "vpc-1", [local, "2001:db8::/56 local", "64:ff9b::/96 nat-1"], {
            subnets: ["subnet-6"],
          }),
          table("rtb-public", "vpc-1", [local, "2001:db8::/56 local", "0.0.0.0/0 igw-1"], {
            subnets: ["subnet-public"],
          }),
        ],
        networkInterfaces: [eni6],
      }),
      { from: "eni-6", to: "ssm" },
      "reachable nat-gateway",
    ],
    ["the other family", base, { to: "2001:4860:4860::8888" }, "blocked NO_POSSIBLE_DESTINATION"],
  ],
  "NAT instances": [
    [
      "check off",
      withRows(routes(base, "0.0.0.0/0 eni-nat"), {
        networkInterfaces: [
          natInterface("sg-nat", { sourceDestCheck: known(false), hasPublicIpv4: known(true) }),
        ],
        securityGroups: [
          group("sg-nat", "vpc-1", { ingress: ["all 10.0.0.0/16"], egress: ["all 0.0.0.0/0"] }),
        ],
      }),
      { to: "github.com" },
      "reachable nat-instance",
    ],
    [
      "check on",
      withRows(routes(base, "0.0.0.0/0 eni-nat"), {
        networkInterfaces: [natInterface("sg-client", { hasPublicIpv4: known(true) })],
      }),
      { to: "github.com" },
      "blocked SG_HAS_NO_RULES ENI_SOURCE_DEST_CHECK_RESTRICTION",
    ],
    [
      "its group admits nobody",
      withRows(routes(base, "0.0.0.0/0 eni-nat"), {
        networkInterfaces: [
          natInterface("sg-client", { sourceDestCheck: known(false), hasPublicIpv4: known(true) }),
        ],
      }),
      { to: "github.com" },
      "blocked SG_HAS_NO_RULES",
    ],
    [
      "without a public address, and maybe with more interfaces",
      withRows(routes(base, "0.0.0.0/0 eni-nat"), {
        networkInterfaces: [natInterface("sg-endpoint", { sourceDestCheck: known(false) })],
      }),
      { to: "github.com" },
      "unknown",
    ],
    ["interface not in the input", routes(base, "0.0.0.0/0 eni-nat"), { to: "github.com" }, "unknown"],
  ],
  "the VPC itself": [
    ["another interface", withEndpoints(base, "ssm"), { to: "10.0.2.20" }, "reachable interface-endpoint"],
    ["nobody has the address", base, { to: "10.0.2.99" }, "blocked NO_POSSIBLE_DESTINATION"],
    [
      "interfaces not collected",
      uncollected(base, "networkInterfaces", "aws ec2 describe-network-interfaces"),
      { from: "subnet-a", to: "10.0.2.99" },
      "unknown",
    ],
    [
      "a private address outside",
      base,
      { to: "192.168.7.7" },
      "blocked IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS",
    ],
    ["source not in a known subnet", without(base, "subnets", "subnet-a"), { to: "ssm" }, "unknown"],
  ],
};

describe.each(Object.entries(families))("%s", (_, cases) => {
  it.each(cases)("%s", (_, network, asked, answer) => {
    const trace = ask(network, asked);
    expect(inShort(trace), JSON.stringify(trace, undefined, 1)).toBe(answer);
  });
});

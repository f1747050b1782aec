/** VPCs, their blocks and options, and subnets. */
import { fieldOf, textAt } from "../../document/json.ts";
import { nouns } from "../../edge/noun.ts";
import { blocksOf, isUnknown } from "../../read/source.ts";
import { plain } from "../../read/value.ts";
import { always, itself, only, part, to } from "../spec.ts";
import type { From, Part, Read, Spec, TypeRow } from "../spec.ts";

export const vpc = to("vpc_id", nouns.vpc);

const blockType = "AWS::EC2::VPCCidrBlock";

const vpcSpec: Spec = {
  CidrBlock: "cidr_block",
  Ipv4IpamPoolId: "ipv4_ipam_pool_id",
  EnableDnsSupport: "enable_dns_support",
  EnableDnsHostnames: "enable_dns_hostnames",
};

/** CloudFormation adds a block of IPv6 by a resource of its own. */
function ipv6Part(from: From): readonly Part[] {
  const { values } = from.source.instance;
  const isGenerated = fieldOf(values, "assign_generated_ipv6_cidr_block") === true;
  const isWritten = textAt(values, "ipv6_cidr_block") || textAt(values, "ipv6_ipam_pool_id");
  if (!isGenerated && !isWritten) return [];
  return [part(from, blockType, { VpcId: itself, Ipv6CidrBlock: knownBlock("ipv6_cidr_block") })];
}

/** A block that Amazon picks is there before its addresses are known. */
const knownBlock =
  (name: string): Read =>
  ({ source }) =>
    isUnknown(source, name) ? undefined : plain(source, name);

/** The first of the blocks that a data source lists is the one the VPC was made with. */
const lookedUpBlocks = (from: From): readonly Part[] => {
  const written = textAt(from.source.values, "ipv6_cidr_block") ? ["ipv6_cidr_block"] : [];
  const ipv6 = written.map((name) => part(from, blockType, { VpcId: itself, Ipv6CidrBlock: name }));
  const others = blocksOf(from.source, "cidr_block_associations").slice(1);
  return [
    ...ipv6,
    ...others.map((source) =>
      part({ ...from, source }, blockType, { VpcId: itself, CidrBlock: "cidr_block" }),
    ),
  ];
};

const subnetSpec: Spec = {
  VpcId: vpc,
  CidrBlock: "cidr_block",
  Ipv6CidrBlock: "ipv6_cidr_block",
  Ipv4IpamPoolId: "ipv4_ipam_pool_id",
  AvailabilityZone: "availability_zone",
  AvailabilityZoneId: "availability_zone_id",
  MapPublicIpOnLaunch: "map_public_ip_on_launch",
  EnableDns64: "enable_dns64",
};

export const vpcTypes: Readonly<Record<string, TypeRow>> = {
  aws_vpc: { type: "AWS::EC2::VPC", properties: vpcSpec, parts: ipv6Part },
  aws_default_vpc: { type: "AWS::EC2::VPC", properties: vpcSpec, parts: ipv6Part },
  "data.aws_vpc": { type: "AWS::EC2::VPC", properties: vpcSpec, parts: lookedUpBlocks },
  aws_vpc_ipv4_cidr_block_association: only(blockType, {
    VpcId: vpc,
    CidrBlock: "cidr_block",
    Ipv4IpamPoolId: "ipv4_ipam_pool_id",
  }),
  aws_vpc_ipv6_cidr_block_association: only(blockType, {
    VpcId: vpc,
    Ipv6CidrBlock: knownBlock("ipv6_cidr_block"),
  }),
  aws_vpc_dhcp_options: {
    type: "AWS::EC2::DHCPOptions",
    properties: { DomainNameServers: "domain_name_servers" },
  },
  aws_default_vpc_dhcp_options: {
    type: "AWS::EC2::DHCPOptions",
    properties: { DomainNameServers: always("AmazonProvidedDNS") },
  },
  aws_vpc_dhcp_options_association: only("AWS::EC2::VPCDHCPOptionsAssociation", {
    VpcId: vpc,
    DhcpOptionsId: to("dhcp_options_id", nouns.dhcpOptions),
  }),
  aws_vpc_encryption_control: only("AWS::EC2::VPCEncryptionControl", { VpcId: vpc, Mode: "mode" }),
  aws_vpc_block_public_access_options: {
    type: "AWS::EC2::VPCBlockPublicAccessOptions",
    properties: { InternetGatewayBlockMode: "internet_gateway_block_mode" },
  },
  aws_vpc_block_public_access_exclusion: only("AWS::EC2::VPCBlockPublicAccessExclusion", {
    VpcId: vpc,
    SubnetId: to("subnet_id", nouns.subnet),
    InternetGatewayExclusionMode: "internet_gateway_exclusion_mode",
  }),
  aws_subnet: { type: "AWS::EC2::Subnet", properties: subnetSpec },
  aws_default_subnet: { type: "AWS::EC2::Subnet", properties: subnetSpec },
  "data.aws_subnet": { type: "AWS::EC2::Subnet", properties: subnetSpec },
};

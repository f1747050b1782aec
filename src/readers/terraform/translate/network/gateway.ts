/** What stands at the edge of a VPC: gateways of every kind, elastic IPs, peering connections, prefix lists. */
import { fieldOf, textAt } from "../../document/json.ts";
import type { Value } from "../../../resource/property/value.ts";
import { nouns } from "../../edge/noun.ts";
import { itemsOf, link, listOf, originOf, plain } from "../../read/value.ts";
import { each, itself, only, part, to, toldBeside } from "../spec.ts";
import type { From, Part, Read, TypeRow } from "../spec.ts";
import { vpc } from "./vpc.ts";

/** The argument `vpc_id` attaches; left out, an attachment may do it. */
const attached =
  (property: string) =>
  (from: From): readonly Part[] =>
    vpc(from) === undefined
      ? []
      : [part(from, "AWS::EC2::VPCGatewayAttachment", { VpcId: vpc, [property]: itself })];

const attachment = (property: string, argument: string) =>
  only("AWS::EC2::VPCGatewayAttachment", { VpcId: vpc, [property]: to(argument, nouns.gateway) });

/**
 * A connection passes traffic once it is accepted: by itself, or by the accepter of the other side.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html (read 2026-11-29)
 */
const status: Read = ({ reader, source }) => {
  const told = plain(source, "accept_status");
  if (told !== undefined) return told;
  const accepters = reader.naming(
    "aws_vpc_peering_connection_accepter",
    "vpc_peering_connection_id",
    nouns.peering,
    source.instance,
  );
  const isAccepted = [source, ...accepters.sources].some(
    ({ values }) => fieldOf(values, "auto_accept") === true,
  );
  return { content: isAccepted ? "active" : "pending-acceptance", origin: originOf(source.instance) };
};

const entries: Read = (from) => {
  const { reader, source } = from;
  const type = "aws_ec2_managed_prefix_list_entry";
  const beside = toldBeside(from, "entry", { type, owner: "prefix_list_id" }, (values) =>
    textAt(values, "cidr"),
  );
  const own = itemsOf(each("entry", { Cidr: "cidr" })(from)).filter((item) => !beside.has(cidrIn(item)));
  const others = reader.naming(type, "prefix_list_id", nouns.prefixList, source.instance);
  if (others.doubt !== undefined) return others.doubt;
  const added = others.sources.map((one): Value => ({
    content: {
      kind: "fields",
      entries: new Map(
        Object.entries({ Cidr: plain(one, "cidr") }).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value] as const],
        ),
      ),
    },
    origin: originOf(one.instance),
  }));
  return listOf(source, [...own, ...added]);
};

function cidrIn({ content }: Value): string {
  const cidr =
    typeof content === "object" && content?.kind === "fields" ? content.entries.get("Cidr") : undefined;
  return typeof cidr?.content === "string" ? cidr.content : "";
}

export const gatewayTypes: Readonly<Record<string, TypeRow>> = {
  aws_internet_gateway: { type: "AWS::EC2::InternetGateway", parts: attached("InternetGatewayId") },
  aws_internet_gateway_attachment: attachment("InternetGatewayId", "internet_gateway_id"),
  aws_vpn_gateway: { type: "AWS::EC2::VPNGateway", parts: attached("VpnGatewayId") },
  aws_vpn_gateway_attachment: attachment("VpnGatewayId", "vpn_gateway_id"),
  aws_egress_only_internet_gateway: {
    type: "AWS::EC2::EgressOnlyInternetGateway",
    properties: { VpcId: vpc },
  },
  aws_nat_gateway: {
    type: "AWS::EC2::NatGateway",
    properties: {
      SubnetId: to("subnet_id", nouns.subnet),
      AllocationId: to("allocation_id", nouns.elasticIp),
      VpcId: vpc,
      AvailabilityMode: "availability_mode",
      ConnectivityType: "connectivity_type",
      PrivateIpAddress: "private_ip",
      SecondaryAllocationIds: "secondary_allocation_ids",
      SecondaryPrivateIpAddresses: "secondary_private_ip_addresses",
      SecondaryPrivateIpAddressCount: "secondary_private_ip_address_count",
      AvailabilityZoneAddresses: each("availability_zone_address", {
        AvailabilityZone: "availability_zone",
        AllocationIds: "allocation_ids",
      }),
    },
  },
  aws_eip: {
    type: "AWS::EC2::EIP",
    properties: { InstanceId: to("instance", nouns.instance) },
    parts: (from) => {
      // That of a NAT gateway or load balancer is no resource, and an id says nothing of it.
      const own = link(from.reader, from.source, "network_interface", nouns.interface);
      const isOurs = own !== undefined && typeof own.content === "object";
      return isOurs ? [part(from, "AWS::EC2::EIPAssociation", { NetworkInterfaceId: () => own })] : [];
    },
  },
  aws_eip_association: only("AWS::EC2::EIPAssociation", {
    InstanceId: to("instance_id", nouns.instance),
    NetworkInterfaceId: to("network_interface_id", nouns.interface),
  }),
  aws_vpc_peering_connection: {
    type: "AWS::EC2::VPCPeeringConnection",
    properties: {
      VpcId: vpc,
      PeerVpcId: to("peer_vpc_id", nouns.vpc),
      PeerRegion: "peer_region",
      PeerOwnerId: "peer_owner_id",
      Status: status,
    },
  },
  aws_ec2_managed_prefix_list: {
    type: "AWS::EC2::PrefixList",
    properties: { PrefixListName: "name", Entries: entries },
  },
  "data.aws_ec2_managed_prefix_list": {
    type: "AWS::EC2::PrefixList",
    properties: { PrefixListName: "name", Entries: each("entries", { Cidr: "cidr" }) },
  },
};

/** VPCs, their DHCP options and their subnets. A VPC without a known IPv4 block cannot be a row; nor can what is in it. */
import type { Subnet as SubnetEntity, Vpc, VpcCidr } from "../../../model/entity/vpc.ts";
import type { DhcpOptions } from "../../../model/entity/vpc.ts";
import { valueOr } from "../../../model/known.ts";
import type { SubnetRow, VpcRow } from "../store/rows.ts";
import { arnOf } from "../actions/context.ts";
import type { Context } from "../actions/context.ts";
import { zonesOf } from "../actions/subnet/zone.ts";
import type { Zone } from "../actions/subnet/zone.ts";
import { toIpv6Association } from "../actions/subnet/make-subnet.ts";
import { defaultDhcpOptions } from "../actions/vpc/dhcp-options.ts";
import { ipv4Association, ipv6Association } from "../actions/vpc/make-vpc.ts";
import { ofFamily, rowsIn, seeded, tagsOf } from "./adopting.ts";
import type { Adopting } from "./adopting.ts";

const byAws = "AmazonProvidedDNS";

export function adoptVpcs(adopting: Adopting): void {
  const { context } = adopting;
  adoptDhcpOptions(adopting);
  for (const vpc of rowsIn(adopting, "vpcs")) {
    const row = toVpcRow(adopting, vpc);
    if (row !== undefined) context.tables.vpcs.set(vpc.id, row);
  }
  const placed = new Map<string, number>();
  for (const subnet of rowsIn(adopting, "subnets")) {
    const index = placed.get(subnet.vpc) ?? 0;
    const row = toSubnetRow(adopting, subnet, index);
    if (row === undefined) continue;
    context.tables.subnets.set(subnet.id, row);
    placed.set(subnet.vpc, index + 1);
  }
}

/** AWS's own set comes first: new VPCs take it. */
function adoptDhcpOptions(adopting: Adopting): void {
  const { context } = adopting;
  const sets = rowsIn(adopting, "dhcpOptions").filter(({ domainNameServers }) => domainNameServers.known);
  const own = sets.find(({ domainNameServers }) => valueOr(domainNameServers, []).join() === byAws);
  if (own === undefined) defaultDhcpOptions(seeded(context, `dhcp options of ${context.region}`));
  for (const set of [...(own === undefined ? [] : [own]), ...sets.filter((one) => one !== own)]) {
    context.tables.dhcpOptions.set(set.id, {
      DhcpOptionsId: set.id,
      OwnerId: context.account,
      DhcpConfigurations: serversOf(set),
      Tags: tagsOf(adopting, set),
    });
  }
}

function serversOf({ domainNameServers }: DhcpOptions) {
  const servers = valueOr(domainNameServers, []);
  return servers.length === 0
    ? []
    : [{ Key: "domain-name-servers", Values: servers.map((Value) => ({ Value })) }];
}

function toVpcRow(adopting: Adopting, vpc: Vpc): VpcRow | undefined {
  const { id } = vpc;
  const context = seeded(adopting.context, id);
  const blocks = valueOr(vpc.cidrs, []);
  const ipv4 = blocks.filter(({ cidr }) => cidr.family === 4);
  const primary = (ipv4.find((block) => block.primary) ?? ipv4[0])?.cidr.text;
  if (primary === undefined) return undefined;
  return {
    VpcId: id,
    OwnerId: context.account,
    InstanceTenancy: "default",
    CidrBlock: primary,
    CidrBlockAssociationSet: ipv4.map((block) => ({
      ...ipv4Association(context, block.cidr.text),
      CidrBlockState: { State: block.state },
    })),
    Ipv6CidrBlockAssociationSet: blocks
      .filter(({ cidr }) => cidr.family === 6)
      .map((block: VpcCidr) => ({
        ...ipv6Association(context, block.cidr.text),
        Ipv6CidrBlockState: { State: block.state },
      })),
    DhcpOptionsId: valueOr(vpc.dhcpOptions, "default"),
    State: "available",
    IsDefault: vpc.isDefault,
    Tags: tagsOf(adopting, vpc),
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
    attributes: {
      enableDnsSupport: valueOr(vpc.enableDnsSupport, true),
      enableDnsHostnames: valueOr(vpc.enableDnsHostnames, false),
      enableNetworkAddressUsageMetrics: false,
    },
  };
}

function toSubnetRow(adopting: Adopting, subnet: SubnetEntity, index: number): SubnetRow | undefined {
  const { id, vpc } = subnet;
  const context = seeded(adopting.context, id);
  const cidrs = valueOr(subnet.cidrs, []);
  if (!context.tables.vpcs.has(vpc) || cidrs.length === 0) return undefined;
  const [ipv4] = ofFamily(cidrs, 4);
  const zone = zoneOf(context, subnet, index);
  return {
    SubnetId: id,
    SubnetArn: arnOf(context, `subnet/${id}`),
    VpcId: vpc,
    OwnerId: context.account,
    AvailabilityZone: zone.name,
    AvailabilityZoneId: zone.id,
    ...(ipv4 === undefined ? {} : { CidrBlock: ipv4.text }),
    Ipv6CidrBlockAssociationSet: ofFamily(cidrs, 6).map(({ text }) => toIpv6Association(context, text)),
    State: "available",
    DefaultForAz: false,
    MapPublicIpOnLaunch: valueOr(subnet.mapPublicIpOnLaunch, false),
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: ipv4 === undefined,
    Ipv6Native: ipv4 === undefined,
    EnableDns64: valueOr(subnet.enableDns64, false),
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: ipv4 === undefined ? "resource-name" : "ip-name",
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
    Tags: tagsOf(adopting, subnet),
  };
}

/** Where AWS would pick one, the subnets of a VPC take the Region's in turn. */
function zoneOf(context: Context, subnet: SubnetEntity, index: number): Zone {
  const zones = zonesOf(context);
  const id = valueOr(subnet.availabilityZoneId, undefined);
  const name =
    valueOr(subnet.availabilityZone, undefined) ??
    zones.find((zone) => zone.id === id)?.name ??
    zones[index % zones.length]?.name ??
    context.region;
  return { name, id: id ?? zones.find((zone) => zone.name === name)?.id ?? name };
}

/**
 * Subnets and the blocks added to them.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetcidrblock.html
 * (read 2026-11-24)
 */
import { overlaps } from "../../../model/address.ts";
import type { Cidr } from "../../../model/address.ts";
import type { SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { Subnet, UnreadCidr } from "../../../model/entity/vpc.ts";
import { unknown } from "../../../model/known.ts";
import type { Known, Unknown } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import { deployed } from "../property/attribute.ts";
import { toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { anyDoubt } from "../existence.ts";
import { allKnown, booleanOr, property, toBlock, toText } from "../property/property.ts";
import type { Rows } from "../rows.ts";

export function mapSubnet(estate: Estate, resource: Resource): Rows {
  const unreadCidrs = unreadBlocksOf(estate, resource);
  const subnet: Subnet = {
    ...toEntity<SubnetId>(estate, resource),
    vpc: vpcOf(estate, resource),
    cidrs: blocksOf(estate, resource),
    ...(unreadCidrs.length === 0 ? {} : { unreadCidrs }),
    availabilityZone: zoneOf(resource, "AvailabilityZone"),
    availabilityZoneId: zoneOf(resource, "AvailabilityZoneId"),
    mapPublicIpOnLaunch: booleanOr(property(resource, "MapPublicIpOnLaunch"), false),
    enableDns64: booleanOr(property(resource, "EnableDns64"), false),
  };
  return { subnets: [subnet] };
}

/** The VPC that `resource` names. Without one, EC2 takes the default VPC of the Region. */
export function vpcOf(estate: Estate, resource: Resource): VpcId {
  return estate.symbol("VPC", property(resource, "VpcId"), defaultVpc(resource));
}

/** The VPC of a subnet, or of all those of which it is one. */
export function vpcOfSubnet(estate: Estate, subnet: string): VpcId | undefined {
  const row = estate.find(subnet);
  const candidates = row === undefined ? estate.oneOf(subnet) : [row];
  const isSubnet = candidates.every(({ type }) => type === "AWS::EC2::Subnet");
  const [vpc, ...others] = new Set(isSubnet ? candidates.map((one) => vpcOf(estate, one)) : []);
  return others.length === 0 ? vpc : undefined;
}

export function defaultVpc({ stack: { region } }: Resource) {
  return unknown(
    `the default VPC of ${region}`,
    `aws ec2 describe-vpcs --filters Name=is-default,Values=true --region ${region}`,
  );
}

function zoneOf(resource: Resource, name: string): Known<string> {
  const zone = property(resource, name);
  return zone === undefined ? deployed(resource, `${name} of ${resource.id}, which AWS picks`) : toText(zone);
}

function blocksOf(estate: Estate, subnet: Resource): Known<readonly Cidr[]> {
  const doubt = anyDoubt(blocksAdded(estate, subnet), subnet) ?? doubtOverBlocks(estate, subnet);
  if (doubt !== undefined) return doubt;
  const ipv6 = ipv6Blocks(estate, subnet).filter((block) => block.known);
  return allKnown([...ipv4Blocks(subnet), ...ipv6]);
}

/** Of two subnets over each other only one can exist: while that is not known, neither is whose the addresses are. */
function doubtOverBlocks(estate: Estate, subnet: Resource): Unknown | undefined {
  const own = allKnown(ipv4Blocks(subnet));
  if (subnet.doubt === undefined || !own.known) return undefined;
  const isShared = estate.ofType(subnet.type).some((other) => {
    const blocks = allKnown(ipv4Blocks(other));
    if (other === subnet || !blocks.known || vpcOf(estate, other) !== vpcOf(estate, subnet)) return false;
    return blocks.value.some((block) => own.value.some((mine) => overlaps(block, mine)));
  });
  return isShared ? subnet.doubt : undefined;
}

/** An IPv6 block is a part of the VPC's, which Amazon picks: that it exists is known before its addresses are. */
function unreadBlocksOf(estate: Estate, subnet: Resource): readonly UnreadCidr[] {
  return ipv6Blocks(estate, subnet).flatMap((block) => (block.known ? [] : [{ family: 6, missing: block }]));
}

const blocksAdded = (estate: Estate, { id }: Resource) =>
  estate.adding("AWS::EC2::SubnetCidrBlock", "SubnetId", id);

function ipv4Blocks(subnet: Resource): readonly Known<Cidr>[] {
  const cidr = property(subnet, "CidrBlock");
  if (cidr !== undefined) return [toBlock(cidr)];
  return property(subnet, "Ipv4IpamPoolId") === undefined ? [] : [allocated(subnet, "IPv4")];
}

function ipv6Blocks(estate: Estate, subnet: Resource): readonly Known<Cidr>[] {
  return [subnet, ...blocksAdded(estate, subnet)].flatMap((resource) => {
    const cidr = property(resource, "Ipv6CidrBlock");
    if (cidr !== undefined) return [toBlock(cidr)];
    return property(resource, "Ipv6IpamPoolId") === undefined ? [] : [allocated(resource, "IPv6")];
  });
}

const allocated = (resource: Resource, family: string) =>
  deployed(resource, `${family} block of ${resource.id}, which IPAM allocates`);

/**
 * The blocks of a VPC: the one it is made with, and those added to it.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html
 * (read 2026-11-24)
 */
import type { UnreadCidr, VpcCidr } from "../../../model/entity/vpc.ts";
import { mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import type { Estate } from "../estate.ts";
import { anyDoubt } from "../existence.ts";
import { allKnown, property, toBlock } from "../property/property.ts";

const blocksAdded = (estate: Estate, { id }: Resource) =>
  estate.adding("AWS::EC2::VPCCidrBlock", "VpcId", id);

/** The blocks whose addresses the template tells; unknown when an IPv4 block is allocated at deployment (IPAM). */
export function blocksOf(estate: Estate, vpc: Resource): Known<readonly VpcCidr[]> {
  const added = blocksAdded(estate, vpc);
  const doubt = anyDoubt(added, vpc);
  if (doubt !== undefined) return doubt;
  const blocks = [primaryBlock(vpc), ...added.map((block) => addedBlock(block))];
  const read = blocks.flatMap((block) => block ?? []);
  return mapKnown(allKnown(read), (cidrs) =>
    cidrs.map((cidr, index) => ({ cidr, primary: index === 0, state: "associated" as const })),
  );
}

function primaryBlock(vpc: Resource) {
  const cidr = property(vpc, "CidrBlock");
  return cidr === undefined ? allocated(vpc, `IPv4 block of ${vpc.id}`) : toBlock(cidr);
}

/** Undefined for a block of IPv6 that Amazon or IPAM picks: `unreadBlocksOf` tells of it. */
function addedBlock(block: Resource) {
  const written = property(block, "CidrBlock") ?? property(block, "Ipv6CidrBlock");
  if (written !== undefined) return toBlock(written);
  const isIpv4 = property(block, "Ipv4IpamPoolId") !== undefined;
  return isIpv4 ? allocated(block, `IPv4 block ${block.id}`) : undefined;
}

export function unreadBlocksOf(estate: Estate, vpc: Resource): readonly UnreadCidr[] {
  return blocksAdded(estate, vpc)
    .filter((block) => addedBlock(block) === undefined)
    .map((block) => ({ family: 6, missing: allocated(block, `IPv6 block ${block.id} of ${vpc.id}`) }));
}

/** Whether any block of IPv6 is added: it changes what AWS writes into the default ACL and group. */
export function hasIpv6(estate: Estate, vpc: Resource): boolean {
  return blocksAdded(estate, vpc).some(
    (block) => property(block, "CidrBlock") === undefined && property(block, "Ipv4IpamPoolId") === undefined,
  );
}

const allocated = (resource: Resource, what: string) =>
  unknown(`${what}, which is allocated at deployment`, resource.stack.dialect.tellVpc(resource));

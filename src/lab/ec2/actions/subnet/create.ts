/** CreateSubnet and DeleteSubnet. */
import type { CreateSubnetRequest, CreateSubnetResult, DeleteSubnetRequest } from "@aws-sdk/client-ec2";
import { covers, mustCidr, overlaps } from "../../../../model/address.ts";
import type { Cidr } from "../../../../model/address.ts";
import { Ec2Error, hasDependencies, invalidCombination, missingParameter, unsupported } from "../../error.ts";
import type { VpcRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";
import { blocksOf, mustBlock, mustNetworkBlock } from "../vpc/block.ts";
import { reservationsIn } from "./addresses.ts";
import { withAvailable } from "./describe.ts";
import { makeSubnet } from "./make-subnet.ts";
import { mustZone } from "./zone.ts";

export function createSubnet(input: CreateSubnetRequest, context: Context): CreateSubnetResult {
  const vpc = mustFind(context, "vpcs", input.VpcId ?? "");
  if (input.OutpostArn !== undefined) throw unsupported("The lab has no Outposts");
  if (input.Ipv4IpamPoolId !== undefined || input.Ipv6IpamPoolId !== undefined)
    throw unsupported("The lab has no address pools: give a CidrBlock");
  const native = input.Ipv6Native === true;
  if (!native && input.CidrBlock === undefined) throw missingParameter("cidrBlock");
  if (native && input.Ipv6CidrBlock === undefined)
    throw new Ec2Error("MissingParameter", "Either 'ipv6CidrBlock' or 'ipv6IpamPoolId' should be provided.");
  if (native && input.CidrBlock !== undefined)
    throw invalidCombination(
      "When specifying ipv4 parameters, cidrBlock or ipv4IpamPoolId, you cannot set ipv6Native to true.",
    );
  const zone = mustZone(context, input.AvailabilityZone, input.AvailabilityZoneId);
  const block =
    input.CidrBlock === undefined ? undefined : mustNetworkBlock(input.CidrBlock, "InvalidSubnet.Range");
  if (block !== undefined) checkBlock(context, vpc, block);
  const ipv6Block =
    input.Ipv6CidrBlock === undefined ? undefined : mustIpv6Block(context, vpc, input.Ipv6CidrBlock);
  const subnet = makeSubnet(context, {
    vpc,
    zone,
    block: block?.text,
    ipv6Block: ipv6Block?.text,
    tags: tagsFor(input.TagSpecifications, "subnet"),
  });
  return { Subnet: withAvailable([subnet], context)[0] };
}

/** Within a block of the VPC, and beside all subnets. */
function checkBlock({ tables }: Context, vpc: VpcRow, block: Cidr): void {
  if (!blocksOf(vpc).some((own) => covers(own, block)))
    throw new Ec2Error("InvalidSubnet.Range", `The CIDR '${block.text}' is invalid.`);
  const taken = tables.subnets
    .rows()
    .filter(({ VpcId }) => VpcId === vpc.VpcId)
    .flatMap(({ CidrBlock, Ipv6CidrBlockAssociationSet }) => [
      ...(CidrBlock === undefined ? [] : [CidrBlock]),
      ...Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    ]);
  if (taken.some((text) => overlaps(mustCidr(text), block)))
    throw new Ec2Error("InvalidSubnet.Conflict", `The CIDR '${block.text}' conflicts with another subnet`);
}

/** From /44 to /64 in steps of four. */
export function mustIpv6Block(context: Context, vpc: VpcRow, text: string): Cidr {
  const block = mustBlock(text, "ipv6CidrBlock", 6);
  const { prefixLength } = block;
  if (prefixLength < 44 || prefixLength > 64 || prefixLength % 4 !== 0)
    throw new Ec2Error("InvalidSubnet.Range", `The CIDR '${text}' is invalid.`);
  checkBlock(context, vpc, block);
  return block;
}

export function deleteSubnet({ SubnetId = "" }: DeleteSubnetRequest, context: Context): undefined {
  mustFind(context, "subnets", SubnetId);
  const { subnets, subnetReservations, networkInterfaces, networkAcls, routeTables } = context.tables;
  if (networkInterfaces.rows().some((one) => one.SubnetId === SubnetId))
    throw hasDependencies("subnet", SubnetId);
  const isElsewhere = (one: { readonly SubnetId?: string | undefined }) => one.SubnetId !== SubnetId;
  for (const acl of networkAcls.rows()) {
    if (!acl.Associations.every(isElsewhere))
      networkAcls.set(acl.NetworkAclId, { ...acl, Associations: acl.Associations.filter(isElsewhere) });
  }
  for (const table of routeTables.rows()) {
    if (!table.Associations.every(isElsewhere))
      routeTables.set(table.RouteTableId, { ...table, Associations: table.Associations.filter(isElsewhere) });
  }
  for (const { SubnetCidrReservationId } of reservationsIn(context, SubnetId))
    subnetReservations.delete(SubnetCidrReservationId);
  subnets.delete(SubnetId);
}

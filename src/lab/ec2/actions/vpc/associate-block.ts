/** AssociateVpcCidrBlock and DisassociateVpcCidrBlock. */
import type {
  AssociateVpcCidrBlockRequest,
  AssociateVpcCidrBlockResult,
  DisassociateVpcCidrBlockRequest,
  DisassociateVpcCidrBlockResult,
} from "@aws-sdk/client-ec2";
import type { Cidr } from "../../../../model/address.ts";
import { covers, mustCidr, overlaps } from "../../../../model/address.ts";
import { Ec2Error, invalidCombination, unsupported } from "../../error.ts";
import type { VpcRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { withoutLocalRoute, withLocalRoute } from "../route/local-route.ts";
import { blocksOf, mustNetworkBlock } from "./block.ts";
import { ipv4Association, ipv6Association, newIpv6Block } from "./make-vpc.ts";

/** Blocks of each family that a VPC takes. */
const mostBlocks = 5;

export function associateVpcCidrBlock(
  input: AssociateVpcCidrBlockRequest,
  context: Context,
): AssociateVpcCidrBlockResult {
  const vpc = mustFind(context, "vpcs", input.VpcId ?? "");
  if (
    input.Ipv4IpamPoolId !== undefined ||
    input.Ipv6IpamPoolId !== undefined ||
    input.Ipv6Pool !== undefined
  )
    throw unsupported("The lab has no address pools: give a CidrBlock, or AmazonProvidedIpv6CidrBlock");
  const wantsIpv6 = input.AmazonProvidedIpv6CidrBlock === true;
  if (wantsIpv6 === (input.CidrBlock !== undefined))
    throw invalidCombination("Exactly one of cidrBlock and amazonProvidedIpv6CidrBlock must be specified");
  return wantsIpv6 ? addIpv6(vpc, context) : addIpv4(vpc, input.CidrBlock ?? "", context);
}

function addIpv4(vpc: VpcRow, text: string, context: Context): AssociateVpcCidrBlockResult {
  const block = mustNetworkBlock(text, "InvalidVpc.Range");
  if (vpc.CidrBlockAssociationSet.length >= mostBlocks) throw tooMany(vpc);
  checkNeighbours(vpc, block);
  const association = ipv4Association(context, block.text);
  context.tables.vpcs.set(vpc.VpcId, {
    ...vpc,
    CidrBlockAssociationSet: [...vpc.CidrBlockAssociationSet, association],
  });
  withLocalRoute(context, vpc.VpcId, block);
  return {
    VpcId: vpc.VpcId,
    CidrBlockAssociation: { ...association, CidrBlockState: { State: "associating" } },
  };
}

const tooMany = ({ VpcId }: VpcRow) =>
  new Ec2Error(
    "CidrLimitExceeded",
    `This network ${VpcId} has met its maximum number of allowed CIDRs: ${mostBlocks}`,
  );

/** A VPC in one of the private ranges takes no block of the others. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(mustCidr);
const reserved = mustCidr("198.19.0.0/16");

function checkNeighbours(vpc: VpcRow, block: Cidr): void {
  if (blocksOf(vpc).some((one) => overlaps(one, block)))
    throw new Ec2Error(
      "CidrConflict",
      `The CIDR '${block.text}' conflicts with another CIDR of ${vpc.VpcId}`,
    );
  const own = privateRanges.find((range) => covers(range, mustCidr(vpc.CidrBlock)));
  const others = own === undefined ? [] : privateRanges.filter((range) => range !== own);
  if ([...others, reserved].some((range) => overlaps(range, block)))
    throw new Ec2Error(
      "InvalidVpc.Range",
      `The CIDR '${block.text}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable CIDR.`,
    );
}

function addIpv6(vpc: VpcRow, context: Context): AssociateVpcCidrBlockResult {
  if (vpc.Ipv6CidrBlockAssociationSet.length >= mostBlocks) throw tooMany(vpc);
  const association = ipv6Association(context, newIpv6Block(context));
  context.tables.vpcs.set(vpc.VpcId, {
    ...vpc,
    Ipv6CidrBlockAssociationSet: [...vpc.Ipv6CidrBlockAssociationSet, association],
  });
  withLocalRoute(context, vpc.VpcId, mustCidr(association.Ipv6CidrBlock));
  return {
    VpcId: vpc.VpcId,
    Ipv6CidrBlockAssociation: { ...association, Ipv6CidrBlockState: { State: "associating" } },
  };
}

export function disassociateVpcCidrBlock(
  { AssociationId = "" }: DisassociateVpcCidrBlockRequest,
  context: Context,
): DisassociateVpcCidrBlockResult {
  for (const vpc of context.tables.vpcs.rows()) {
    const ipv4 = vpc.CidrBlockAssociationSet.find((one) => one.AssociationId === AssociationId);
    const ipv6 = vpc.Ipv6CidrBlockAssociationSet.find((one) => one.AssociationId === AssociationId);
    if (ipv4 !== undefined) return removeIpv4(vpc, ipv4, context);
    if (ipv6 !== undefined) return removeIpv6(vpc, ipv6, context);
  }
  throw new Ec2Error(
    "InvalidVpcCidrBlockAssociationID.NotFound",
    `The vpc CIDR block association ID '${AssociationId}' does not exist`,
  );
}

function removeIpv4(
  vpc: VpcRow,
  association: VpcRow["CidrBlockAssociationSet"][number],
  context: Context,
): DisassociateVpcCidrBlockResult {
  const { AssociationId, CidrBlock } = association;
  if (CidrBlock === vpc.CidrBlock)
    throw new Ec2Error(
      "OperationNotPermitted",
      `The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  removeBlock(vpc, mustCidr(CidrBlock), context);
  context.tables.vpcs.set(vpc.VpcId, {
    ...vpc,
    CidrBlockAssociationSet: vpc.CidrBlockAssociationSet.filter((one) => one !== association),
  });
  return {
    VpcId: vpc.VpcId,
    CidrBlockAssociation: { ...association, CidrBlockState: { State: "disassociating" } },
  };
}

function removeIpv6(
  vpc: VpcRow,
  association: VpcRow["Ipv6CidrBlockAssociationSet"][number],
  context: Context,
): DisassociateVpcCidrBlockResult {
  removeBlock(vpc, mustCidr(association.Ipv6CidrBlock), context);
  context.tables.vpcs.set(vpc.VpcId, {
    ...vpc,
    Ipv6CidrBlockAssociationSet: vpc.Ipv6CidrBlockAssociationSet.filter((one) => one !== association),
  });
  return {
    VpcId: vpc.VpcId,
    Ipv6CidrBlockAssociation: { ...association, Ipv6CidrBlockState: { State: "disassociating" } },
  };
}

function removeBlock(vpc: VpcRow, block: Cidr, context: Context): void {
  const used = context.tables.subnets
    .rows()
    .filter(({ VpcId }) => VpcId === vpc.VpcId)
    .flatMap(({ CidrBlock, Ipv6CidrBlockAssociationSet }) => [
      ...(CidrBlock === undefined ? [] : [CidrBlock]),
      ...Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    ]);
  if (used.some((text) => covers(block, mustCidr(text))))
    throw new Ec2Error(
      "InvalidCidrBlock.InUse",
      `The vpc ${vpc.VpcId} currently has a subnet within CIDR block ${block.text}`,
    );
  withoutLocalRoute(context, vpc.VpcId, block);
}

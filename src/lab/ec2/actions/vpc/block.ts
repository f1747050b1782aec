/** CIDR blocks in requests, and those of a VPC. */
import type { Cidr, Family } from "../../../../model/address.ts";
import { familyShapes, mustCidr, overlaps, parseCidr } from "../../../../model/address.ts";
import { Ec2Error, invalidValue } from "../../error.ts";
import type { VpcRow } from "../../store/rows.ts";

/** The block in `text`, with its length written out; `parameter` is what AWS calls it in the refusal. */
export function mustBlock(text: string, parameter: string, family: Family = 4): Cidr {
  const block = text.includes("/") ? parseCidr(text) : undefined;
  if (block?.family !== family)
    throw invalidValue(
      `Value (${text}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`,
    );
  return block;
}

/** A block of a VPC or subnet: from /16 to /28. */
export function mustNetworkBlock(text: string, code: "InvalidVpc.Range" | "InvalidSubnet.Range"): Cidr {
  const block = mustBlock(text, "cidrBlock");
  if (block.prefixLength < 16 || block.prefixLength > 28 || isNowhere(block))
    throw new Ec2Error(code, `The CIDR '${text}' is invalid.`);
  return block;
}

/** Loopback, link-local, multicast and beyond, and this network. */
const nowhere = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"].map(mustCidr);
const isNowhere = (block: Cidr) => nowhere.some((one) => overlaps(one, block));

/** The blocks of a VPC that are in force. */
export function blocksOf(vpc: VpcRow): readonly Cidr[] {
  return [
    ...vpc.CidrBlockAssociationSet.filter(({ CidrBlockState }) => CidrBlockState?.State === "associated").map(
      ({ CidrBlock }) => mustCidr(CidrBlock),
    ),
    ...vpc.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => mustCidr(Ipv6CidrBlock)),
  ];
}

/** How many addresses a block has, as a number; very large ones are not asked. */
export const sizeOf = ({ family, prefixLength }: Cidr): number =>
  2 ** Math.min(familyShapes[family].bits - prefixLength, 52);

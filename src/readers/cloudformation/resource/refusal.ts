/**
 * Addresses that AWS would refuse: a subnet outside the blocks of its VPC, or over another subnet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (read 2026-11-24)
 *
 * No network can be made of such a template, so reading it fails. What AWS refuses about endpoints is left to reach/.
 */
import { AppError } from "../../../model/app-error.ts";
import type { Cidr } from "../../../model/address.ts";
import { covers, overlaps } from "../../../model/address.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import type { Subnet } from "../../../model/entity/vpc.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { Estate } from "./estate.ts";

interface Claim {
  readonly subnet: Subnet;
  readonly cidr: Cidr;
}

/** Throws at the first subnet that AWS would refuse; those that may not exist are passed over. */
export function refuseAddresses(estate: Estate, network: Network): void {
  const claims = [...network.subnets.values()]
    .filter(({ id }) => estate.find(id)?.doubt === undefined)
    .flatMap((subnet) => valueOr(subnet.cidrs, []).map((cidr) => ({ subnet, cidr })));
  const byVpc = new Map<string, Claim[]>();
  for (const claim of claims) {
    refuseOutside(network, claim);
    const earlier = byVpc.get(claim.subnet.vpc) ?? [];
    refuseOverlap(claim, earlier);
    byVpc.set(claim.subnet.vpc, [...earlier, claim]);
  }
}

function refuseOverlap(claim: Claim, earlier: readonly Claim[]): void {
  const other = earlier.find(({ cidr }) => overlaps(cidr, claim.cidr));
  if (other === undefined) return;
  throw new AppError(
    "SUBNETS_OVERLAP",
    `${formatOrigin(claim.subnet.origin)}: ${textOf(claim)} overlaps ${textOf(other)} at ${formatOrigin(other.subnet.origin)}`,
    `give each subnet of ${claim.subnet.vpc} a block of its own`,
  );
}

function refuseOutside(network: Network, claim: Claim): void {
  const vpc = network.vpcs.get(claim.subnet.vpc);
  const isOpen = vpc?.unreadCidrs?.some(({ family }) => family === claim.cidr.family) === true;
  if (vpc === undefined || isOpen || !vpc.cidrs.known) return;
  if (vpc.cidrs.value.some(({ cidr }) => covers(cidr, claim.cidr))) return;
  const blocks = vpc.cidrs.value.map(({ cidr }) => cidr.text).join(", ");
  throw new AppError(
    "SUBNET_OUTSIDE_VPC",
    `${formatOrigin(claim.subnet.origin)}: ${textOf(claim)} is outside ${vpc.id} (${blocks})`,
    `give the subnet a part of ${blocks}, or add its block to ${vpc.id}`,
  );
}

const textOf = ({ subnet, cidr }: Claim) => `subnet ${subnet.id} (${cidr.text})`;

/**
 * A subnet outside the blocks of its VPC: AWS would refuse it, and no network can be made of such a template.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (read 2026-11-24)
 *
 * Subnets over each other are refused for every kind of input in readers/impossible.ts, and what AWS refuses about
 * endpoints in reach/.
 */
import { covers } from "../../../model/address.ts";
import type { Cidr } from "../../../model/address.ts";
import { AppError } from "../../../model/app-error.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import type { Subnet } from "../../../model/entity/vpc.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { Estate } from "../estate.ts";

/** Throws at the first such subnet. */
export function refuseOutside(network: Network, { find }: Pick<Estate, "find">): void {
  for (const subnet of network.subnets.values()) {
    // What stands already was not refused: its VPC has blocks that the input does not tell.
    if (find(subnet.id)?.ownId !== undefined) continue;
    for (const cidr of valueOr(subnet.cidrs, [])) refuseBlock(network, subnet, cidr);
  }
}

function refuseBlock(network: Network, subnet: Subnet, cidr: Cidr): void {
  const vpc = network.vpcs.get(subnet.vpc);
  const isOpen = vpc?.unreadCidrs?.some(({ family }) => family === cidr.family) === true;
  if (vpc === undefined || isOpen || !vpc.cidrs.known) return;
  if (vpc.cidrs.value.some((block) => covers(block.cidr, cidr))) return;
  const blocks = vpc.cidrs.value.map((block) => block.cidr.text).join(", ");
  throw new AppError(
    "SUBNET_OUTSIDE_VPC",
    `${formatOrigin(subnet.origin)}: subnet ${subnet.id} (${cidr.text}) is outside ${vpc.id} (${blocks})`,
    `give the subnet a part of ${blocks}, or add its block to ${vpc.id}`,
  );
}

/** Networks that AWS would not have let anybody make: whatever denat said of them would be about nothing. */
import type { Cidr } from "../model/address.ts";
import { AppError } from "../model/app-error.ts";
import { formatOrigin } from "../model/entity/entity.ts";
import type { VpcId } from "../model/entity/entity.ts";
import type { Subnet } from "../model/entity/vpc.ts";
import type { Network } from "../model/network.ts";

interface Block {
  readonly subnet: Subnet;
  readonly cidr: Cidr;
}

/**
 * Two subnets of a VPC cannot share addresses:
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (read 2026-11-24).
 */
export function refuseImpossible(network: Network): void {
  for (const blocks of blocksByVpc(network).values()) {
    const sorted = blocks.toSorted((a, b) =>
      a.cidr.first < b.cidr.first ? -1 : a.cidr.first > b.cidr.first ? 1 : 0,
    );
    let widest = sorted[0];
    for (const block of sorted.slice(1)) {
      if (widest !== undefined && block.cidr.first <= widest.cidr.last) throw overlap(widest, block);
      widest = block;
    }
  }
}

function blocksByVpc(network: Network): ReadonlyMap<VpcId, readonly Block[]> {
  const byVpc = new Map<VpcId, Block[]>();
  for (const subnet of network.subnets.values()) {
    if (!subnet.cidrs.known) continue;
    const blocks = byVpc.get(subnet.vpc) ?? [];
    byVpc.set(subnet.vpc, blocks);
    blocks.push(...subnet.cidrs.value.map((cidr) => ({ subnet, cidr })));
  }
  return byVpc;
}

function overlap(a: Block, b: Block): AppError {
  const [first, second] = a.subnet.id < b.subnet.id ? [a, b] : [b, a];
  return new AppError(
    "SUBNETS_OVERLAP",
    `${formatOrigin(second.subnet.origin)}: subnets ${first.subnet.id} (${first.cidr.text}) and ${second.subnet.id} (${second.cidr.text}) of ${second.subnet.vpc} overlap, which AWS refuses`,
    "give them blocks that share no address",
  );
}

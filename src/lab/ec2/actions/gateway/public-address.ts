/** Public addresses that an account of the lab is given: out of those that AWS publishes for EC2 in the Region. */
import type { Cidr } from "../../../../model/address.ts";
import { formatAddress, mustCidr } from "../../../../model/address.ts";
import type { Facts } from "../../../../facts/index.ts";
import { onceEach } from "../../../../facts/once.ts";
import { sizeOf } from "../vpc/block.ts";
import type { Context } from "../context.ts";

/** Of Regions that publish none. */
const anywhere = mustCidr("54.64.0.0/11");

const blocksOf = new WeakMap<Facts, (region: string) => readonly Cidr[]>();

function ec2Blocks({ facts, region }: Context): readonly Cidr[] {
  const ofRegion =
    blocksOf.get(facts) ??
    onceEach((name: string) => {
      const found = facts
        .addressRanges()
        .ranges.filter((range) => range.region === name && range.tags.includes("EC2"))
        .map(({ cidr }) => cidr())
        .filter(({ family, prefixLength }) => family === 4 && prefixLength <= 20);
      return found.length > 0 ? found : [anywhere];
    });
  blocksOf.set(facts, ofRegion);
  return ofRegion(region);
}

/** One that nothing in the account has. */
export function newPublicAddress(context: Context): string {
  const blocks = ec2Blocks(context);
  for (;;) {
    const [choice = 0, offset = 0] = [8, 8].map((digits) => Number.parseInt(context.randomHex(digits), 16));
    const block = blocks[choice % blocks.length] ?? anywhere;
    // Neither the first nor the last of a block, which look like no host's.
    const address = block.first + 1n + BigInt(offset % (sizeOf(block) - 2));
    const text = formatAddress(address);
    if (!isTaken(context, text)) return text;
  }
}

function isTaken({ tables }: Context, address: string): boolean {
  return (
    tables.addresses.rows().some(({ PublicIp }) => PublicIp === address) ||
    tables.networkInterfaces
      .rows()
      .some(({ PrivateIpAddresses }) =>
        PrivateIpAddresses.some(({ Association }) => Association?.PublicIp === address),
      )
  );
}

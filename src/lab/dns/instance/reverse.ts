/** Names of reverse lookup, `10.1.0.10.in-addr.arpa` and the nibbles of ip6.arpa. */
import { contains, familyOf, parseAddress } from "../../../model/address.ts";
import type { Address } from "../../../model/address.ts";
import type { Vpc } from "../../../model/entity/vpc.ts";
import { valueOr } from "../../../model/known.ts";

/** The address that a name of reverse lookup asks about; undefined for every other name. */
export function addressAsked(name: string): Address | undefined {
  const [, octets] = /^((?:\d{1,3}\.){4})in-addr\.arpa$/.exec(name) ?? [];
  if (octets !== undefined) return parseAddress(octets.slice(0, -1).split(".").toReversed().join("."));
  const [, nibbles] = /^((?:[0-9a-f]\.){32})ip6\.arpa$/.exec(name) ?? [];
  if (nibbles === undefined) return undefined;
  const digits = nibbles.replaceAll(".", "").split("").toReversed().join("");
  return parseAddress((digits.match(/.{4}/g) ?? []).join(":"));
}

/**
 * The reverse zone of the VPC that holds the address, as long as whole labels of its block go: `0.10.in-addr.arpa` of
 * 10.0.0.0/16. Undefined outside the VPC's blocks.
 */
export function reverseZone(vpc: Vpc, name: string, address: Address): string | undefined {
  const block = valueOr(vpc.cidrs, []).find(
    ({ cidr, state }) => state === "associated" && contains(cidr, address),
  );
  if (block === undefined) return undefined;
  const width = familyOf(address) === 4 ? 8 : 4;
  const kept = Math.ceil(block.cidr.prefixLength / width) + 2;
  return name.split(".").slice(-kept).join(".");
}

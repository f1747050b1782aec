/** What a prefix list stands for: its entries in the input, else AWS's own list as dated facts. */
import type { Cidr } from "../model/address.ts";
import type { MissingFact } from "../model/answer.ts";
import { toAddressSet } from "../model/interval-set.ts";
import type { AddressSet } from "../model/interval-set.ts";
import { known, unknown } from "../model/known.ts";
import type { Known } from "../model/known.ts";
import { find } from "../model/network.ts";
import type { World } from "./world.ts";

export interface ListedAddresses {
  readonly set: AddressSet;
  /** The entries one by one: the longest prefix is matched on each. */
  readonly cidrs: readonly Cidr[];
  /** Not empty when the entries are a dated copy instead of the account's own. */
  readonly assumed: readonly MissingFact[];
}

export function expandPrefixList(world: World, id: string): Known<ListedAddresses> {
  return world.once("prefix list", id, () => expand(world, id));
}

function expand({ network, facts }: World, id: string): Known<ListedAddresses> {
  const list = find(network, "prefixLists", id);
  if (list.known && list.value.entries.known) return known(listed(list.value.entries.value, []));
  const name = list.known ? list.value.listName : facts.prefixListNameOf(id);
  const settledBy = entriesCall(id, name);
  const dated = name === undefined ? undefined : facts.findPrefixList(name);
  if (dated === undefined) return unknown(`entries of prefix list ${id}`, settledBy);
  return known(
    listed(dated.entries, [{ fact: `${dated.name} has the entries of ${dated.date}`, settledBy }]),
  );
}

/** A list that is known by its name alone has to be looked up first. */
function entriesCall(id: string, name: string | undefined): string {
  const entries = "aws ec2 get-managed-prefix-list-entries --prefix-list-id";
  if (name === undefined || /^pl-[0-9a-f]{8,17}$/.test(id)) return `${entries} ${id}`;
  return `${entries} (of aws ec2 describe-managed-prefix-lists --filters Name=prefix-list-name,Values=${name})`;
}

const listed = (cidrs: readonly Cidr[], assumed: readonly MissingFact[]): ListedAddresses => ({
  set: toAddressSet(cidrs),
  cidrs,
  assumed,
});

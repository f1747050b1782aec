/** The families that a source may send in. */
import { familyOf } from "../../model/address.ts";
import type { Family } from "../../model/address.ts";
import type { Subnet } from "../../model/entity/vpc.ts";
import { valueOr } from "../../model/known.ts";
import type { Source } from "../question.ts";
import type { World } from "../world.ts";

const all: readonly Family[] = [4, 6];

export function familiesOf({ network }: World, source: Source): readonly Family[] {
  if (source.kind === "subnet") return familiesIn(network.subnets.get(source.id));
  const row = network.networkInterfaces.get(source.id);
  if (row?.addresses.known === true) {
    const own = row.addresses.value.map(familyOf);
    return all.filter((family) => own.includes(family));
  }
  return row?.subnet.known === true ? familiesIn(network.subnets.get(row.subnet.value)) : all;
}

function familiesIn(subnet: Subnet | undefined): readonly Family[] {
  if (subnet === undefined || !subnet.cidrs.known) return all;
  const own = [...valueOr(subnet.cidrs, []), ...(subnet.unreadCidrs ?? [])].map(({ family }) => family);
  return all.filter((family) => own.includes(family));
}

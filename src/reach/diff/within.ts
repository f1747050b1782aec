/** What of a difference is asked for, where somebody knows that nothing else can be one, or does not care. */
import type { VpcId } from "../../model/entity/entity.ts";
import { includes, intersect, meets, toSet } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import type { World } from "../world.ts";
import type { Area } from "./cells/area.ts";
import { sides } from "./sides.ts";
import type { Sides } from "./sides.ts";

export interface Within {
  /** Of destinations. */
  readonly addresses: AddressSet;
  /** Services that are asked for by name; undefined for all. */
  readonly services: ReadonlySet<string> | undefined;
  /** Undefined for all. */
  readonly protocols: ReadonlySet<number> | undefined;
  /** Whether only what is lost has to be told. */
  readonly isOfLosses: boolean;
  /** Whether sources of a VPC are asked. */
  readonly from: (vpc: VpcId) => boolean;
}

/** The parts of the areas in which anybody is asked about; made once for the same areas. */
export function createNarrowing(within: Within | undefined): (areas: readonly Area[]) => readonly Area[] {
  if (within === undefined) return (areas) => areas;
  const known = new WeakMap<readonly Area[], readonly Area[]>();
  const narrow = (areas: readonly Area[]) =>
    areas
      .map((area): Area => ({
        ...area,
        set: intersect(area.set, within.addresses),
        occupants: area.occupants.filter(({ address }) => includes(within.addresses, address)),
      }))
      .filter(({ set }) => set.length > 0);
  return (areas) => {
    const found = known.get(areas) ?? narrow(areas);
    known.set(areas, found);
    return found;
  };
}

/** Whether somebody in the holder's VPC whose address is not known may have one of these. */
export function mayHold(worlds: Sides<World>, { holder }: Area, within: Within | undefined): boolean {
  if (within === undefined) return true;
  return sides.some((side) => {
    const cidrs = worlds[side].network.vpcs.get(holder[side] ?? ("?" as VpcId))?.cidrs;
    if (cidrs === undefined || !cidrs.known) return true;
    return meets(toSet(cidrs.value.map(({ cidr }) => [cidr.first, cidr.last] as const)), within.addresses);
  });
}

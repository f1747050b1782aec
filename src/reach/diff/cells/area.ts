/**
 * Where addresses are, seen from one VPC: in its own blocks, in those of another, or outside of all. Whoever an address
 * belongs to hangs on that (`aimAt` of `src/reach/aim.ts`), so every address of an area is asked for in one way.
 */
import { familyOf, familyShapes } from "../../../model/address.ts";
import type { Address, Family } from "../../../model/address.ts";
import type { ScopeId, VpcId } from "../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { toSet } from "../../../model/interval-set.ts";
import type { AddressSet, Interval } from "../../../model/interval-set.ts";
import { valueOr } from "../../../model/known.ts";
import { findGap } from "../../../model/network.ts";
import type { World } from "../../world.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { cutAddresses } from "./addresses.ts";
import type { Block } from "./block.ts";

export interface Area {
  readonly family: Family;
  /** The VPC that has these addresses; undefined outside of all. */
  readonly holder: Sides<VpcId | undefined>;
  readonly set: AddressSet;
  /** By address, in its order: who has it. */
  readonly occupants: readonly Occupied[];
  /** Whether every interface of the holder is known with its addresses: else nobody knows who has the rest of them. */
  readonly isAssigned: boolean;
}

export interface Occupied {
  readonly address: bigint;
  readonly rows: Sides<NetworkInterface | undefined>;
}

export const everywhere: AddressSet = toSet([
  [0n, (1n << 32n) - 1n] as [bigint, bigint],
  [familyShapes[6].origin, familyShapes[6].origin + (1n << 128n) - 1n],
]);

/** In one family each. */
export function areasFrom(worlds: Sides<World>, vpc: Sides<VpcId>): readonly Area[] {
  const key = `${vpc.before} ${vpc.after} ${worlds.before.numberOf(worlds.after)}`;
  return worlds.before.once("areas", key, () => cutAreas(worlds, vpc));
}

function cutAreas(worlds: Sides<World>, vpc: Sides<VpcId>): readonly Area[] {
  const areas = new Map<
    string,
    Pick<Area, "family" | "holder"> & { readonly stretches: Interval<bigint>[] }
  >();
  for (const { first, last } of blocksOfVpcs(worlds)) {
    const family = familyOf(first);
    const holder = both(worlds, ({ topology }, side) => topology.vpcHolding(first as Address, vpc[side])?.id);
    const key = `${family} ${holder.before} ${holder.after}`;
    const known = areas.get(key);
    if (known === undefined) areas.set(key, { family, holder, stretches: [[first, last]] });
    else known.stretches.push([first, last]);
  }
  return [...areas.values()].map(({ family, holder, stretches }) => {
    const set = toSet(stretches);
    const isKnown = sides.every((side) => isAssigned(worlds[side], holder[side]));
    return { family, holder, set, occupants: occupantsOf(worlds, holder, set), isAssigned: isKnown };
  });
}

/** Everything, cut where blocks of VPCs begin and end. */
function blocksOfVpcs(worlds: Sides<World>) {
  return worlds.before.once("blocks of VPCs", worlds.after, () => {
    const blocks = [worlds.before, worlds.after].flatMap(({ network }) =>
      [...network.vpcs.values()].flatMap(({ cidrs }): readonly Block[] =>
        valueOr(cidrs, []).map(({ cidr: { first, last, text } }) => ({ first, last, label: text })),
      ),
    );
    return cutAddresses(everywhere, blocks);
  });
}

function occupantsOf(worlds: Sides<World>, holder: Area["holder"], set: AddressSet): readonly Occupied[] {
  const key = `${holder.before} ${holder.after} ${set.flat().join(" ")}`;
  return worlds.before.once("occupants of an area", key, () => findOccupants(worlds, holder, set));
}

function findOccupants(worlds: Sides<World>, holder: Area["holder"], set: AddressSet): readonly Occupied[] {
  const found = new Map<bigint, { before?: NetworkInterface; after?: NetworkInterface }>();
  for (const side of sides) {
    const vpc = holder[side];
    for (const [address, row] of vpc === undefined ? [] : addressesIn(worlds[side], vpc)) {
      const known = found.get(address) ?? {};
      known[side] = row;
      found.set(address, known);
    }
  }
  const [lowest, highest] = [set[0]?.[0] ?? 0n, set.at(-1)?.[1] ?? 0n];
  return [...found]
    .filter(([address]) => address >= lowest && address <= highest)
    .map(([address, { before, after }]) => ({ address, rows: { before, after } }))
    .toSorted((a, b) => (a.address < b.address ? -1 : 1));
}

function addressesIn(world: World, vpc: VpcId): ReadonlyMap<bigint, NetworkInterface> {
  return world.once("addresses in a VPC", vpc, () => {
    const rows = new Map<bigint, NetworkInterface>();
    for (const row of world.topology.interfacesOf(vpc)) {
      for (const address of valueOr(row.addresses, [])) rows.set(address, row);
    }
    return rows;
  });
}

function isAssigned({ network }: World, vpc: VpcId | undefined): boolean {
  if (vpc === undefined) return true;
  const scope = network.vpcs.get(vpc)?.scope ?? ("?" as ScopeId);
  return (
    network.scopes.get(scope)?.kind === "account" &&
    findGap(network, "networkInterfaces", scope) === undefined
  );
}

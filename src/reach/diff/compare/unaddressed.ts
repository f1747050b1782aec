/** Interfaces of which one of the networks does not tell the addresses: they are asked for by their ids. */
import type { Family } from "../../../model/address.ts";
import type { NetworkInterfaceId, VpcId } from "../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import type { World } from "../../world.ts";
import { everywhere } from "../cells/area.ts";
import type { Area } from "../cells/area.ts";
import { toNamedField } from "../cells/field.ts";
import type { Field } from "../cells/field.ts";
import { rulesBetween } from "../cells/reading.ts";
import type { Matches } from "../match/pair.ts";
import { both } from "../sides.ts";
import type { Sides } from "../sides.ts";

export interface Unaddressed {
  readonly area: Area;
  readonly field: () => Field;
}

/** By the VPC that they are in; one object for each VPC that they are seen from. */
export function createUnaddressed(
  worlds: Sides<World>,
  matches: Matches,
): (vpc: Sides<VpcId>, family: Family) => readonly Unaddressed[] {
  const all = pairsWithoutAddress(worlds, matches);
  const seen = new Map<string, readonly Unaddressed[]>();
  return (vpc, family) => {
    const key = `${vpc.before} ${vpc.after} ${family}`;
    const known =
      seen.get(key) ??
      all.map(({ holder, pairs }): Unaddressed => {
        const area: Area = { set: everywhere, occupants: [], isAssigned: false, family, holder };
        let made: Field | undefined;
        return {
          area,
          field: () => (made ??= toNamedField(worlds, pairs, rulesBetween(worlds, vpc, area))),
        };
      });
    seen.set(key, known);
    return known;
  };
}

interface Pairs {
  readonly holder: Sides<VpcId>;
  readonly pairs: readonly Sides<NetworkInterface>[];
}

function pairsWithoutAddress(worlds: Sides<World>, matches: Matches): readonly Pairs[] {
  const { before, after } = both(worlds, ({ network }) => network.networkInterfaces);
  const found = new Map<string, Pairs & { readonly pairs: Sides<NetworkInterface>[] }>();
  for (const row of before.values()) {
    const other = after.get((matches.get(row.id) ?? "?") as NetworkInterfaceId);
    if (other === undefined || (row.addresses.known && other.addresses.known)) continue;
    const holder = { before: row.vpc, after: other.vpc };
    const alike = found.get(`${row.vpc} ${other.vpc}`) ?? { holder, pairs: [] };
    found.set(`${row.vpc} ${other.vpc}`, alike);
    alike.pairs.push({ before: row, after: other });
  }
  return [...found.values()];
}

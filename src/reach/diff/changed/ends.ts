/** Who stands at either end of a path, and whether that is another than before. */
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { valueOr } from "../../../model/known.ts";
import type { World } from "../../world.ts";
import type { Member } from "../cells/field.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import type { SourceClass } from "../sources.ts";
import { changedRows } from "./rows.ts";
import { vpcsOfChangedEndpoints } from "./ways.ts";

export type Rows = Member["rows"];

/** Whether an interface, or what it belongs to, says something else than before; groups' rules apart. */
export function changedEnds(worlds: Sides<World>): (rows: Rows) => boolean {
  const networks = both(worlds, ({ network }) => network);
  const idsOf = (rows: readonly Sides<{ readonly id: string } | undefined>[]) =>
    rows.flatMap(({ before, after }) => (before ?? after)?.id ?? []);
  const inChangedVpcs = vpcsOfChangedEndpoints(networks);
  const changed = new Set([
    ...idsOf(changedRows(networks, "networkInterfaces")),
    ...idsOf(changedRows(networks, "workloads")),
    ...sides.flatMap((side) =>
      [...networks[side].vpcEndpoints.values()]
        .filter(({ vpc }) => vpc.known && inChangedVpcs.has(vpc.value))
        .map(({ id }) => id),
    ),
  ]);
  return ({ before, after }) => {
    if (before === undefined || after === undefined) return before !== after;
    return (
      before.id !== after.id ||
      changed.has(before.id) ||
      changed.has(before.owner) ||
      changed.has(after.owner)
    );
  };
}

export function rowsOf(worlds: Sides<World>, { source }: SourceClass): Rows {
  return both(worlds, ({ network }, side) => {
    const own = source[side];
    return own.kind === "interface" ? network.networkInterfaces.get(own.id) : undefined;
  });
}

/** An end as rules of the other end may name it. */
export interface End {
  /** Undefined where one of the networks does not tell them. */
  readonly addresses: readonly bigint[] | undefined;
  readonly groups: readonly string[];
}

export function endOf(rows: Rows): End {
  const known = [rows.before, rows.after].filter((row): row is NetworkInterface => row !== undefined);
  const isTold = known.every(({ addresses }) => addresses.known);
  return {
    addresses:
      isTold && known.length > 0 ? known.flatMap(({ addresses }) => valueOr(addresses, [])) : undefined,
    groups: known.flatMap(({ groups }) => valueOr(groups, [])),
  };
}

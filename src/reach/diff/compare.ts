/** What one class of sources reaches in two networks, cell by cell. */
import type { Family } from "../../model/address.ts";
import type { NetworkInterfaceId, VpcId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { Traffic } from "../../model/traffic.ts";
import { meetAlone } from "../walk.ts";
import { renewed } from "../world.ts";
import type { World } from "../world.ts";
import type { Collected } from "./boxes.ts";
import { areasFrom, everywhere } from "./cells/area.ts";
import type { Rules } from "./cells/block.ts";
import { destinationCells, namedCells } from "./cells/destination.ts";
import type { DestinationCell } from "./cells/destination.ts";
import { rulesOfSource, trafficAtDestination } from "./cells/ends.ts";
import { joinRules, rulesBetween } from "./cells/reading.ts";
import { cutTraffic } from "./cells/traffic.ts";
import type { TrafficCell } from "./cells/traffic.ts";
import { familiesOf } from "./families.ts";
import { judge } from "./judge.ts";
import type { Judged } from "./judge.ts";
import type { Matches } from "./match/pair.ts";
import { both, sides } from "./sides.ts";
import type { Sides } from "./sides.ts";
import type { SourceClass } from "./sources.ts";

export interface Comparing {
  readonly matches: Matches;
  readonly strict: boolean;
}

/** Collects what differs for one class of sources. */
export type Compare = (source: SourceClass, collected: Collected) => void;

export function createComparison(worlds: Sides<World>, comparing: Comparing): Compare {
  const unaddressed = pairsWithoutAddress(worlds, comparing.matches);
  return (source, collected) => {
    const own = rulesOfSource(worlds, source.source);
    const families = new Set(sides.flatMap((side) => familiesOf(worlds[side], source.source[side])));
    const compareAll = (cells: readonly DestinationCell[], family: Family, rules: Rules) => {
      // No two of these questions are alike, and what is remembered of them would only lie about.
      const asked = { worlds: both(worlds, renewed), source, family, ...comparing };
      for (const cell of cells)
        compareCell(asked, cell, [...rules.traffics, ...trafficAtDestination(worlds, cell.rows)], collected);
    };
    for (const area of areasFrom(worlds, source.vpc)) {
      if (!families.has(area.family)) continue;
      const rules = joinRules([rulesBetween(worlds, source.vpc, area), own]);
      compareAll(destinationCells(worlds, area, rules.blocks), area.family, rules);
    }
    for (const { holder, pairs } of unaddressed) {
      const rules = joinRules([rulesBetween(worlds, source.vpc, { holder, set: everywhere }), own]);
      compareAll(namedCells(worlds, pairs, rules.blocks), families.has(4) ? 4 : 6, rules);
    }
  };
}

interface Unaddressed {
  readonly holder: Sides<VpcId>;
  readonly pairs: readonly Sides<NetworkInterface>[];
}

/** Interfaces of which one of the networks does not tell the addresses, by the VPC that they are in. */
function pairsWithoutAddress(worlds: Sides<World>, matches: Matches): readonly Unaddressed[] {
  const { before, after } = both(worlds, ({ network }) => network.networkInterfaces);
  const found = new Map<
    string,
    { readonly holder: Sides<VpcId>; readonly pairs: Sides<NetworkInterface>[] }
  >();
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

interface Asked extends Comparing {
  readonly worlds: Sides<World>;
  readonly source: SourceClass;
  readonly family: Family;
}

function compareCell(
  asked: Asked,
  cell: DestinationCell,
  traffics: readonly Traffic[],
  collected: Collected,
): void {
  const found = new Map<string, { readonly judged: Judged; readonly traffic: Traffic[] }>();
  for (const one of cutTraffic(traffics, asked.family)) {
    const judged = compareOne(asked, cell, one);
    if (judged === undefined) continue;
    const alike = found.get(judged.key);
    if (alike === undefined) found.set(judged.key, { judged, traffic: [one.traffic] });
    else alike.traffic.push(one.traffic);
  }
  for (const { judged, traffic } of found.values()) collected.add(judged, cell, traffic);
}

function compareOne(
  { worlds, source, matches, strict }: Asked,
  { destination }: DestinationCell,
  { protocol, port }: TrafficCell,
): Judged | undefined {
  const outcomes = both(worlds, (world, side) =>
    meetAlone(world, {
      source: source.source[side],
      destination: destination[side],
      protocol,
      port,
      sourcePort: undefined,
      strict,
      requests: undefined,
    }),
  );
  return judge(outcomes, matches, strict);
}

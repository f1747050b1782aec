/** What one class of sources reaches in two networks, cell by cell. */
import type { NetworkInterfaceId, VpcId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { Traffic } from "../../model/traffic.ts";
import type { World } from "../world.ts";
import type { Collected } from "./boxes.ts";
import { areasFrom, everywhere } from "./cells/area.ts";
import type { Area } from "./cells/area.ts";
import type { Rules } from "./cells/block.ts";
import { destinationCells, namedCells } from "./cells/destination.ts";
import type { DestinationCell } from "./cells/destination.ts";
import { rulesOfSource, trafficAtDestination } from "./cells/ends.ts";
import { joinRules, rulesBetween } from "./cells/reading.ts";
import { cutTraffic } from "./cells/traffic.ts";
import type { TrafficCell } from "./cells/traffic.ts";
import { createPairWalk } from "./pair-walk.ts";
import { familiesOf } from "./families.ts";
import type { Judged } from "./judge.ts";
import type { Compare, Comparing } from "./comparing.ts";
import type { Matches } from "./match/pair.ts";
import { both, sides } from "./sides.ts";
import type { Sides } from "./sides.ts";

export function createComparison(worlds: Sides<World>, comparing: Comparing): Compare {
  const unaddressed = pairsWithoutAddress(worlds, comparing.matches);
  const walkPair = createPairWalk(worlds, comparing);
  const { changes } = comparing;
  return (source, collected) => {
    const own = rulesOfSource(worlds, source.source);
    const families = new Set(sides.flatMap((side) => familiesOf(worlds[side], source.source[side])));
    const compareAll = (area: Area, cells: Cells) => {
      const change = changes.inArea(source, area);
      if (change === undefined) return;
      const rules = joinRules([rulesBetween(worlds, source.vpc, area), own]);
      for (const cell of cells(change.within, rules.blocks)) {
        const region = change.mayDiffer(cell);
        if (region.length === 0) continue;
        const traffics = [...rules.traffics, ...trafficAtDestination(worlds, cell.rows)];
        const packets = cutTraffic(traffics, area.family, region);
        compareCell(cell, packets, (packet) => walkPair(source, cell, packet), collected);
      }
    };
    for (const area of areasFrom(worlds, source.vpc)) {
      if (families.has(area.family))
        compareAll(area, (within, blocks) => destinationCells(worlds, within, blocks));
    }
    for (const { holder, pairs } of unaddressed) {
      const area = { ...anywhere, family: families.has(4) ? 4 : 6, holder } as const;
      compareAll(area, (_, blocks) => namedCells(worlds, pairs, blocks));
    }
  };
}

type Cells = (within: Area, blocks: Rules["blocks"]) => readonly DestinationCell[];

/** Where interfaces are whose addresses are not known. */
const anywhere = { set: everywhere, occupants: [], isAssigned: false } as const;

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

function compareCell(
  cell: DestinationCell,
  packets: readonly TrafficCell[],
  walkPair: (packet: TrafficCell) => Judged | undefined,
  collected: Collected,
): void {
  const found = new Map<string, { readonly judged: Judged; readonly traffic: Traffic[] }>();
  for (const packet of packets) {
    const judged = walkPair(packet);
    if (judged === undefined) continue;
    const alike = found.get(judged.key);
    if (alike === undefined) found.set(judged.key, { judged, traffic: [packet.traffic] });
    else alike.traffic.push(packet.traffic);
  }
  for (const { judged, traffic } of found.values()) collected.add(judged, cell, traffic);
}

/** What one class of sources reaches in two networks, cell by cell. */
import type { NetworkInterfaceId, VpcId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { Traffic } from "../../model/traffic.ts";
import type { World } from "../world.ts";
import type { Collected } from "./boxes.ts";
import { areasFrom, everywhere } from "./cells/area.ts";
import type { Area } from "./cells/area.ts";
import type { Block } from "./cells/block.ts";
import { destinationCells, namedCells } from "./cells/destination.ts";
import type { DestinationCell } from "./cells/destination.ts";
import { rulesOfSource, trafficAtDestination } from "./cells/ends.ts";
import { rulesBetween } from "./cells/reading.ts";
import { cutTraffic } from "./cells/traffic.ts";
import type { TrafficCell } from "./cells/traffic.ts";
import { anything } from "./changed/index.ts";
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
      const way = rulesBetween(worlds, source.vpc, area);
      const isNear = nearTo(change.within);
      const blocks = [...way.blocks.filter(isNear), ...own.blocks.filter(isNear)];
      for (const cell of cells(change.within, blocks)) {
        const region = change.mayDiffer(cell);
        if (region.length === 0) continue;
        const at = trafficAtDestination(worlds, cell.rows);
        const cut = () => cutTraffic([...way.traffics, ...own.traffics, ...at], area.family, region);
        const parts = [way, own, at, region].map(worlds.before.numberOf);
        // Many sources are compared to one destination, and of the same groups alike.
        const packets = region === anything ? worlds.before.once("packets", parts.join(" "), cut) : cut();
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

/** Whether a block may cut the area at all. */
function nearTo({ set }: Area): (block: Block) => boolean {
  const [lowest, highest] = [set[0]?.[0] ?? 0n, set.at(-1)?.[1] ?? 0n];
  return ({ first, last }) => last >= lowest && first <= highest;
}

type Cells = (within: Area, blocks: readonly Block[]) => readonly DestinationCell[];

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

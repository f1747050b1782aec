/** Addresses that nobody has, cell by cell: there the sender's own groups alone decide, by the blocks that they name. */
import { everything, isNone, joinSets } from "../gates/traffic-set.ts";
import type { TrafficSet } from "../gates/traffic-set.ts";
import { anything } from "../changed/index.ts";
import { comparePackets, metWithin, regionOf } from "./asking.ts";
import type { Asking, Engine } from "./asking.ts";
import { nobody } from "./parts.ts";
import type { Part } from "./parts.ts";
import { retold } from "./retold.ts";

export function compareVacant(engine: Engine, asking: Asking): void {
  const { sender, area, field, change, collected } = asking;
  if (change.where.length === 0 && !change.isWhole) return;
  for (const cell of field.cells) {
    const walked = cell.vacant[0]?.[0];
    if (walked === undefined || engine.endOf(sender, area, cell) === "nowhere") continue;
    const met = [...metWithin(engine, asking, cell, everything)].filter((one) => engine.mayBeLost(one.met));
    if (met.length === 0) continue;
    for (const part of engine.partsOf(sender, cell, { change, family: area.family })) {
      const within = regionTo(asking, part);
      if (isNone(within)) continue;
      const { receiver, screen, addresses } = part;
      const place = { rows: nobody, addresses, interfaces: [] };
      for (const { judged, set } of comparePackets(engine, asking, { receiver, screen, within }, met))
        collected.add(retold(judged, walked, part), place, { set, family: area.family });
    }
  }
}

function regionTo({ change, area }: Asking, { firsts }: Part): TrafficSet {
  let region: TrafficSet | undefined;
  for (const first of firsts) {
    const traffics = change.mayDiffer({ rows: nobody, addresses: [[first, first]] });
    if (traffics === anything) return everything;
    const own = regionOf(traffics, area.family);
    region = region === undefined ? own : joinSets(region, own);
  }
  return region ?? everything;
}

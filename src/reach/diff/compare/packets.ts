/** What may be sent to a cell, cut where anything on the way cuts. */
import type { Family } from "../../../model/address.ts";
import type { World } from "../../world.ts";
import { trafficBehind } from "../cells/ends.ts";
import type { Field, FieldCell } from "../cells/field.ts";
import { cutTraffic } from "../cells/traffic.ts";
import type { TrafficCell } from "../cells/traffic.ts";
import { anything } from "../changed/index.ts";
import { setOf } from "../gates/traffic-set.ts";
import type { Sides } from "../sides.ts";
import type { WayTraffic } from "../way-walk.ts";

export type PacketsTo = (field: Field, cell: FieldCell, family: Family) => readonly WayTraffic[];

/** Once for each field, and for who stands behind an endpoint there. */
export function createPackets(worlds: Sides<World>): PacketsTo {
  const ofFields = new Map<Field, Map<string, readonly WayTraffic[]>>();
  const ofCells = new Map<FieldCell, readonly WayTraffic[]>();
  const find: PacketsTo = (field, cell, family) => {
    const behind = trafficBehind(worlds, cell.rows);
    const name = JSON.stringify(behind);
    const ofField = ofFields.get(field) ?? new Map<string, readonly WayTraffic[]>();
    ofFields.set(field, ofField);
    const toPacket = (packet: TrafficCell): WayTraffic => ({ ...packet, set: setOf(packet.traffic, family) });
    const packets =
      ofField.get(name) ?? cutTraffic([...field.traffics, ...behind], family, anything).map(toPacket);
    ofField.set(name, packets);
    return packets;
  };
  return (field, cell, family) => {
    const packets = ofCells.get(cell) ?? find(field, cell, family);
    ofCells.set(cell, packets);
    return packets;
  };
}

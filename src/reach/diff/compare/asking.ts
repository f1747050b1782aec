/** One class of sources asked about one area, packet by packet. */
import type { Family } from "../../../model/address.ts";
import type { World } from "../../world.ts";
import type { Collected } from "../boxes.ts";
import type { Area } from "../cells/area.ts";
import type { Field, FieldCell } from "../cells/field.ts";
import { anything } from "../changed/index.ts";
import type { AreaChange } from "../changed/index.ts";
import type { Cross } from "../gates/cross.ts";
import type { Screen } from "../gates/screen.ts";
import { crossSets, everything, isNone, joinSets, meetSets, nothing, setOf } from "../gates/traffic-set.ts";
import type { TrafficSet } from "../gates/traffic-set.ts";
import type { Comparing } from "../comparing.ts";
import { isLess } from "../judge.ts";
import type { Judged } from "../judge.ts";
import type { Leading } from "../leading.ts";
import type { Receiver, Sender } from "../sender.ts";
import type { Sides } from "../sides.ts";
import type { Met, WayTraffic, WayWalk } from "../way-walk.ts";
import type { PacketsTo } from "./packets.ts";
import type { PartsOf } from "./parts.ts";

export interface Engine {
  readonly worlds: Sides<World>;
  /** Whether groups and who is in them are the same in both. */
  readonly areAlike: boolean;
  readonly wayWalk: WayWalk;
  readonly cross: Cross;
  readonly endOf: Leading;
  readonly packetsTo: PacketsTo;
  readonly partsOf: PartsOf;
  /** That are asked about; undefined for all. */
  readonly protocols: ReadonlySet<number> | undefined;
  /** Whether a packet that got through may get through no more, if the sender's own groups decide alone. */
  readonly mayBeLost: (met: Met) => boolean;
}

export interface Asking {
  readonly sender: Sender;
  readonly area: Area;
  readonly field: Field;
  readonly change: AreaChange;
  readonly collected: Collected;
}

/** Who is sent to, and in which traffic. */
export interface Target {
  readonly receiver: Receiver;
  readonly screen: Screen;
  readonly within: TrafficSet;
}

export interface Differing {
  readonly judged: Judged;
  readonly set: TrafficSet;
}

interface MetPacket {
  readonly packet: WayTraffic;
  readonly met: Met;
}

/** Groups that are the same in both, and asked in both, take nothing from anybody by themselves. */
export function createLosing({ strict, changes, within }: Comparing): Engine["mayBeLost"] {
  if (within?.isOfLosses !== true || !changes.areGroupsAlike) return () => true;
  const verdictOf = ({ outcome }: Met["led"]["before"]) => (strict ? outcome.strict : outcome.verdict);
  const gatesOf = ({ outcome }: Met["led"]["before"]) => outcome.gates.map(({ end }) => end).join(" ");
  return ({ led: { before, after } }) =>
    isLess(verdictOf(after), verdictOf(before)) || gatesOf(before) !== gatesOf(after);
}

/** What gets through on either side, where groups are open. */
export function* metWithin(
  { wayWalk, packetsTo, protocols }: Engine,
  { sender, field, area }: Asking,
  cell: FieldCell,
  within: TrafficSet,
): Generator<MetPacket> {
  for (const packet of packetsTo(field, cell, area.family)) {
    if (protocols?.has(packet.protocol) === false || !meetSets(packet.set, within)) continue;
    const met = wayWalk(sender, cell, packet);
    if (met !== undefined) yield { packet, met };
  }
}

export function comparePackets(
  { cross }: Engine,
  { sender, area: { family } }: Asking,
  { receiver, screen, within }: Target,
  packets: Iterable<MetPacket>,
): Iterable<Differing> {
  const differing = new Map<string, Differing>();
  const crossing = { sender, receiver, family, screen };
  for (const { packet, met } of packets) {
    const own = crossSets(packet.set, within);
    if (isNone(own)) continue;
    cross(crossing, met, own, (judged, set) => {
      const before = differing.get(judged.key);
      differing.set(
        judged.key,
        before === undefined ? { judged, set } : { judged, set: joinSets(before.set, set) },
      );
    });
  }
  return differing.values();
}

export function regionOf(traffics: ReturnType<AreaChange["mayDiffer"]>, family: Family): TrafficSet {
  if (traffics === anything) return everything;
  return traffics.map((one) => setOf(one, family)).reduce(joinSets, nothing);
}

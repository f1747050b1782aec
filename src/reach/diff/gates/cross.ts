/**
 * What the groups of two ends make of traffic that fares alike on the way: where they are open in both networks, where in
 * one of them alone, and where only each packet tells.
 */
import type { Family } from "../../../model/address.ts";
import type { Traffic } from "../../../model/traffic.ts";
import type { World } from "../../world.ts";
import { trafficNamedBy } from "../cells/ends.ts";
import { cutTraffic } from "../cells/traffic.ts";
import type { Comparing } from "../comparing.ts";
import type { Judged } from "../judge.ts";
import { groupsText } from "../sender.ts";
import { both, sides } from "../sides.ts";
import type { Side, Sides } from "../sides.ts";
import type { Met } from "../way-walk.ts";
import type { Screen, Screened } from "./screen.ts";
import { judgePacket } from "./settle.ts";
import type { Between } from "./settle.ts";
import {
  areSame,
  crossSets,
  everything,
  isNone,
  joinSets,
  pointIn,
  setOf,
  takeAway,
  trafficsOf,
} from "./traffic-set.ts";
import type { TrafficSet } from "./traffic-set.ts";

/** Takes what differs, and in which traffic. */
export type Found = (judged: Judged, set: TrafficSet) => void;

export interface Crossing extends Between {
  readonly family: Family;
  readonly screen: Screen;
}

export type Cross = (crossing: Crossing, met: Met, within: TrafficSet, found: Found) => void;

export function createCross(worlds: Sides<World>, comparing: Comparing): Cross {
  const told = new Map<string, Judged | undefined>();
  /** The same groups at both ends shut alike, whoever is in them. */
  const tellOnce = (crossing: Crossing, met: Met, states: string, set: TrafficSet): Judged | undefined => {
    const { sender, receiver, family } = crossing;
    const key = `${met.number} ${states} ${sender.named} to ${groupsText(receiver.groups)}`;
    if (told.has(key)) return told.get(key);
    const point = pointIn(set, family);
    const judged = point && judgePacket(worlds, comparing, met, crossing, point);
    told.set(key, judged);
    return judged;
  };
  return (crossing, met, within, found) => {
    const screened = both(met.led, (led, side) => crossing.screen.at(side, led));
    const { before, after } = screened;
    if (before === "several" || after === "several") {
      oneByOne(worlds, comparing, { crossing, met, found }, within);
      return;
    }
    const unsure = crossSets(within, unsureOf({ before, after }, met));
    if (!isNone(unsure)) oneByOne(worlds, comparing, { crossing, met, found }, unsure);
    const rest = takeAway(within, unsure);
    const put = (set: TrafficSet, judgedFor: (set: TrafficSet) => Judged | undefined) => {
      const own = crossSets(set, rest);
      const judged = isNone(own) ? undefined : judgedFor(own);
      if (judged !== undefined) found(judged, own);
    };
    put(crossSets(before.open, after.open), met.judged);
    if (before === after || areSame(before.open, after.open)) return;
    for (const end of ["client", "destination"] as const) {
      if (!met.led.before.isBlocked)
        put(crossSets(before.open, shutBy(after, end)), (set) => tellOnce(crossing, met, `lost ${end}`, set));
      if (!met.led.after.isBlocked)
        put(crossSets(shutBy(before, end), after.open), (set) =>
          tellOnce(crossing, met, `gained ${end}`, set),
        );
    }
  };
}

/** What the client's own groups shut out first, or past them those at the destination. */
const shutBy = ({ client, destination }: Screened, end: "client" | "destination"): TrafficSet =>
  end === "client" ? takeAway(everything, client.sure) : takeAway(client.sure, destination.sure);

/** In doubt on one side, and not shut on both. */
function unsureOf(screened: Sides<Screened>, { led }: Met): TrafficSet {
  const { before, after } = screened;
  const doubt = joinSets(before.doubt, after.doubt);
  if (isNone(doubt)) return doubt;
  const possible = (side: Side) => (led[side].isBlocked ? undefined : screened[side].possible);
  const all = sides.flatMap((side) => possible(side) ?? []).reduce(joinSets);
  return crossSets(doubt, all);
}

interface Packets {
  readonly crossing: Crossing;
  readonly met: Met;
  readonly found: Found;
}

/** Cut where any rule of either end cuts, and asked packet by packet. */
function oneByOne(
  worlds: Sides<World>,
  comparing: Comparing,
  { crossing, met, found }: Packets,
  within: TrafficSet,
): void {
  const { sender, receiver, family } = crossing;
  const rules: readonly Traffic[] = [
    ...trafficNamedBy(worlds, sender.groups, "egress"),
    ...trafficNamedBy(worlds, receiver.groups, "ingress"),
  ];
  for (const { traffic } of cutTraffic(rules, family, trafficsOf(within, family))) {
    const set = crossSets(setOf(traffic, family), within);
    const point = pointIn(set, family);
    const judged = point && judgePacket(worlds, comparing, met, crossing, point);
    if (judged !== undefined) found(judged, set);
  }
}

/** What the groups of a sender and a receiver let through, each by itself and both together. */
import type { Family } from "../../../model/address.ts";
import type { Junction } from "../../junction.ts";
import type { World } from "../../world.ts";
import type { OwnGroups } from "../cells/ends.ts";
import type { Receiver, Sender } from "../sender.ts";
import type { Side, Sides } from "../sides.ts";
import { seesSender } from "../way-walk.ts";
import type { Guard, Led } from "../way-walk.ts";
import { admittedBy, allAdmitted, rulesOf } from "./rules.ts";
import type { Admitted, OtherEnd } from "./rules.ts";
import { crossSets, joinSets } from "./traffic-set.ts";
import type { TrafficSet } from "./traffic-set.ts";

/** Of one network, where a way is open. */
export interface Screened {
  readonly client: Admitted;
  readonly destination: Admitted;
  /** Let through by both for certain. */
  readonly open: TrafficSet;
  readonly doubt: TrafficSet;
  readonly possible: TrafficSet;
}

export interface Screen {
  readonly at: (side: Side, led: Led) => Screened | "several";
  /** All that may get through, however the two ends are joined. */
  readonly most: () => TrafficSet;
}

interface Ends {
  readonly world: World;
  readonly sender: OwnGroups;
  readonly receiver: OwnGroups;
  readonly from: OtherEnd;
  readonly to: OtherEnd;
  readonly family: Family;
}

interface Between {
  readonly sender: Sender;
  readonly receiver: Receiver;
  readonly family: Family;
  /** Whether groups, and who is in them, are the same in both networks. */
  readonly areAlike: boolean;
}

export function createScreen(worlds: Sides<World>, { sender, receiver, family, areAlike }: Between): Screen {
  const endsOf = (side: Side): Ends => ({
    world: worlds[side],
    sender: sender.groups[side],
    receiver: receiver.groups[side],
    from: endSeen(sender, side, family),
    to: endSeen(receiver, side, family),
    family,
  });
  const before = createSideScreen(endsOf("before"));
  const { rows } = receiver;
  const isSame = areAlike && (rows.before === undefined) === (rows.after === undefined);
  const after = isSame ? before : createSideScreen(endsOf("after"));
  return {
    at: (side, led) => (side === "before" ? before : after).at(led),
    most: () => (isSame ? before.most() : joinSets(before.most(), after.most())),
  };
}

function createSideScreen({ world, sender, receiver, from, to, family }: Ends) {
  const client = byJunction((junction) =>
    askEnd(world, sender, { direction: "egress", family, other: to, junction }),
  );
  const destination = byJunction((junction) =>
    askEnd(world, receiver, { direction: "ingress", family, other: from, junction }),
  );
  const atDestination = (led: Led): Admitted | "several" => {
    const { destination: guard } = led;
    if (guard.kind !== "one") return ofOther(guard);
    const { gate } = guard;
    if (seesSender(led, gate)) return destination(gate.junction);
    const other = { set: gate.flow.packets.src, groups: gate.peerGroups };
    return askEnd(world, receiver, { direction: "ingress", family, other, junction: gate.junction });
  };
  let last: Screened | undefined;
  const once = (first: Admitted, second: Admitted): Screened => {
    if (last?.client !== first || last.destination !== second) last = together(first, second);
    return last;
  };
  return {
    at: (led: Led): Screened | "several" => {
      const first = led.client.kind === "one" ? client(led.client.gate.junction) : ofOther(led.client);
      const second = atDestination(led);
      return first === "several" || second === "several" ? "several" : once(first, second);
    },
    most: (): TrafficSet => once(client("vpc"), destination("vpc")).possible,
  };
}

/** But for rules that name groups, it does not hang on how the two ends are joined. */
function byJunction(ask: (junction: Junction) => Admitted): (junction: Junction) => Admitted {
  let first: { readonly junction: Junction; readonly admitted: Admitted } | undefined;
  return (junction) => {
    first ??= { junction, admitted: ask(junction) };
    return first.junction === junction || !first.admitted.isByName ? first.admitted : ask(junction);
  };
}

const ofOther = ({ kind }: Guard): Admitted | "several" => (kind === "several" ? kind : allAdmitted);

interface Asked {
  readonly direction: "ingress" | "egress";
  readonly family: Family;
  readonly other: OtherEnd;
  readonly junction: Junction;
}

function askEnd(world: World, groups: OwnGroups, { direction, family, other, junction }: Asked): Admitted {
  if (groups === undefined || groups === "ignored") return allAdmitted;
  return admittedBy(rulesOf(world, groups, direction, family), other, junction);
}

function endSeen(end: Sender | Receiver, side: Side, family: Family): OtherEnd {
  const groups = end.groups[side];
  return { set: end.spanIn(side, family)?.set ?? [], groups: groups === "ignored" ? undefined : groups };
}

function together(client: Admitted, destination: Admitted): Screened {
  const open = crossSets(client.sure, destination.sure);
  const doubt = joinSets(client.doubt, destination.doubt);
  if (doubt === client.doubt && client.doubt === destination.doubt)
    return { client, destination, open, doubt, possible: open };
  const possible = crossSets(
    joinSets(client.sure, client.doubt),
    joinSets(destination.sure, destination.doubt),
  );
  return { client, destination, open, doubt, possible };
}

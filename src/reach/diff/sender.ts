/** A class of sources ready to be asked about: where it stands, in which groups, under which addresses. */
import type { Family } from "../../model/address.ts";
import { endOfInterface, endOfSubnet } from "../end.ts";
import type { Span } from "../flow.ts";
import { bearingOf, groupsOf } from "../place.ts";
import type { Source } from "../question.ts";
import type { World } from "../world.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { OwnGroups } from "./cells/ends.ts";
import type { Member } from "./cells/field.ts";
import { both, sides } from "./sides.ts";
import type { Side, Sides } from "./sides.ts";
import type { SourceClass } from "./sources.ts";

export interface Sender {
  readonly source: SourceClass;
  /** Equal for senders that are led alike, wherever they send: groups apart. */
  readonly place: string;
  /** The same, whoever waits for answers. */
  readonly stand: string;
  /** Where not, what is not known of it may be named after it. */
  readonly isKnown: boolean;
  /** Whether it is known which subnet it is in. */
  readonly isPlaced: boolean;
  readonly groups: Sides<OwnGroups>;
  /** Equal for the same groups. */
  readonly named: string;
  /** Its addresses of a family; undefined where it has none of it. */
  readonly spanIn: (side: Side, family: Family) => Span | undefined;
}

export function toSender(worlds: Sides<World>, source: SourceClass): Sender {
  const bearings = both(worlds, (world, side) => bearingOf(world, source.source[side]));
  const groups = both(worlds, (world, side) => groupsOf(world, source.source[side]));
  return {
    source,
    place: sides.map((side) => `${bearings[side].stand} ${bearings[side].client}`).join(" | "),
    stand: sides.map((side) => bearings[side].stand).join(" | "),
    isKnown: sides.every((side) => bearings[side].isKnown),
    isPlaced: sides.every((side) => isPlaced(worlds[side], source.source[side])),
    groups,
    named: groupsText(groups),
    spanIn: keptBySide((side, family) => spanOf(worlds[side], source.source[side], family)),
  };
}

export const groupsText = (groups: Sides<OwnGroups>): string =>
  sides
    .map((side) => {
      const own = groups[side];
      if (own === undefined || own === "ignored") return "none";
      return own.known ? own.value.join("+") : own.fact;
    })
    .join(" | ");

const isPlaced = ({ network }: World, source: Source): boolean =>
  source.kind === "subnet" || network.networkInterfaces.get(source.id)?.subnet.known === true;

function spanOf(world: World, source: Source, family: Family): Span | undefined {
  if (source.kind === "subnet") {
    const row = world.network.subnets.get(source.id);
    return row === undefined ? undefined : endOfSubnet(world, row, family)?.span;
  }
  const row = world.network.networkInterfaces.get(source.id);
  return row === undefined ? undefined : endOfInterface(world, row, family)?.span;
}

/** Somebody who is sent to, or nobody, at an address. */
export interface Receiver {
  readonly rows: Sides<NetworkInterface | undefined>;
  readonly groups: Sides<OwnGroups>;
  readonly spanIn: Sender["spanIn"];
}

export function receiverAt(rows: Receiver["rows"], address: bigint): Receiver {
  const span: Span = { set: [[address, address]], quantifier: "every", label: "" };
  return { rows, groups: both(rows, (row) => row?.groups), spanIn: () => span };
}

const receivers = new WeakMap<Member, Receiver>();

/** At its address, or where that is not known under whatever addresses it has. Made once. */
export function receiverOf(worlds: Sides<World>, member: Member): Receiver {
  const known = receivers.get(member);
  if (known !== undefined) return known;
  const [first] = member.addresses;
  const made = first === undefined ? receiverNamed(worlds, member.rows) : receiverAt(member.rows, first[0]);
  receivers.set(member, made);
  return made;
}

const receiverNamed = (worlds: Sides<World>, rows: Receiver["rows"]): Receiver => ({
  rows,
  groups: both(rows, (row) => row?.groups),
  spanIn: keptBySide((side, family) => {
    const row = rows[side];
    return row === undefined ? undefined : endOfInterface(worlds[side], row, family)?.span;
  }),
});

type SpanIn = Sender["spanIn"];

function keptBySide(find: SpanIn): SpanIn {
  const known = new Map<string, Span | undefined>();
  return (side, family) => {
    const key = `${side}${family}`;
    if (known.has(key)) return known.get(key);
    const found = find(side, family);
    known.set(key, found);
    return found;
  };
}

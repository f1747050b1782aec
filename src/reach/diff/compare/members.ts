/** Whoever may be sent to: asked one by one, and where groups alone decide only those whose groups let the sender in. */
import { includes } from "../../../model/interval-set.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import type { Area, Occupied } from "../cells/area.ts";
import type { Field, FieldCell, Member } from "../cells/field.ts";
import type { LetIn } from "../gates/index.ts";
import { createScreen } from "../gates/screen.ts";
import { crossSets, isNone } from "../gates/traffic-set.ts";
import { receiverOf } from "../sender.ts";
import { sides } from "../sides.ts";
import { comparePackets, metWithin, regionOf } from "./asking.ts";
import type { Asking, Engine } from "./asking.ts";

export function compareMembers(engine: Engine, asking: Asking, letIn: LetIn): void {
  for (const member of membersToAsk(engine, asking, letIn)) compareMember(engine, asking, member);
}

/** All who may be reached otherwise; where groups alone decide, only those whose groups let the sender in on either side. */
function membersToAsk(engine: Engine, asking: Asking, letIn: LetIn): readonly Asked[] {
  const { field, change, area } = asking;
  const { isWhole, where, touched } = change;
  const endOf = (cell: FieldCell) => engine.endOf(asking.sender, area, cell);
  const toAsked = (member: Member): readonly Asked[] => {
    const cell = field.cellOf(member);
    if (cell === undefined) return [];
    const end = endOf(cell);
    return end === "nowhere" ? [] : [{ member, cell, isByGroups: end === "groups" }];
  };
  if (!isWhole && where.length === 0 && touched.length <= fewEnough)
    return touched.flatMap(membersAt(field)).flatMap(toAsked);
  const anybody = engine.endOf.isByGroups(asking.sender, area)
    ? []
    : field.cells
        .filter((cell) => cell.members.length > 0 && endOf(cell) === "perhaps")
        .flatMap(({ members }) => members);
  const admitted = admitting(field, area, letIn);
  const all = anybody.length === 0 ? admitted : [...new Set([...anybody, ...admitted])];
  const other = new Set(touched.map(({ address }) => address));
  const isOther = ({ addresses: [first] }: Member) =>
    first !== undefined && (other.has(first[0]) || includes(where, first[0]));
  return (isWhole ? all : all.filter(isOther)).flatMap(toAsked);
}

interface Asked {
  readonly member: Member;
  readonly cell: FieldCell;
  /** Whether what groups shut out is blocked for certain. */
  readonly isByGroups: boolean;
}

/** Asked about without looking who admits whom. */
const fewEnough = 40;

function membersAt({ membersOf }: Field): (occupied: Occupied) => readonly Member[] {
  return ({ address, rows: { before, after } }) =>
    (membersOf.get((before ?? after) as NetworkInterface) ?? []).filter(
      ({ addresses: [first] }) => first?.[0] === address,
    );
}

function admitting({ membersOf }: Field, { holder }: Area, letIn: LetIn): readonly Member[] {
  const holders = new Set(sides.flatMap((side) => holder[side] ?? []));
  return [...holders].flatMap(letIn).flatMap((row) => membersOf.get(row) ?? []);
}

function compareMember(engine: Engine, asking: Asking, { member, cell, isByGroups }: Asked): void {
  const { worlds, areAlike } = engine;
  const { sender, change, collected } = asking;
  const { family } = asking.area;
  const region = regionOf(change.mayDiffer(member), family);
  if (isNone(region)) return;
  const receiver = receiverOf(worlds, member);
  const screen = createScreen(worlds, { sender, receiver, family, areAlike });
  const within = isByGroups ? crossSets(screen.most(), region) : region;
  if (isNone(within)) return;
  const met = metWithin(engine, asking, cell, within);
  for (const { judged, set } of comparePackets(engine, asking, { receiver, screen, within }, met))
    collected.add(judged, member, { set, family });
}

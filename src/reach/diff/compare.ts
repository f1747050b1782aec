/** What one class of sources reaches in two networks: interface by interface that may let it in, and cell by cell where nobody is. */
import type { Address, Family } from "../../model/address.ts";
import { includes, intersect, toSet } from "../../model/interval-set.ts";
import type { Interval } from "../../model/interval-set.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { World } from "../world.ts";
import type { Collected } from "./boxes.ts";
import { areasFrom } from "./cells/area.ts";
import type { Area, Occupied } from "./cells/area.ts";
import { cutAddresses } from "./cells/addresses.ts";
import { blocksNamedBy } from "./cells/ends.ts";
import { toField } from "./cells/field.ts";
import type { Field, FieldCell, Member } from "./cells/field.ts";
import { rulesBetween } from "./cells/reading.ts";
import { anything } from "./changed/index.ts";
import type { AreaChange } from "./changed/index.ts";
import type { Compare, Comparing } from "./comparing.ts";
import { familiesOf } from "./families.ts";
import { createCross } from "./gates/cross.ts";
import type { Cross } from "./gates/cross.ts";
import { mayLetIn } from "./gates/index.ts";
import type { LetIn } from "./gates/index.ts";
import { anyRules, rulesOf } from "./gates/rules.ts";
import { createScreen } from "./gates/screen.ts";
import { crossSets, everything, isNone, joinSets, meetSets, setOf } from "./gates/traffic-set.ts";
import type { TrafficSet } from "./gates/traffic-set.ts";
import type { Judged } from "./judge.ts";
import { createLeading } from "./leading.ts";
import type { Leading } from "./leading.ts";
import { createPackets } from "./packets.ts";
import type { PacketsTo } from "./packets.ts";
import { receiverAt, receiverOf, toSender } from "./sender.ts";
import type { Receiver, Sender } from "./sender.ts";
import { sides } from "./sides.ts";
import type { Side, Sides } from "./sides.ts";
import { createUnaddressed } from "./unaddressed.ts";
import { createWayWalk } from "./way-walk.ts";
import type { WayWalk } from "./way-walk.ts";

interface Engine {
  readonly worlds: Sides<World>;
  /** Whether groups and who is in them are the same in both. */
  readonly areAlike: boolean;
  readonly wayWalk: WayWalk;
  readonly cross: Cross;
  readonly endOf: Leading;
  readonly packetsTo: PacketsTo;
}

/** One class of sources and one area. */
interface Asking {
  readonly sender: Sender;
  readonly area: Area;
  readonly field: Field;
  readonly change: AreaChange;
  readonly collected: Collected;
}

export function createComparison(worlds: Sides<World>, comparing: Comparing): Compare {
  const endOf = createLeading(worlds);
  const unaddressedFrom = createUnaddressed(worlds, comparing.matches);
  let current: { readonly vpc: string; readonly compare: Compare } | undefined;
  return (source, collected) => {
    const vpc = `${source.vpc.before} ${source.vpc.after}`;
    // What is seen from one VPC is not asked again for another: memory is not to grow with the estate.
    if (current?.vpc !== vpc)
      current = { vpc, compare: comparisonFrom(worlds, comparing, { endOf, unaddressedFrom }) };
    current.compare(source, collected);
  };
}

interface Lasting {
  readonly endOf: Leading;
  readonly unaddressedFrom: ReturnType<typeof createUnaddressed>;
}

/** For sources of one VPC. */
function comparisonFrom(
  worlds: Sides<World>,
  comparing: Comparing,
  { endOf, unaddressedFrom }: Lasting,
): Compare {
  const areAlike = comparing.changes.areGroupsAlike;
  const engine: Engine = {
    worlds,
    areAlike,
    wayWalk: createWayWalk(worlds, comparing),
    cross: createCross(worlds, comparing),
    endOf,
    packetsTo: createPackets(worlds),
  };
  const fields = new Map<Area, Field>();
  const fieldOf = (source: Sender["source"], area: Area): Field => {
    const known = fields.get(area) ?? toField(worlds, area, rulesBetween(worlds, source.vpc, area));
    fields.set(area, known);
    return known;
  };
  return (source, collected) => {
    const sender = toSender(worlds, source);
    const changeIn = comparing.changes.inAreas(source);
    const lettersIn = later(() => lettingIn(worlds, sender, areAlike));
    const letIn: LetIn = (vpc) => lettersIn()(vpc);
    const spoken = new Set(sides.flatMap((side) => familiesOf(worlds[side], source.source[side])));
    const compareArea = (area: Area, fieldIn: () => Field) => {
      const change = changeIn(area);
      if (change === undefined) return;
      const asking = { sender, area, field: fieldIn(), change, collected };
      compareMembers(engine, asking, letIn);
      compareVacant(engine, asking);
    };
    for (const area of areasFrom(worlds, source.vpc))
      if (spoken.has(area.family)) compareArea(area, () => fieldOf(source, area));
    for (const { area, field } of unaddressedFrom(source.vpc, spoken.has(4) ? 4 : 6))
      compareArea(area, field);
  };
}

function later<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Whoever of either network may let the sender in, by VPC. */
function lettingIn(worlds: Sides<World>, sender: Sender, areAlike: boolean): LetIn {
  const on = (side: Side): LetIn => {
    const world = worlds[side];
    const groups = sender.groups[side];
    const own = groups === "ignored" || groups === undefined ? undefined : groups;
    const spans = families.flatMap((family) => sender.spanIn(side, family)?.set ?? []);
    const rules = families.map((family) =>
      own === undefined ? anyRules(world) : rulesOf(world, own, "egress", family),
    );
    return mayLetIn(world, { set: toSet(spans), groups: own }, rules);
  };
  const before = on("before");
  if (areAlike) return before;
  const after = on("after");
  return (vpc) => [...new Set([...before(vpc), ...after(vpc)])];
}

const families: readonly Family[] = [4, 6];

function compareMembers(engine: Engine, asking: Asking, letIn: LetIn): void {
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
  const { worlds } = engine;
  const { area, change, collected } = asking;
  const region = regionOf(change.mayDiffer(member), area.family);
  if (isNone(region)) return;
  const found = comparePackets(engine, asking, {
    cell,
    receiver: receiverOf(worlds, member),
    region,
    isByGroups,
  });
  for (const { judged, set } of found) collected.add(judged, member, { set, family: area.family });
}

interface Target {
  readonly cell: FieldCell;
  readonly receiver: Receiver;
  readonly region: TrafficSet;
  readonly isByGroups: boolean;
}

interface Differing {
  readonly judged: Judged;
  readonly set: TrafficSet;
}

function comparePackets(
  { worlds, areAlike, wayWalk, cross, packetsTo }: Engine,
  asking: Asking,
  { cell, receiver, region, isByGroups }: Target,
): Iterable<Differing> {
  const { sender, area } = asking;
  const { family } = area;
  const screen = createScreen(worlds, { sender, receiver, family, areAlike });
  const within = isByGroups ? crossSets(screen.most(), region) : region;
  const differing = new Map<string, Differing>();
  if (isNone(within)) return [];
  for (const packet of packetsTo(asking.field, cell, family)) {
    if (!meetSets(packet.set, within)) continue;
    const met = wayWalk(sender, cell, packet);
    if (met === undefined) continue;
    cross({ sender, receiver, family, screen }, met, crossSets(packet.set, within), (judged, set) => {
      const before = differing.get(judged.key);
      differing.set(
        judged.key,
        before === undefined ? { judged, set } : { judged, set: joinSets(before.set, set) },
      );
    });
  }
  return differing.values();
}

function regionOf(traffics: ReturnType<AreaChange["mayDiffer"]>, family: Family): TrafficSet {
  if (traffics === anything) return everything;
  return traffics
    .map((one) => setOf(one, family))
    .reduce(joinSets, { tcp: [], udp: [], icmp: [], others: [] });
}

const nobody = { before: undefined, after: undefined } as const;

/** Addresses that nobody has: there the sender's own groups alone decide, by the blocks that they name. */
function compareVacant(engine: Engine, asking: Asking): void {
  const { worlds, endOf } = engine;
  const { sender, area, field, change, collected } = asking;
  if (change.where.length === 0 && !change.isWhole) return;
  const named = blocksNamedBy(worlds, sender.groups);
  for (const cell of field.cells) {
    if (cell.vacant.length === 0 || endOf(sender, area, cell) === "nowhere") continue;
    const whole = toSet(cell.vacant);
    const set = change.isWhole ? whole : intersect(whole, change.where);
    const parts = new Map<string, Interval<bigint>[]>();
    for (const { first, last, signature } of cutAddresses(set, named)) {
      const part = parts.get(signature);
      if (part === undefined) parts.set(signature, [[first, last]]);
      else part.push([first, last]);
    }
    for (const addresses of parts.values()) {
      const first = addresses[0]?.[0];
      if (first === undefined) continue;
      const place = { rows: nobody, addresses, interfaces: [] };
      const region = regionOf(change.mayDiffer(place), area.family);
      if (isNone(region)) continue;
      const receiver = receiverAt(nobody, first);
      const target = { cell, receiver, region, isByGroups: false };
      if ([...comparePackets(engine, asking, target)].length === 0) continue;
      // Walked once more to an address of the part, for the words: they may name it.
      const own = { ...target, cell: cellAt(cell, first) };
      for (const { judged, set: differing } of comparePackets(engine, asking, own))
        collected.add(judged, place, { set: differing, family: area.family });
    }
  }
}

function cellAt(cell: FieldCell, first: bigint): FieldCell {
  if (cell.vacant[0]?.[0] === first) return cell;
  const destination = { kind: "address", address: first as Address } as const;
  return { ...cell, destination: { before: destination, after: destination } };
}

/** Who may let a sender in at all, found by the rules that name it rather than by asking everybody. */
import { familyOf, familyShapes } from "../../../model/address.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { includes, meets } from "../../../model/interval-set.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import { protocolNumbers } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { valueOr } from "../../../model/known.ts";
import { expandPrefixList } from "../../prefix-list.ts";
import type { World } from "../../world.ts";
import { everywhere } from "../cells/area.ts";
import { admittedBy } from "./rules.ts";
import type { GroupRules, OtherEnd } from "./rules.ts";
import { everything, joinSets, meetSets, nothing, setOf } from "./traffic-set.ts";
import type { TrafficSet } from "./traffic-set.ts";

/** Interfaces whose groups may let `sender` in, and whom its own may let it send to: a few too many, and none too few. */
export function mayLetIn(world: World, sender: OtherEnd, own: readonly GroupRules[]): LetIn {
  const index = world.once("inbound rules by whom they name", "all", () => indexRules(world));
  const named = new Map<string, TrafficSet>();
  const add = ({ group, set }: Naming) => named.set(group, joinSets(named.get(group) ?? nothing, set));
  for (const naming of index.always) add(naming);
  for (const [first, last] of sender.set) eachNaming(index, first, last, add);
  for (const { set, namings } of index.byList)
    if (meets(set, sender.set)) for (const naming of namings) add(naming);
  if (sender.groups !== undefined) {
    const ids = sender.groups.known ? sender.groups.value : [...index.byGroup.keys()];
    for (const id of ids) for (const naming of index.byGroup.get(id) ?? []) add(naming);
  }
  const found = new Map<string, readonly NetworkInterface[]>();
  return (vpc) => {
    const known = found.get(vpc);
    if (known !== undefined) return known;
    const rows = [...letInOf(index, named, vpc)].flatMap(([row, set]) =>
      maySend(own, row, set) ? [row] : [],
    );
    found.set(vpc, rows);
    return rows;
  };
}

function letInOf(
  { members, unread }: Index,
  named: ReadonlyMap<string, TrafficSet>,
  vpc: string,
): ReadonlyMap<NetworkInterface, TrafficSet> {
  const rows = new Map<NetworkInterface, TrafficSet>();
  for (const row of unread.get(vpc) ?? []) rows.set(row, everything);
  const own = members.get(vpc);
  if (own === undefined) return rows;
  const isFew = named.size < own.size;
  const groups = isFew ? named.keys() : own.keys();
  for (const group of groups) {
    const set = named.get(group);
    if (set === undefined) continue;
    for (const row of own.get(group) ?? []) {
      const before = rows.get(row);
      rows.set(row, before === undefined ? set : joinSets(before, set));
    }
  }
  return rows;
}

/** Of a VPC. */
export type LetIn = (vpc: string) => readonly NetworkInterface[];

/** `own`: of the sender, in each family that it may send in. */
function maySend(
  own: readonly GroupRules[],
  { addresses, groups }: NetworkInterface,
  set: TrafficSet,
): boolean {
  if (!addresses.known) return true;
  return addresses.value.some((address) =>
    own.some((rules) => {
      const { sure, doubt } = admittedBy(rules, { set: [[address, address]], groups }, "vpc");
      return meetSets(sure, set) || meetSets(doubt, set);
    }),
  );
}

/** A rule that names the sender. */
interface Naming {
  readonly group: string;
  readonly set: TrafficSet;
}

interface Index {
  /** By the blocks that rules name: by size, then by where the block begins. */
  readonly bySize: ReadonlyMap<bigint, ReadonlyMap<bigint, readonly Naming[]>>;
  /** Where any of the blocks begins, in order. Few senders have more addresses than one. */
  readonly starts: () => readonly (readonly [first: bigint, naming: Naming])[];
  readonly byList: readonly { readonly set: AddressSet; readonly namings: readonly Naming[] }[];
  readonly byGroup: ReadonlyMap<string, readonly Naming[]>;
  /** Rules of which it is not known whom they name. */
  readonly always: readonly Naming[];
  /** By VPC, then by group. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, readonly NetworkInterface[]>>;
  /** Interfaces of which it is not known who is let in, by VPC. */
  readonly unread: ReadonlyMap<string, readonly NetworkInterface[]>;
}

function indexRules(world: World): Index {
  const { securityGroups } = world.network;
  const bySize = new Map<bigint, Map<bigint, Naming[]>>();
  const byList = new Map<string, Naming[]>();
  const byGroup = new Map<string, Naming[]>();
  const always: Naming[] = [];
  for (const { id, ingress } of securityGroups.values()) {
    for (const { peer, traffic } of valueOr(ingress, [])) {
      const naming = { group: id, set: traffic.known ? inAnyFamily(traffic.value) : everything };
      if (!peer.known) always.push(naming);
      else if (peer.value.kind === "security-group") push(byGroup, peer.value.id, naming);
      else if (peer.value.kind === "prefix-list") push(byList, peer.value.id, naming);
      else {
        const { first, last } = peer.value.cidr;
        const size = last - first + 1n;
        const sized = bySize.get(size) ?? new Map<bigint, Naming[]>();
        bySize.set(size, sized);
        push(sized, first, naming);
      }
    }
  }
  const lists = [...byList].map(([id, namings]) => {
    const listed = expandPrefixList(world, id);
    return { set: listed.known ? listed.value.set : everywhere, namings };
  });
  return { bySize, starts: later(() => startsOf(bySize)), byList: lists, byGroup, always, ...whoIsIn(world) };
}

function whoIsIn({ network }: World): Pick<Index, "members" | "unread"> {
  const members = new Map<string, Map<string, NetworkInterface[]>>();
  const unread = new Map<string, NetworkInterface[]>();
  for (const row of network.networkInterfaces.values()) {
    const isRead =
      row.groups.known && row.groups.value.every((id) => network.securityGroups.get(id)?.ingress.known);
    if (!isRead) push(unread, row.vpc, row);
    const own = members.get(row.vpc) ?? new Map<string, NetworkInterface[]>();
    members.set(row.vpc, own);
    for (const id of valueOr(row.groups, [])) push(own, id, row);
  }
  return { members, unread };
}

const startsOf = (bySize: Index["bySize"]): ReturnType<Index["starts"]> =>
  [...bySize.values()]
    .flatMap((sized) =>
      [...sized].flatMap(([first, namings]) => namings.map((naming) => [first, naming] as const)),
    )
    .sort(byStart);

function later<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const byStart = ([a]: readonly [bigint, Naming], [b]: readonly [bigint, Naming]) =>
  a < b ? -1 : a > b ? 1 : 0;

/** ICMP is another protocol in each family, on one axis here. */
const inAnyFamily = (traffic: Traffic): TrafficSet =>
  includes(traffic.protocols, protocolNumbers.icmpv6)
    ? joinSets(setOf(traffic, 4), setOf(traffic, 6))
    : setOf(traffic, 4);

/** Blocks that hold `from`, and those that begin behind it, up to `to`. */
function eachNaming(
  { bySize, starts: startsIn }: Index,
  from: bigint,
  to: bigint,
  add: (naming: Naming) => void,
): void {
  const { origin } = familyShapes[familyOf(from)];
  for (const [size, sized] of bySize) {
    const first = origin + ((from - origin) / size) * size;
    for (const naming of sized.get(first) ?? []) add(naming);
  }
  if (from === to) return;
  const starts = startsIn();
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle]?.[0] ?? 0n) < from) low = middle + 1;
    else high = middle;
  }
  for (let at = low, next = starts[at]; next !== undefined && next[0] <= to; next = starts[++at])
    add(next[1]);
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

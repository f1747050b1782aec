/** Rules of groups that only one network has: the others decide about a packet as they did. */
import type { SecurityGroupId } from "../../../model/entity/entity.ts";
import type { GroupRule } from "../../../model/entity/firewall.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { isAlike } from "./alike.ts";
import { includes } from "../../../model/interval-set.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import { valueOr } from "../../../model/known.ts";
import { allTraffic } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { expandPrefixList } from "../../prefix-list.ts";
import type { World } from "../../world.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import type { End } from "./ends.ts";
import { changedItems, changedRows } from "./rows.ts";

type Ids = readonly SecurityGroupId[];
type Direction = "ingress" | "egress";

/** `all`: of a group whose rules one of the networks does not tell. */
export type RuleChange = "all" | readonly GroupRule[];

export interface ChangedGroups {
  /** Between the groups that an interface has before, and those that it has after. */
  readonly between: (groups: Sides<NetworkInterface["groups"]>, direction: Direction) => RuleChange;
}

export function changedGroups(worlds: Sides<World>): ChangedGroups {
  const networks = both(worlds, ({ network }) => network);
  const changed = new Set(
    changedRows(networks, "securityGroups").map(({ before, after }) => (before ?? after)?.id),
  );
  const lists = new Set(
    changedRows(networks, "prefixLists").map(({ before, after }) => (before ?? after)?.id),
  );
  const known = new Map<string, RuleChange>();
  const namesList = ({ peer }: GroupRule) =>
    peer.known && peer.value.kind === "prefix-list" && lists.has(peer.value.id);
  const isUntouched = (ids: Ids, direction: Direction) =>
    !ids.some((id) => changed.has(id)) &&
    (lists.size === 0 || !rulesOf(worlds.before, ids, direction).rules.some(namesList));
  const compare = (before: Ids, after: Ids, direction: Direction): RuleChange => {
    const was = rulesOf(worlds.before, before, direction);
    const is = rulesOf(worlds.after, after, direction);
    if (!was.isKnown || !is.isKnown) return "all";
    return [...changedItems(was.rules, is.rules), ...[...was.rules, ...is.rules].filter(namesList)];
  };
  return {
    between: ({ before, after }, direction) => {
      if (before === after && before.known && changed.size + lists.size === 0) return [];
      if (!before.known || !after.known) return isAlike(before, after) && changed.size === 0 ? [] : "all";
      const isSame = isAlike(before.value, after.value);
      const key = `${direction} ${before.value.join("+")} ${isSame ? "" : after.value.join("+")}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const isQuiet = isSame && isUntouched(before.value, direction);
      const change = isQuiet ? [] : compare(before.value, after.value, direction);
      known.set(key, change);
      return change;
    },
  };
}

function rulesOf({ network }: World, ids: Ids, direction: Direction) {
  const own = ids.map((id) => network.securityGroups.get(id)?.[direction]);
  return {
    isKnown: own.every((rules) => rules?.known === true),
    rules: own.flatMap((rules) => (rules === undefined ? [] : valueOr(rules, []))),
  };
}

/** Of those of the rules that may ask for the other end. */
export function mayName(worlds: Sides<World>, change: RuleChange, other: End): readonly Traffic[] {
  if (change === "all") return [allTraffic];
  const traffics: Traffic[] = [];
  for (const { peer, traffic } of change) {
    if (!peer.known || isNamed(worlds, peer.value, other)) {
      traffics.push(traffic.known ? traffic.value : allTraffic);
    }
  }
  return traffics;
}

type Peer = Extract<GroupRule["peer"], { known: true }>["value"];

function isNamed(worlds: Sides<World>, peer: Peer, { addresses, groups }: End): boolean {
  if (peer.kind === "security-group") return groups.includes(peer.id);
  if (addresses === undefined) return true;
  const holds = (set: AddressSet) => addresses.some((address) => includes(set, address));
  if (peer.kind === "cidr") return holds([[peer.cidr.first, peer.cidr.last]]);
  return sides.some((side) => {
    const listed = expandPrefixList(worlds[side], peer.id);
    return !listed.known || holds(listed.value.set);
  });
}

/**
 * What the rules of groups let through to or from one other end, as sets: for certain, and perhaps.
 *
 * It says what `screenGroups` says of each packet, wherever it says `sure` or neither; what is in doubt, for a fact that is
 * missing or assumed, is left to `screenGroups` itself.
 */
import type { Family } from "../../../model/address.ts";
import type { SecurityGroupId } from "../../../model/entity/entity.ts";
import type { GroupRule } from "../../../model/entity/firewall.ts";
import { isSubset, meets } from "../../../model/interval-set.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import type { Junction } from "../../junction.ts";
import { expandPrefixList } from "../../prefix-list.ts";
import { refersOverTransit } from "../../screen/group-rule.ts";
import type { Direction, Groups } from "../../screen/group-rule.ts";
import type { World } from "../../world.ts";
import { everything, isNone, joinSets, nothing, setOf, takeAway } from "./traffic-set.ts";
import type { TrafficSet } from "./traffic-set.ts";

export interface Admitted {
  readonly sure: TrafficSet;
  /** Disjoint from the former. */
  readonly doubt: TrafficSet;
  /** Whether a rule names a group of the other end: then it hangs on how the two are joined. */
  readonly isByName: boolean;
}

export const allAdmitted: Admitted = { sure: everything, doubt: nothing, isByName: false };
const allDoubted: Admitted = { sure: nothing, doubt: everything, isByName: false };
const noneAdmitted: Admitted = { sure: nothing, doubt: nothing, isByName: false };

/** The other end, as rules may name it. */
export interface OtherEnd {
  readonly set: AddressSet;
  /** Undefined where it is no interface of a network we see. */
  readonly groups: Groups | undefined;
}

interface Rule {
  readonly set: TrafficSet;
  /** Whether its traffic is known. */
  readonly isKnown: boolean;
  readonly peer: GroupRule["peer"];
}

interface Rules {
  readonly world: World;
  readonly direction: Direction;
  /** Undefined where any rule may be among them. */
  readonly rules: readonly Rule[] | undefined;
}

export type GroupRules = Rules;

/** Of groups together. Made once for the same groups. */
export function rulesOf(world: World, groups: Groups, direction: Direction, family: Family): Rules {
  if (!groups.known) return { world, direction, rules: undefined };
  const key = `${direction} ${family} ${groups.value.join("+")}`;
  return world.once("rules as sets", key, () => ({
    world,
    direction,
    rules: readRules(world, groups.value, direction, family),
  }));
}

/** Of a sender whose groups are left out. */
export const anyRules = (world: World): GroupRules => ({ world, direction: "egress", rules: undefined });

function readRules(
  { network }: World,
  groups: readonly SecurityGroupId[],
  direction: Direction,
  family: Family,
): readonly Rule[] | undefined {
  const rules: Rule[] = [];
  for (const id of groups) {
    const own = network.securityGroups.get(id)?.[direction];
    if (own?.known !== true) return undefined;
    for (const { peer, traffic } of own.value) {
      const set = traffic.known ? setOf(traffic.value, family) : everything;
      rules.push({ set, isKnown: traffic.known, peer });
    }
  }
  return rules;
}

/** What they let through, of all that may be sent. */
export function admittedBy(
  { world, direction, rules }: Rules,
  other: OtherEnd,
  junction: Junction,
): Admitted {
  if (rules === undefined) return allDoubted;
  const { set } = other;
  const [first, last] = [set[0]?.[0], set.at(-1)?.[1]];
  if (first === undefined || last === undefined) return noneAdmitted;
  let plain = nothing;
  let soft = nothing;
  let doubt = nothing;
  let isByName = false;
  for (const rule of rules) {
    const { peer } = rule;
    if (!peer.known) {
      doubt = joinSets(doubt, rule.set);
    } else if (peer.value.kind === "cidr") {
      const { cidr } = peer.value;
      if (cidr.last < first || last < cidr.first) continue;
      const isHeld = cidr.first <= first && last <= cidr.last;
      if (isHeld && rule.isKnown) plain = joinSets(plain, rule.set);
      else if (isHeld || meets(set, [[cidr.first, cidr.last]])) doubt = joinSets(doubt, rule.set);
    } else {
      const isMember = peer.value.kind === "security-group";
      const match = isMember
        ? matchGroup(world, direction, { id: peer.value.id, other, junction })
        : matchList(world, peer.value.id, set);
      isByName ||= isMember && match !== "elsewhere";
      if (match === "yes" && rule.isKnown) soft = joinSets(soft, rule.set);
      else if (match === "yes" || match === "perhaps") doubt = joinSets(doubt, rule.set);
    }
    if (plain === everything) return { sure: everything, doubt: nothing, isByName };
  }
  const sure = joinSets(plain, takeAway(soft, doubt));
  const left = takeAway(doubt, plain);
  return { sure, doubt: isNone(left) ? nothing : left, isByName };
}

/** `elsewhere`: whatever joins the two ends. */
type Match = "yes" | "perhaps" | "no" | "elsewhere";

function matchList(world: World, id: string, set: AddressSet): Match {
  const listed = expandPrefixList(world, id);
  if (!listed.known) return "perhaps";
  if (!meets(set, listed.value.set)) return "no";
  return isSubset(set, listed.value.set) && listed.value.assumed.length === 0 ? "yes" : "perhaps";
}

interface Named {
  readonly id: SecurityGroupId;
  readonly other: OtherEnd;
  readonly junction: Junction;
}

/** As `membersOf` of `src/reach/screen/group-rule.ts` has it. */
function matchGroup(world: World, direction: Direction, { id, other, junction }: Named): Match {
  const { groups } = other;
  if (groups === undefined || (groups.known && !groups.value.includes(id))) return "elsewhere";
  if (junction === "none" || junction === "inter-region-peering") return "no";
  if (junction === "transit-gateway" && direction === "egress") return "no";
  if (!groups.known || junction === "some-peering") return "perhaps";
  if (junction !== "transit-gateway") return "yes";
  const refers = refersOverTransit(world);
  return !refers.known ? "perhaps" : refers.value ? "yes" : "no";
}

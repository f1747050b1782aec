/** What one rule of a security group admits of a flow: certainly, possibly, or not at all. */
import type { MissingFact } from "../../model/answer.ts";
import type { SecurityGroupId } from "../../model/entity/entity.ts";
import type { GroupRule } from "../../model/entity/firewall.ts";
import { includes, isSubset, meets } from "../../model/interval-set.ts";
import type { AddressSet, PortSet } from "../../model/interval-set.ts";
import { known, unknown } from "../../model/known.ts";
import type { Known } from "../../model/known.ts";
import { find } from "../../model/network.ts";
import type { Flow } from "../flow.ts";
import type { Junction } from "../junction.ts";
import type { Packets } from "../packets.ts";
import { expandPrefixList } from "../prefix-list.ts";
import type { World } from "../world.ts";

export type Direction = "egress" | "ingress";

/** Of one interface. */
export type Groups = Known<readonly SecurityGroupId[]>;

/** What the groups of one end are asked. */
export interface GroupQuestion {
  readonly direction: Direction;
  /** Groups of the other end; undefined when it is no interface of a network we see. */
  readonly peerGroups: Groups | undefined;
  readonly junction: Junction;
  readonly flow: Flow;
}

export interface Admission {
  readonly group: SecurityGroupId;
  /** Undefined stands for all the rules of a group whose rules are not known. */
  readonly rule: GroupRule | undefined;
  readonly certain: Packets | undefined;
  readonly possible: Packets | undefined;
  readonly missing: readonly MissingFact[];
  readonly assumed: readonly MissingFact[];
}

/** Of every rule of `groups` that may admit any of the flow. */
export function admissionsOf(
  world: World,
  question: GroupQuestion,
  groups: readonly SecurityGroupId[],
): readonly Admission[] {
  return groups.flatMap((group): readonly Admission[] => {
    const row = find(world.network, "securityGroups", group);
    const rules = row.known ? row.value[question.direction] : row;
    if (rules.known) {
      return rulesFor(rules.value, question.flow).flatMap(
        (rule) => admit(world, question, group, rule) ?? [],
      );
    }
    const whatever = { rule: undefined, certain: undefined, possible: question.flow.packets };
    return [{ group, ...whatever, missing: [rules], assumed: [] }];
  });
}

/** By group and port: read off the rules alone, and so kept for every world that holds them. */
const rulesByPort = new WeakMap<readonly GroupRule[], Map<PortSet, Map<number, readonly GroupRule[]>>>();

/** The rules that may admit such packets to their port: most of a group's are for others. */
function rulesFor(
  rules: readonly GroupRule[],
  { packets: { dstPorts }, protocol }: Flow,
): readonly GroupRule[] {
  const byPort = rulesByPort.get(rules) ?? new Map<PortSet, Map<number, readonly GroupRule[]>>();
  rulesByPort.set(rules, byPort);
  const byProtocol = byPort.get(dstPorts) ?? new Map<number, readonly GroupRule[]>();
  byPort.set(dstPorts, byProtocol);
  const known = byProtocol.get(protocol);
  if (known !== undefined) return known;
  const own = rules.filter(
    ({ traffic }) =>
      !traffic.known || (meets(traffic.value.ports, dstPorts) && includes(traffic.value.protocols, protocol)),
  );
  byProtocol.set(protocol, own);
  return own;
}

/** A rule that names a block which holds every address asked for: most questions end here, without any set algebra. */
export function findPlainRule(
  { network }: World,
  { direction, flow }: GroupQuestion,
  groups: readonly SecurityGroupId[],
): Admission | undefined {
  const { packets } = flow;
  const asked = direction === "egress" ? packets.dst : packets.src;
  const [first, last] = [asked[0]?.[0], asked.at(-1)?.[1]];
  if (first === undefined || last === undefined) return undefined;
  for (const group of groups) {
    const rules = network.securityGroups.get(group)?.[direction];
    if (rules?.known !== true) continue;
    for (const rule of rulesFor(rules.value, flow)) {
      const { peer, traffic } = rule;
      if (!peer.known || peer.value.kind !== "cidr" || !traffic.known) continue;
      const { cidr } = peer.value;
      if (cidr.first > first || last > cidr.last) continue;
      if (!isSubset(packets.dstPorts, traffic.value.ports)) continue;
      const assumed = network.securityGroups.get(group)?.assumed ?? [];
      return { group, rule, certain: undefined, possible: undefined, missing: [], assumed };
    }
  }
  return undefined;
}

function admit(
  world: World,
  question: GroupQuestion,
  group: SecurityGroupId,
  rule: GroupRule,
): Admission | undefined {
  const { direction, flow } = question;
  const { traffic } = rule;
  const peers = peersOf(world, question, rule);
  if (peers.known && peers.value === undefined) return undefined;
  const dimension = direction === "egress" ? "dst" : "src";
  const dstPorts = traffic.known ? traffic.value.ports : flow.packets.dstPorts;
  const set = peers.known && peers.value !== undefined ? peers.value.set : flow.packets[dimension];
  if (!meets(set, flow.packets[dimension])) return undefined;
  const admitted = { ...flow.packets, dstPorts, [dimension]: set };
  const missing = [traffic, peers].filter((fact) => !fact.known);
  return {
    group,
    rule,
    certain: missing.length === 0 ? admitted : undefined,
    possible: admitted,
    missing,
    assumed: [
      ...(world.network.securityGroups.get(group)?.assumed ?? []),
      ...(peers.known ? (peers.value?.assumed ?? []) : []),
    ],
  };
}

interface Peers {
  readonly set: AddressSet;
  readonly assumed: readonly MissingFact[];
}

/** The addresses a rule's peer stands for, as far as this flow is concerned; undefined when it can match none. */
function peersOf(world: World, question: GroupQuestion, { peer }: GroupRule): Known<Peers | undefined> {
  if (!peer.known) return peer;
  switch (peer.value.kind) {
    case "cidr": {
      const { cidr } = peer.value;
      return known(
        world.once("block as a set", cidr, () => ({ set: [[cidr.first, cidr.last]], assumed: [] })),
      );
    }
    case "prefix-list":
      return expandPrefixList(world, peer.value.id);
    case "security-group":
      return membersOf(world, question, peer.value.id);
  }
}

/**
 * A reference matches member interfaces, not addresses: through a gateway or NAT there is no member to match.
 * Nor does a rule name groups of another Region: "you cannot reference the security group of a peer VPC that's in a
 * different Region" (https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html, read 2026-11-29).
 * Over a transit gateway it works inbound only, and only where referencing is switched on
 * (https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html, read 2026-11-24); the way there says so.
 */
function membersOf(
  world: World,
  { direction, peerGroups, junction, flow }: GroupQuestion,
  id: SecurityGroupId,
): Known<Peers | undefined> {
  if (junction === "none" || junction === "inter-region-peering" || peerGroups === undefined)
    return known(undefined);
  if (junction === "transit-gateway" && direction === "egress") return known(undefined);
  if (!peerGroups.known) return unknown(`whether the other end is in ${id}`, peerGroups.settledBy);
  if (!peerGroups.value.includes(id)) return known(undefined);
  if (junction === "some-peering") {
    return unknown("whether both sides of the peering connection are in one Region", "name it with --region");
  }
  if (junction === "transit-gateway") {
    const refers = refersOverTransit(world);
    if (!refers.known) return refers;
    if (!refers.value) return known(undefined);
  }
  return known({ set: direction === "egress" ? flow.packets.dst : flow.packets.src, assumed: [] });
}

/** Whether the transit gateways of the input have security group referencing switched on: they all have, or none has. */
export function refersOverTransit({ network }: World): Known<boolean> {
  const states = [...network.transitGateways.values()].map(({ securityGroupReferencing: on }) => on);
  const isEach = (value: boolean) => states.every((on) => on.known && on.value === value);
  if (states.length > 0 && (isEach(true) || isEach(false))) return known(isEach(true));
  return unknown(
    "whether references to groups work over the transit gateway",
    "aws ec2 describe-transit-gateways",
  );
}

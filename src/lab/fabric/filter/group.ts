/**
 * Security groups as chains, and as sets of their members' addresses. What leaves an interface and what enters another are
 * two verdicts: a match on the way out goes on to the chains of the way in, and never past them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html (read 2026-11-29)
 */
import { formatAddress } from "../../../model/address.ts";
import type { Family } from "../../../model/address.ts";
import type { PrefixListId, SecurityGroupId } from "../../../model/entity/entity.ts";
import type { GroupRule, SecurityGroup } from "../../../model/entity/firewall.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import { families } from "../next-hop.ts";
import { shortName } from "../name.ts";
import { matchCidr, matchMember, matchSet, matchTraffic } from "./match.ts";
import type { Side } from "./match.ts";
import { chain, set } from "./ruleset.ts";

export type Direction = "egress" | "ingress";

export const groupChainName = (id: string, direction: Direction): string =>
  shortName(direction === "egress" ? "go" : "gi", id);

const memberSetName = (id: string, family: Family): string => shortName(`m${family}`, id);
const listSetName = (id: string, family: Family): string => shortName(`p${family}`, id);

/** What one rule lets through does `verdict`; the rest falls through to the next group. */
export function groupChain(group: SecurityGroup, direction: Direction, verdict: string): string {
  const rules = group[direction];
  const own = rules.known ? rules.value : [];
  return chain(
    groupChainName(group.id, direction),
    own.flatMap((rule) => toRules(rule, direction === "egress" ? "daddr" : "saddr", verdict)),
  );
}

function toRules({ traffic, peer }: GroupRule, side: Side, verdict: string): readonly string[] {
  if (!traffic.known || !peer.known) return [];
  const peers = peerMatches(peer.value, side);
  return peers.flatMap((match) =>
    matchTraffic(traffic.value).map((what) => [match, what, verdict].filter(Boolean).join(" ")),
  );
}

type Peer = Extract<GroupRule["peer"], { known: true }>["value"];

function peerMatches(peer: Peer, side: Side): readonly string[] {
  if (peer.kind === "cidr") return [matchCidr(peer.cidr, side)];
  return peer.kind === "prefix-list"
    ? families.map((family) => matchSet(listSetName(peer.id, family), family, side))
    : families.map((family) => matchMember(memberSetName(peer.id, family), family, side));
}

/** Everything that rules of `groups` name. */
export function peersOf(groups: readonly SecurityGroup[]): {
  readonly groups: ReadonlySet<SecurityGroupId>;
  readonly lists: ReadonlySet<PrefixListId>;
} {
  const named = { groups: new Set<SecurityGroupId>(), lists: new Set<PrefixListId>() };
  for (const { ingress, egress } of groups) {
    for (const rules of [ingress, egress]) {
      for (const { peer } of rules.known ? rules.value : []) {
        if (!peer.known) continue;
        if (peer.value.kind === "security-group") named.groups.add(peer.value.id);
        if (peer.value.kind === "prefix-list") named.lists.add(peer.value.id);
      }
    }
  }
  return named;
}

const addressTypes: Readonly<Record<Family, string>> = { 4: "ipv4_addr", 6: "ipv6_addr" };

/**
 * A reference matches interfaces: packets that come straight from one, or go straight to one. Through a gateway, a NAT or an
 * appliance it matches nobody.
 */
export function memberSets(
  id: SecurityGroupId,
  members: Readonly<Record<Family, readonly string[]>>,
): readonly string[] {
  return families.map((family) =>
    set(memberSetName(id, family), `ifname . ${addressTypes[family]}`, members[family]),
  );
}

export function listSets(id: PrefixListId, entries: Readonly<Record<Family, AddressSet>>): readonly string[] {
  return families.map((family) =>
    set(listSetName(id, family), addressTypes[family], entries[family].map(rangeText), "interval"),
  );
}

export function rangeText([first, last]: readonly [bigint, bigint]): string {
  return first === last ? formatAddress(first) : `${formatAddress(first)}-${formatAddress(last)}`;
}

/** Groups and ACLs that are at work, and what of them cannot be read. */
import type { AclEntry, GroupRule, SecurityGroup } from "../../../model/entity/firewall.ts";
import { valueOr } from "../../../model/known.ts";
import { entriesOf } from "../router-route.ts";
import { each } from "./gaps.ts";
import type { Asked, Gap, GapCheck } from "./gaps.ts";

const acls = ({ estates }: Asked) =>
  new Set(estates.flatMap(({ segments }) => [...segments.values()].flatMap(({ acl }) => acl ?? [])));
const groupIds = ({ estates }: Asked) =>
  new Set(estates.flatMap(({ ports }) => ports.flatMap((port) => port.groups ?? [])));
const groups = (asked: Asked) =>
  [...groupIds(asked)].flatMap((id) => asked.network.securityGroups.get(id) ?? []);

const rulesOf = ({ ingress, egress }: SecurityGroup): readonly GroupRule[] => [
  ...valueOr(ingress, []),
  ...valueOr(egress, []),
];

export const filterGaps: readonly GapCheck[] = [
  ["network-acl", each(acls, "its entries are not known", ({ entries }) => !entries.known)],
  [
    "network-acl",
    each(acls, "an entry of it is not known", ({ entries }) => valueOr(entries, []).some(isUnreadEntry)),
  ],
  ["security-group", missingGroups],
  [
    "security-group",
    each(groups, "its rules are not known", ({ ingress, egress }) => !ingress.known || !egress.known),
  ],
  ["security-group", each(groups, "a rule of it is not known", (group) => rulesOf(group).some(isUnreadRule))],
  [
    "security-group",
    each(groups, "the entries of a prefix list that a rule of it names are not known", hasUnreadList),
  ],
];

function missingGroups(asked: Asked): readonly Gap[] {
  return [...groupIds(asked)].flatMap((id) =>
    asked.network.securityGroups.has(id) ? [] : [[id, "it is not in the input"] as const],
  );
}

const isUnreadEntry = ({ cidr, traffic }: AclEntry): boolean => !cidr.known || !traffic.known;
const isUnreadRule = ({ peer, traffic }: GroupRule): boolean => !peer.known || !traffic.known;

function hasUnreadList(group: SecurityGroup, { network, facts }: Asked): boolean {
  return rulesOf(group).some(
    ({ peer }) =>
      peer.known &&
      peer.value.kind === "prefix-list" &&
      entriesOf(network, facts, peer.value.id) === undefined,
  );
}

/**
 * A network ACL as two chains: what it lets pass returns, and what it does not is dropped, packet by packet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html (read 2026-11-29)
 */
import type { AclEntry, NetworkAcl } from "../../../model/entity/firewall.ts";
import type { VpcEstate } from "../estate.ts";
import { shortName } from "../name.ts";
import { chain, comment, map } from "./ruleset.ts";
import { familyTest, matchCidr, matchTraffic } from "./match.ts";

type Direction = AclEntry["direction"];

export const aclChainName = (id: string, direction: Direction): string =>
  shortName(direction === "egress" ? "ao" : "ai", id);

/** Of the ACL that a packet leaves, by the mark of where it comes from. */
export const askSender = "meta mark vmap @acl_out";

export function aclChains({ segments }: VpcEstate): readonly string[] {
  const origins = [...segments.values()];
  const acls = new Set(origins.flatMap(({ acl }) => acl ?? []));
  return [
    ...[...acls].flatMap((acl) => [aclChain(acl, "egress"), aclChain(acl, "ingress")]),
    map(
      "acl_out",
      "mark : verdict",
      origins.flatMap(({ acl, mark }) =>
        acl === undefined ? [] : [[`${mark}`, `jump ${aclChainName(acl.id, "egress")}`] as const],
      ),
    ),
  ];
}

/** Undefined entries let nothing pass: nobody knows what they are. */
function rulesOf({ id, entries }: NetworkAcl, direction: Direction): readonly string[] {
  const own = entries.known ? entries.value.filter((entry) => entry.direction === direction) : [];
  const ordered = own.toSorted((a, b) => a.ruleNumber - b.ruleNumber);
  return ordered.flatMap((entry) => toRules(entry, id));
}

/** Whether the first rule already lets pass whatever is IPv4, as that of a default ACL does: then there is nothing to ask. */
export const passesIpv4 = (acl: NetworkAcl, direction: Direction): boolean =>
  rulesOf(acl, direction)[0] === `${familyTest[4]} return`;

export function aclChain(acl: NetworkAcl, direction: Direction): string {
  const { id } = acl;
  const rules = rulesOf(acl, direction);
  return chain(aclChainName(id, direction), [
    ...rules,
    `counter drop ${comment(`${id} ${direction} rule *`)}`,
  ]);
}

function toRules({ direction, cidr, traffic, action, ruleNumber }: AclEntry, id: string): readonly string[] {
  if (!cidr.known || !traffic.known) return [];
  const peer = matchCidr(cidr.value, direction === "egress" ? "daddr" : "saddr");
  const verdict =
    action === "allow" ? "return" : `counter drop ${comment(`${id} ${direction} rule ${ruleNumber}`)}`;
  return matchTraffic(traffic.value).map((match) => [peer, match, verdict].filter(Boolean).join(" "));
}

/**
 * Rules of a security group in the two shapes that EC2 answers with:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html and API_SecurityGroupRule.html (read 2026-11-24).
 */
import type { Origin, PrefixListId, SecurityGroupId } from "../../../model/entity/entity.ts";
import type { GroupPeer, GroupRule } from "../../../model/entity/firewall.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { parseProtocol, toTraffic } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import {
  findFields,
  findIdAt,
  findNumber,
  findText,
  findWord,
  mustCidrAt,
  mustIdAt,
  mustText,
  rowsAt,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";

interface Group {
  readonly origin: Origin;
  readonly id: string;
}

/** One rule per peer of a permission; `note` is told of those that can admit nothing any more. */
export function toGroupRules(
  permission: Fields,
  { origin, id, note }: Group & { readonly note: (reason: string) => void },
): readonly GroupRule[] {
  const traffic = trafficOf(permission, id);
  const peers: readonly Known<GroupPeer>[] = [
    ...rowsAt(permission, "IpRanges").map((range) => known(toCidrPeer(range, "CidrIp"))),
    ...rowsAt(permission, "Ipv6Ranges").map((range) => known(toCidrPeer(range, "CidrIpv6"))),
    ...rowsAt(permission, "PrefixListIds").map((list) => known(toListPeer(list))),
    ...rowsAt(permission, "UserIdGroupPairs").flatMap((pair) => {
      const status = findWord(pair, "PeeringStatus");
      if (status === undefined || status === "active") return [toGroupPeer(pair, id)];
      note(
        `a stale rule: its group ${findText(pair, "GroupId") ?? ""} is beyond a peering connection that is ${status}`,
      );
      return [];
    }),
  ];
  return peers.map((peer) => ({ traffic, peer, origin }));
}

export function toSingleRule(fields: Fields, { origin, id }: Group): GroupRule {
  return { traffic: trafficOf(fields, id), peer: singlePeer(fields, id), origin };
}

function singlePeer(fields: Fields, id: string): Known<GroupPeer> {
  if (findText(fields, "CidrIpv4") !== undefined) return known(toCidrPeer(fields, "CidrIpv4"));
  if (findText(fields, "CidrIpv6") !== undefined) return known(toCidrPeer(fields, "CidrIpv6"));
  if (findText(fields, "PrefixListId") !== undefined) return known(toListPeer(fields));
  return toGroupPeer(findFields(fields, "ReferencedGroupInfo") ?? {}, id);
}

function toCidrPeer(fields: Fields, key: string): GroupPeer {
  return { kind: "cidr", cidr: mustCidrAt(fields, key) };
}

function toListPeer(fields: Fields): GroupPeer {
  return { kind: "prefix-list", id: mustIdAt<PrefixListId>(fields, "PrefixListId") };
}

/** The id of a group in another account is told only while the peering connection stands. */
function toGroupPeer(fields: Fields, id: string): Known<GroupPeer> {
  const group = findIdAt<SecurityGroupId>(fields, "GroupId");
  if (group === undefined)
    return unknown(`a group that ${id} names`, "aws ec2 describe-stale-security-groups");
  const peering = findText(fields, "VpcPeeringConnectionId");
  return known({ kind: "security-group", id: group, ...(peering === undefined ? {} : { peering }) });
}

function trafficOf(fields: Fields, id: string): Known<Traffic> {
  const word = mustText(fields, "IpProtocol");
  const protocols = parseProtocol(word);
  if (protocols === undefined) {
    return unknown(
      `the protocol "${word}" in a rule of ${id}`,
      `aws ec2 describe-security-groups --group-ids ${id}`,
    );
  }
  return known(toTraffic(protocols, findNumber(fields, "FromPort"), findNumber(fields, "ToPort")));
}

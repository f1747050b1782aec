import type { Cidr } from "../../../model/address.ts";
import type { NetworkAclId, Origin, SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { AclEntry, NetworkAcl } from "../../../model/entity/firewall.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { parseProtocol, toTraffic } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findFields,
  findFlag,
  findNumber,
  findRows,
  findText,
  findWord,
  knownOr,
  mustCidrAt,
  mustIdAt,
  mustRows,
  mustText,
  nameTagOf,
  Rejected,
  valueAt,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const networkAcls: TableReader<"networkAcls"> = {
  table: "networkAcls",
  needs: [need("ec2 describe-network-acls", "NetworkAcls")],
  read: (collected) => parseRows(collected, "NetworkAcls", (row) => toNetworkAcl(row, collected)),
};

function toNetworkAcl({ fields, origin }: Row, { scope }: Collected): NetworkAcl {
  const id = mustIdAt<NetworkAclId>(fields, "NetworkAclId");
  const name = nameTagOf(fields);
  const isDefault = findFlag(fields, "IsDefault");
  if (isDefault === undefined) throw new Rejected("IsDefault is missing");
  const entries = findRows(fields, "Entries")?.filter((entry) => !isImplicitDeny(entry));
  return {
    id,
    aliases: name === undefined ? [] : [name],
    scope: scope.id,
    origin,
    vpc: mustIdAt<VpcId>(fields, "VpcId"),
    isDefault,
    subnets: mustRows(fields, "Associations").map((association) =>
      mustIdAt<SubnetId>(association, "SubnetId"),
    ),
    entries: knownOr(
      entries?.map((entry) => toEntry(entry, id, origin)),
      `entries of ${id}`,
      `aws ec2 describe-network-acls --network-acl-ids ${id}`,
    ),
  };
}

/**
 * Rule numbers end at 32766; above them stand the `*` rules that every ACL ends with, one per family (32767, 32768), and
 * that no list can change: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html (read 2026-11-24).
 */
const lastRuleNumber = 32766;

function isImplicitDeny(entry: Fields): boolean {
  return (findNumber(entry, "RuleNumber") ?? 0) > lastRuleNumber && findWord(entry, "RuleAction") === "deny";
}

function toEntry(fields: Fields, id: string, origin: Origin): AclEntry {
  const ruleNumber = findNumber(fields, "RuleNumber");
  if (ruleNumber === undefined) throw new Rejected("RuleNumber is missing");
  const egress = findFlag(fields, "Egress");
  if (egress === undefined) throw new Rejected(`Egress of rule ${ruleNumber} is missing`);
  const action = findWord(fields, "RuleAction");
  if (action !== "allow" && action !== "deny")
    throw new Rejected(`RuleAction of rule ${ruleNumber} is missing`);
  return {
    ruleNumber,
    direction: egress ? "egress" : "ingress",
    action,
    traffic: trafficOf(fields, id),
    cidr: known(cidrOf(fields, ruleNumber)),
    origin,
  };
}

function cidrOf(fields: Fields, ruleNumber: number): Cidr {
  const key = ["CidrBlock", "Ipv6CidrBlock"].find((one) => findText(fields, one) !== undefined);
  if (key === undefined) throw new Rejected(`CidrBlock of rule ${ruleNumber} is missing`);
  return mustCidrAt(fields, key);
}

/** For ICMP the type and code stand in `IcmpTypeCode`; -1 is any. */
function trafficOf(fields: Fields, id: string): Known<Traffic> {
  const word =
    typeof valueAt(fields, "Protocol") === "number"
      ? String(valueAt(fields, "Protocol"))
      : mustText(fields, "Protocol");
  const protocols = parseProtocol(word);
  if (protocols === undefined) {
    return unknown(
      `the protocol "${word}" in an entry of ${id}`,
      `aws ec2 describe-network-acls --network-acl-ids ${id}`,
    );
  }
  const icmp = findFields(fields, "IcmpTypeCode");
  if (icmp !== undefined)
    return known(toTraffic(protocols, findNumber(icmp, "Type"), findNumber(icmp, "Code")));
  const ports = findFields(fields, "PortRange") ?? {};
  return known(toTraffic(protocols, findNumber(ports, "From"), findNumber(ports, "To")));
}

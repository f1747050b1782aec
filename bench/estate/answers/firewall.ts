/** Groups with a permission for each rule, and ACLs, as EC2 answers with them. */
import type { AclEntry, GroupRule } from "../../../src/model/entity/firewall.ts";
import type { Traffic } from "../../../src/model/traffic.ts";
import { account } from "../row.ts";
import { told } from "./told.ts";
import type { Json, WriteRow } from "./told.ts";

export const groupRow: WriteRow<"securityGroups"> = ({ id, vpc, groupName, ingress, egress }) => ({
  GroupId: id,
  GroupName: groupName,
  Description: groupName,
  VpcId: vpc,
  OwnerId: account,
  IpPermissions: told(ingress).map(permission),
  IpPermissionsEgress: told(egress).map(permission),
});

function permission({ traffic, peer }: GroupRule): Json {
  const { protocol, ports } = wordsOf(told(traffic));
  return {
    IpProtocol: protocol,
    ...(ports && { FromPort: ports[0], ToPort: ports[1] }),
    IpRanges: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
    ...peerRow(told(peer)),
  };
}

type Peer = Extract<GroupRule["peer"], { readonly known: true }>["value"];

function peerRow(peer: Peer): Json {
  if (peer.kind === "cidr") return { IpRanges: [{ CidrIp: peer.cidr.text }] };
  if (peer.kind === "prefix-list") return { PrefixListIds: [{ PrefixListId: peer.id }] };
  return { UserIdGroupPairs: [{ GroupId: peer.id, UserId: account }] };
}

export const aclRow: WriteRow<"networkAcls"> = ({ id, vpc, isDefault, subnets, entries }) => ({
  NetworkAclId: id,
  VpcId: vpc,
  OwnerId: account,
  IsDefault: isDefault,
  Associations: subnets.map((subnet) => ({ NetworkAclId: id, SubnetId: subnet })),
  Entries: told(entries).map(entryRow),
});

function entryRow({ ruleNumber, direction, action, traffic, cidr }: AclEntry): Json {
  const { protocol, ports } = wordsOf(told(traffic));
  return {
    RuleNumber: ruleNumber,
    Egress: direction === "egress",
    RuleAction: action,
    Protocol: protocol,
    ...(ports && { PortRange: { From: ports[0], To: ports[1] } }),
    CidrBlock: told(cidr).text,
  };
}

/** Rules of an estate are of one protocol and one range of ports, or of everything. */
function wordsOf({ protocols, ports }: Traffic) {
  const [first] = protocols;
  const [range] = ports;
  if (first === undefined || range === undefined || protocols.length + ports.length > 2)
    throw new Error("a rule of an estate with several protocols or ranges");
  const isAll = first[0] !== first[1];
  return isAll ? { protocol: "-1", ports: undefined } : { protocol: String(first[0]), ports: range };
}

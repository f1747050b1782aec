/** Security groups as they grow over years, network ACLs, and the prefix lists that rules name. */
import { mustCidr } from "../../src/model/address.ts";
import type { PrefixListId, SecurityGroupId, SubnetId, VpcId } from "../../src/model/entity/entity.ts";
import type {
  AclEntry,
  GroupPeer,
  GroupRule,
  NetworkAcl,
  PrefixList,
  SecurityGroup,
} from "../../src/model/entity/firewall.ts";
import { known } from "../../src/model/known.ts";
import { allTraffic, protocolNumbers, toTraffic } from "../../src/model/traffic.ts";
import type { Random } from "./random.ts";
import { awsId, entity, region } from "./row.ts";

const origin = { file: "estate", call: "DescribeSecurityGroups" };
const servicePorts = [22, 80, 443, 3306, 5432, 6379, 8080, 8443, 9092, 9200] as const;
const everywhere = { kind: "cidr", cidr: mustCidr("0.0.0.0/0") } as const;

export const s3List = awsId<PrefixListId>("pl", 0, 1);
const dynamodbList = awsId<PrefixListId>("pl", 0, 2);
const officeLists = [3, 4, 5].map((number) => awsId<PrefixListId>("pl", 0, number));

/** Two lists of AWS with some entries each, and three of the customer's own with 20 to 40. */
export function prefixLists(random: Random): readonly PrefixList[] {
  const own = officeLists.map((id, index) => {
    const offices = Array.from({ length: random.integer(20, 40) }, () => officeBlock(random));
    return prefixList(id, `offices-${index}`, "customer", offices);
  });
  const s3 = ["3.5.152.0/21", "35.72.164.0/24", "52.219.0.0/20", "52.219.16.0/22", "52.219.136.0/22"];
  return [
    prefixList(s3List, `com.amazonaws.${region}.s3`, "aws", s3),
    prefixList(dynamodbList, `com.amazonaws.${region}.dynamodb`, "aws", ["52.94.8.0/24", "52.119.218.0/23"]),
    ...own,
  ];
}

function prefixList(
  id: PrefixListId,
  listName: string,
  owner: "aws" | "customer",
  blocks: readonly string[],
) {
  const call = "GetManagedPrefixListEntries";
  return { ...entity(id, call), listName, owner, entries: known(blocks.map(mustCidr)) };
}

const officeBlock = (random: Random) => `203.0.${random.integer(0, 255)}.${random.integer(0, 31) * 8}/29`;

export interface GroupPlan {
  readonly id: SecurityGroupId;
  readonly vpc: VpcId;
  readonly groupName: string;
  /** Groups of the same VPC that its rules may name. */
  readonly neighbours: readonly SecurityGroupId[];
  readonly vpcBlock: string;
}

/** 30 to 60 rules. Every third group keeps its outbound default; the others list what may leave. */
export function securityGroup(random: Random, plan: GroupPlan): SecurityGroup {
  const { id, vpc, groupName, vpcBlock } = plan;
  const rules = (count: number) => Array.from({ length: count }, () => rule(random, peer(random, plan)));
  const isOpen = random.chance(1 / 3);
  const outbound = isOpen
    ? [{ traffic: known(allTraffic), peer: known(everywhere), origin }]
    : [
        ...rules(random.integer(8, 15)),
        https({ kind: "cidr", cidr: mustCidr(vpcBlock) }),
        https({ kind: "prefix-list", id: s3List }),
      ];
  return {
    ...entity(id, origin.call),
    vpc,
    groupName,
    associatedVpcs: known([]),
    ingress: known(rules(random.integer(30, 60) - outbound.length)),
    egress: known(outbound),
  };
}

/** What stands before interface endpoints: 443 from the whole VPC. */
export function endpointGroup(id: SecurityGroupId, vpc: VpcId, vpcBlock: string): SecurityGroup {
  return {
    ...entity(id, origin.call),
    vpc,
    groupName: "endpoints",
    associatedVpcs: known([]),
    ingress: known([https({ kind: "cidr", cidr: mustCidr(vpcBlock) })]),
    egress: known([]),
  };
}

function https(peer: GroupPeer): GroupRule {
  return { traffic: known(tcp(443, 443)), peer: known(peer), origin };
}

function rule(random: Random, peer: GroupPeer): GroupRule {
  const port = random.pick(servicePorts);
  return { traffic: known(tcp(port, random.chance(0.1) ? port + 10 : port)), peer: known(peer), origin };
}

const tcp = (from: number, to: number) => toTraffic([[protocolNumbers.tcp, protocolNumbers.tcp]], from, to);

/** Six of ten rules name a block, three a group, one a prefix list. */
function peer(random: Random, { neighbours }: GroupPlan): GroupPeer {
  const draw = random.integer(1, 10);
  if (draw === 1) return { kind: "prefix-list", id: random.pick(officeLists) };
  if (draw <= 4) return { kind: "security-group", id: random.pick(neighbours) };
  const block = `10.${random.integer(0, 255)}.${random.integer(0, 15) * 16}.0/${random.pick([20, 22, 24, 28])}`;
  return { kind: "cidr", cidr: mustCidr(block) };
}

/** The default ACL of a VPC, which lets everything through. */
export function defaultAcl(vpc: VpcId, number: number, subnets: readonly SubnetId[]): NetworkAcl {
  const entries = (["ingress", "egress"] as const).map((direction) =>
    entry(100, direction, "0.0.0.0/0", [0, 65535]),
  );
  return {
    ...entity(awsId<NetworkAcl["id"]>("acl", number), "DescribeNetworkAcls"),
    vpc,
    isDefault: true,
    subnets,
    entries: known(entries),
  };
}

/** An ACL that somebody wrote: twenty blocks that are denied, then web ports, and the answers to them. */
export function strictAcl(
  random: Random,
  vpc: VpcId,
  number: number,
  subnets: readonly SubnetId[],
): NetworkAcl {
  const denied = Array.from({ length: 20 }, (_, index) => {
    const block = `198.51.${random.integer(0, 255)}.0/24`;
    return {
      ...entry(index + 1, random.pick(["ingress", "egress"]), block, [0, 65535]),
      action: "deny" as const,
    };
  });
  const admitted = (["ingress", "egress"] as const).flatMap((direction) => [
    entry(100, direction, "10.0.0.0/8", [0, 65535]),
    entry(110, direction, "0.0.0.0/0", [443, 443]),
    entry(120, direction, "0.0.0.0/0", [1024, 65535]),
  ]);
  const id = awsId<NetworkAcl["id"]>("acl", number, 1);
  return {
    ...entity(id, "DescribeNetworkAcls"),
    vpc,
    isDefault: false,
    subnets,
    entries: known([...denied, ...admitted]),
  };
}

type Ports = readonly [from: number, to: number];

function entry(
  ruleNumber: number,
  direction: AclEntry["direction"],
  block: string,
  [from, to]: Ports,
): AclEntry {
  const traffic = from === 0 ? allTraffic : tcp(from, to);
  return {
    ruleNumber,
    direction,
    action: "allow",
    traffic: known(traffic),
    cidr: known(mustCidr(block)),
    origin,
  };
}

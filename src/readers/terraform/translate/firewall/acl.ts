/**
 * Network ACLs with the entries written in them and beside them.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_acl (read 2026-11-29)
 */
import { fieldOf, textAt } from "../../document/json.ts";
import { nouns } from "../../edge/noun.ts";
import { blocksOf, isUnknown } from "../../read/source.ts";
import { itemsOf, links, plain } from "../../read/value.ts";
import { always, either, fields, itself, only, part, to, toldBeside } from "../spec.ts";
import type { From, Part, Read, Spec, TypeRow } from "../spec.ts";
import { ofVpcs } from "../network/route.ts";
import { vpc } from "../network/vpc.ts";

const numbers: Readonly<Record<string, string>> = { icmp: "1", icmpv6: "58" };

/** CloudFormation tells types of ICMP from ports by the number of the protocol. */
const protocol: Read = ({ source }) => {
  const value = plain(source, "protocol");
  if (typeof value?.content !== "string") return value;
  return { ...value, content: numbers[value.content.toLowerCase()] ?? value.content };
};

const common: Spec = {
  Protocol: protocol,
  CidrBlock: "cidr_block",
  Ipv6CidrBlock: "ipv6_cidr_block",
  PortRange: (from) => fields(from, { From: "from_port", To: "to_port" }),
  Icmp: (from) => fields(from, { Type: "icmp_type", Code: "icmp_code" }),
};

function inlineEntries(from: From, direction: "ingress" | "egress"): readonly Part[] {
  const isEgress = direction === "egress";
  const beside = toldBeside(
    from,
    direction,
    { type: "aws_network_acl_rule", owner: "network_acl_id" },
    (values) =>
      (fieldOf(values, "egress") === true) === isEgress ? String(fieldOf(values, "rule_number")) : undefined,
  );
  const spec: Spec = {
    ...common,
    NetworkAclId: itself,
    RuleNumber: "rule_no",
    RuleAction: "action",
    Egress: always(isEgress),
  };
  const type = "AWS::EC2::NetworkAclEntry";
  // Entries that are there and not told may be anything: one of unknown number says so.
  if (isUnknown(from.source, direction) && !isEmpty(from, direction))
    return [part(from, type, { ...spec, RuleNumber: direction })];
  return blocksOf(from.source, direction)
    .filter(({ values }) => !beside.has(String(fieldOf(values, "rule_no"))))
    .map((source) => part({ ...from, source }, type, spec));
}

const isEmpty = ({ source }: From, direction: string) =>
  source.expressions !== undefined && fieldOf(source.expressions, direction) === undefined;

function subnetParts(from: From): readonly Part[] {
  const beside = toldBeside(
    from,
    "subnet_ids",
    { type: "aws_network_acl_association", owner: "network_acl_id" },
    (values) => textAt(values, "subnet_id"),
  );
  const told = (fieldOf(from.source.values, "subnet_ids") ?? []) as readonly unknown[];
  const isGone = told.some((id) => typeof id === "string" && beside.has(id));
  const subnets = itemsOf(links(from.reader, from.source, "subnet_ids", nouns.subnet));
  return subnets
    .filter((_, index) => !isGone || !beside.has(String(told[index])))
    .map((subnet) =>
      part(from, "AWS::EC2::SubnetNetworkAclAssociation", { NetworkAclId: itself, SubnetId: () => subnet }),
    );
}

const inAcl = (from: From) => [
  ...inlineEntries(from, "ingress"),
  ...inlineEntries(from, "egress"),
  ...subnetParts(from),
];

export const aclTypes: Readonly<Record<string, TypeRow>> = {
  aws_network_acl: { type: "AWS::EC2::NetworkAcl", properties: { VpcId: vpc }, parts: inAcl },
  aws_default_network_acl: {
    type: "AWS::EC2::NetworkAcl",
    properties: {
      VpcId: either(
        vpc,
        to("default_network_acl_id", { ...nouns.vpc, sources: ofVpcs("default_network_acl_id") }),
      ),
      Adopts: always(true),
    },
    parts: inAcl,
  },
  aws_network_acl_rule: only("AWS::EC2::NetworkAclEntry", {
    ...common,
    NetworkAclId: to("network_acl_id", nouns.acl),
    RuleNumber: "rule_number",
    RuleAction: "rule_action",
    Egress: "egress",
  }),
  aws_network_acl_association: only("AWS::EC2::SubnetNetworkAclAssociation", {
    NetworkAclId: to("network_acl_id", nouns.acl),
    SubnetId: to("subnet_id", nouns.subnet),
  }),
};

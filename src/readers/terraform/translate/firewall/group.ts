/**
 * Security groups: rules written in the group, and of both kinds that stand beside it. Terraform puts many peers into one
 * rule, CloudFormation one.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group, …/security_group_rule,
 * …/vpc_security_group_ingress_rule (read 2026-11-29)
 */
import type { Value } from "../../../resource/property/value.ts";
import { fieldOf, textAt } from "../../document/json.ts";
import type { Noun } from "../../edge/noun.ts";
import { nouns } from "../../edge/noun.ts";
import { blocksOf, expressionOf, isUnknown, sourceOf } from "../../read/source.ts";
import { itemsOf, link, links, listOf, named, nameOf, originOf, plain } from "../../read/value.ts";
import { always, itself, propertiesOf, to } from "../spec.ts";
import type { From, Part, Read, Spec, TypeRow } from "../spec.ts";
import { vpc } from "../network/vpc.ts";

type Direction = "ingress" | "egress";
const types = { ingress: "AWS::EC2::SecurityGroupIngress", egress: "AWS::EC2::SecurityGroupEgress" } as const;
const sides = { ingress: "Source", egress: "Destination" } as const;

type Rule = ReadonlyMap<string, Value>;

/** One rule for each peer. */
function rulesOf(from: From, direction: Direction, own: Value | undefined): readonly Rule[] {
  const { reader, source } = from;
  const base = propertiesOf(from, { IpProtocol: "protocol", FromPort: "from_port", ToPort: "to_port" });
  const all = (name: string, noun: Noun) => itemsOf(links(reader, source, name, noun));
  const side = sides[direction];
  const peers: readonly (readonly [string, readonly Value[]])[] = [
    ["CidrIp", itemsOf(plain(source, "cidr_blocks"))],
    ["CidrIpv6", itemsOf(plain(source, "ipv6_cidr_blocks"))],
    [`${side}PrefixListId`, all("prefix_list_ids", nouns.prefixList)],
    [
      `${side}SecurityGroupId`,
      [
        ...all("security_groups", nouns.group),
        ...itemsOf(link(reader, source, "source_security_group_id", nouns.group)),
        ...(fieldOf(source.values, "self") === true && own !== undefined ? [own] : []),
      ],
    ],
  ];
  return peers.flatMap(([property, values]) => values.map((value) => new Map([...base, [property, value]])));
}

const inline =
  (direction: Direction): Read =>
  (from) => {
    const { source } = from;
    if (isUnknown(source, direction)) {
      const whole = plain(source, direction);
      if (whole !== undefined) return whole;
    }
    const beside = rulesBeside(from, direction);
    const own = itself(from);
    const rules = blocksOf(source, direction)
      .flatMap((block) => rulesOf({ ...from, source: block }, direction, own))
      .filter((rule) => !beside.has(nameOfRule(rule)));
    const origin = originOf(source.instance);
    return listOf(
      source,
      rules.map((entries) => ({ content: { kind: "fields", entries }, origin })),
    );
  };

/** Rules of their own that stood before, which the group goes on showing. */
function rulesBeside(from: From, direction: Direction): ReadonlySet<string> {
  const { reader, source, self } = from;
  const { instance } = source;
  if (instance.document.noun === "state" || expressionOf(source.expressions, direction) !== undefined)
    return new Set();
  const id = fieldOf(instance.values, "id");
  const told = instance.document.prior
    .filter(({ values }) => id !== undefined && fieldOf(values, "security_group_id") === id)
    .filter(({ type, values }) => directionOf(type, values) === direction)
    .flatMap((one) => {
      const of: From = { reader, source: sourceOf(reader.world, one), self };
      return one.type === "aws_security_group_rule"
        ? rulesOf(of, direction, itself(from))
        : [propertiesOf(of, singleSpec(direction))];
    });
  return new Set(told.map(nameOfRule));
}

function directionOf(type: string, values: unknown): string | undefined {
  if (type === "aws_security_group_rule") return textAt(values, "type");
  return /^aws_vpc_security_group_(ingress|egress)_rule$/.exec(type)?.[1];
}

function nameOfRule(rule: Rule): string {
  const protocol = rule.get("IpProtocol");
  const isAll = protocol !== undefined && ["-1", "all"].includes(nameOf(protocol));
  return [...rule]
    .filter(([name]) => name !== "GroupId" && !(isAll && name.endsWith("Port")))
    .map(([name, value]) => `${name}=${nameOf(value)}`)
    .toSorted()
    .join(" ");
}

function ruleParts(from: From): readonly Part[] {
  const direction: Direction = textAt(from.source.values, "type") === "egress" ? "egress" : "ingress";
  const group = link(from.reader, from.source, "security_group_id", nouns.group);
  return rulesOf(from, direction, group).map((rule) => ({
    type: types[direction],
    properties: new Map([...rule, ...(group === undefined ? [] : [["GroupId", group] as const])]),
  }));
}

/** A group of another account is written with the account before it. */
const referenced: Read = ({ reader, source }) => {
  const value = link(reader, source, "referenced_security_group_id", nouns.group);
  const text = typeof value?.content === "string" ? value.content.split("/").at(-1) : undefined;
  return value === undefined || text === undefined
    ? value
    : named(reader, { ...value, content: text }, nouns.group);
};

const singleSpec = (direction: Direction): Spec => ({
  GroupId: to("security_group_id", nouns.group),
  IpProtocol: "ip_protocol",
  FromPort: "from_port",
  ToPort: "to_port",
  CidrIp: "cidr_ipv4",
  CidrIpv6: "cidr_ipv6",
  [`${sides[direction]}PrefixListId`]: to("prefix_list_id", nouns.prefixList),
  [`${sides[direction]}SecurityGroupId`]: referenced,
});

const single = (direction: Direction): TypeRow => ({
  parts: (from) => [{ type: types[direction], properties: propertiesOf(from, singleSpec(direction)) }],
});

const groupSpec: Spec = {
  VpcId: vpc,
  GroupName: "name",
  SecurityGroupIngress: inline("ingress"),
  SecurityGroupEgress: inline("egress"),
};

export const groupTypes: Readonly<Record<string, TypeRow>> = {
  aws_security_group: { type: "AWS::EC2::SecurityGroup", properties: groupSpec },
  aws_default_security_group: {
    type: "AWS::EC2::SecurityGroup",
    properties: { ...groupSpec, GroupName: always("default"), Adopts: always(true) },
  },
  aws_security_group_rule: { parts: ruleParts },
  aws_vpc_security_group_ingress_rule: single("ingress"),
  aws_vpc_security_group_egress_rule: single("egress"),
};

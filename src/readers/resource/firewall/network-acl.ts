/**
 * Network ACLs, their entries and associations, and the default ACL of each VPC.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetnetworkaclassociation.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html (read 2026-11-24)
 */
import { mustCidr } from "../../../model/address.ts";
import type { NetworkAclId, SubnetId, VpcId } from "../../../model/entity/entity.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import type { AclEntry, NetworkAcl } from "../../../model/entity/firewall.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { allTraffic, parseProtocol, toTraffic } from "../../../model/traffic.ts";
import type { Traffic } from "../../../model/traffic.ts";
import type { Resource } from "../property/value.ts";
import { impliedIds } from "../property/attribute.ts";
import { toEntity, toImplied } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { doubtOf } from "../existence.ts";
import { allKnown, booleanOr, property, toBlock, toNumber, toText } from "../property/property.ts";
import type { Rows } from "../rows.ts";
import { vpcOf } from "../vpc/subnet.ts";
import { hasIpv6 } from "../vpc/vpc-block.ts";

export function mapNetworkAcl(estate: Estate, resource: Resource): Rows {
  const acl: NetworkAcl = {
    ...toEntity<NetworkAclId>(estate, resource),
    vpc: vpcOf(estate, resource),
    isDefault: property(resource, "Adopts") !== undefined,
    subnets: subnetsOf(estate, resource.id),
    entries: entriesOf(estate, resource.id, resource),
  };
  return { networkAcls: [acl] };
}

/** Allows everything, in both directions, until entries of the template say otherwise. */
export function defaultAcl(estate: Estate, vpc: Resource): NetworkAcl {
  const id = impliedIds.defaultNetworkAcl(vpc.id);
  const written = entriesOf(estate, id, vpc);
  return {
    ...toImplied<NetworkAclId>(id, vpc),
    vpc: vpc.id as VpcId,
    isDefault: true,
    subnets: subnetsOf(estate, id),
    entries: mapKnown(written, (entries) => [...entries, ...allowAll(vpc, hasIpv6(estate, vpc))]),
  };
}

function allowAll({ origin }: Resource, ipv6: boolean): readonly AclEntry[] {
  const blocks = [
    { ruleNumber: 100, cidr: "0.0.0.0/0" },
    ...(ipv6 ? [{ ruleNumber: 101, cidr: "::/0" }] : []),
  ];
  return blocks.flatMap(({ ruleNumber, cidr }) =>
    (["ingress", "egress"] as const).map((direction) => ({
      ruleNumber,
      direction,
      action: "allow" as const,
      traffic: known(allTraffic),
      cidr: known(mustCidr(cidr)),
      origin,
    })),
  );
}

function entriesOf(estate: Estate, acl: string, owner: Resource): NetworkAcl["entries"] {
  const entries = estate.adding("AWS::EC2::NetworkAclEntry", "NetworkAclId", acl);
  return allKnown(entries.map((entry) => toEntry(entry, owner)));
}

/** Unknown when its place in the order, its direction or its action is: then every later entry is in doubt. */
function toEntry(entry: Resource, owner: Resource): Known<AclEntry> {
  const number = required(entry, "RuleNumber");
  const ruleNumber = number.known ? toNumber(number.value) : number;
  const egress = booleanOr(property(entry, "Egress"), false);
  const written = required(entry, "RuleAction");
  const action = written.known ? toText(written.value) : written;
  if (!ruleNumber.known) return ruleNumber;
  if (!egress.known) return egress;
  if (!action.known) return action;
  const cidr = property(entry, "CidrBlock") ?? property(entry, "Ipv6CidrBlock");
  return known({
    ruleNumber: ruleNumber.value,
    direction: egress.value ? "egress" : "ingress",
    action: action.value.toLowerCase() === "allow" ? "allow" : "deny",
    traffic: doubtOf(entry, owner) ?? trafficOf(entry),
    cidr: cidr === undefined ? missing(entry, "CidrBlock") : toBlock(cidr),
    origin: entry.origin,
  });
}

/** Protocol -1 opens all ports, whatever PortRange says. */
function trafficOf(entry: Resource): Known<Traffic> {
  const written = required(entry, "Protocol");
  const text = written.known ? toText(written.value) : written;
  if (!text.known) return text;
  const protocols = parseProtocol(text.value);
  if (protocols === undefined) return missing(entry, "Protocol");
  const isIcmp = property(entry, "Icmp") !== undefined && ["1", "58"].includes(text.value);
  const [from, to] = isIcmp ? (["Icmp", "Type"] as const) : (["PortRange", "From"] as const);
  const [, end] = isIcmp ? (["Icmp", "Code"] as const) : (["PortRange", "To"] as const);
  const ports = allKnown([optionalNumber(entry, from, to), optionalNumber(entry, from, end)]);
  return mapKnown(ports, ([first, last]) => toTraffic(protocols, first, last));
}

function optionalNumber(entry: Resource, ...path: readonly string[]): Known<number | undefined> {
  const value = property(entry, ...path);
  return value === undefined ? known(undefined) : toNumber(value);
}

function required(entry: Resource, name: string) {
  const value = property(entry, name);
  return value === undefined ? missing(entry, name) : known(value);
}

const missing = (entry: Resource, name: string) =>
  unknown(`${name} of ${entry.id}`, `correct ${formatOrigin(entry.origin)}`);

const association = "AWS::EC2::SubnetNetworkAclAssociation";

function subnetsOf(estate: Estate, acl: string): readonly SubnetId[] {
  return estate.adding(association, "NetworkAclId", acl).flatMap((resource) => {
    const subnet = subnetNamed(estate, resource);
    const value = property(resource, "SubnetId");
    if (doubtOf(resource, subnet) !== undefined || value === undefined) return [];
    const id = estate.id<SubnetId>("subnet", value);
    return id.known ? [id.value] : [];
  });
}

function subnetNamed(estate: Estate, resource: Resource): Resource | undefined {
  const value = property(resource, "SubnetId");
  const id = value === undefined ? undefined : estate.id("subnet", value);
  return id?.known === true ? estate.find(id.value) : undefined;
}

/** An association that may not exist, or whose ACL is not known or outside the input: an ACL of unknown entries for its subnet alone. */
export function mapAclAssociation(estate: Estate, resource: Resource): Rows {
  const subnet = subnetNamed(estate, resource);
  const acl = property(resource, "NetworkAclId");
  const id = acl === undefined ? undefined : estate.id("network ACL", acl);
  const unclear =
    doubtOf(resource, subnet) ?? (id?.known === false ? id : id && estate.outside.get(id.value));
  if (subnet === undefined || unclear === undefined) return {};
  const undecided: NetworkAcl = {
    ...toImplied<NetworkAclId>(resource.id, resource),
    vpc: vpcOf(estate, subnet),
    isDefault: false,
    subnets: [subnet.id as SubnetId],
    entries: unclear,
  };
  return { networkAcls: [undecided] };
}

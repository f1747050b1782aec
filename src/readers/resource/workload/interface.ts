/** The interfaces a workload will have: one in each of its subnets, for AWS makes them only at deployment. */
import type { Address } from "../../../model/address.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { ClientKind, NetworkInterface } from "../../../model/entity/network-interface.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import { deployed, impliedIds } from "../property/attribute.ts";
import { assumedOf } from "../entity.ts";
import { scopeOf } from "../estate.ts";
import type { Estate } from "../estate.ts";
import { booleanOr, property } from "../property/property.ts";
import { vpcOf, vpcOfSubnet } from "../vpc/subnet.ts";

export interface Placement {
  readonly subnets: Known<readonly SubnetId[]>;
  /** Undefined: none is written, so that EC2 takes the default group of the VPC. */
  readonly groups: Known<readonly SecurityGroupId[]> | undefined;
  readonly client: ClientKind;
  readonly hasPublicIpv4: (subnet: SubnetId | undefined) => Known<boolean>;
  readonly addresses?: Known<readonly Address[]>;
  readonly sourceDestCheck?: Known<boolean>;
  /** Tells several interfaces of one workload in one subnet apart. */
  readonly index?: number;
}

/** Where the subnets are not known, one interface somewhere. */
export function interfacesOf(estate: Estate, owner: Resource, place: Placement): readonly NetworkInterface[] {
  const { subnets } = place;
  if (!subnets.known) return [toInterface(estate, owner, place, undefined)];
  return [...new Set(subnets.value)].map((subnet) => toInterface(estate, owner, place, subnet));
}

function toInterface(
  estate: Estate,
  owner: Resource,
  place: Placement,
  subnet: SubnetId | undefined,
): NetworkInterface {
  const suffix = place.index === undefined || place.index === 0 ? "" : `#${place.index}`;
  const vpc = vpcAround(estate, owner, subnet, place.groups, place.subnets);
  const { subnets } = place;
  const elsewhere = subnets.known ? deployed(owner, `subnet of ${owner.id}`) : subnets;
  return {
    id: parseId<NetworkInterfaceId>(`${owner.id}@${subnet ?? "unknown-subnet"}${suffix}`),
    aliases: [],
    scope: scopeOf(owner),
    origin: owner.origin,
    ...assumedOf(owner),
    vpc,
    subnet: subnet === undefined ? elsewhere : known(subnet),
    addresses: place.addresses ?? deployed(owner, `addresses of ${owner.id}`),
    groups: place.groups ?? defaultGroup(estate, vpc),
    sourceDestCheck: place.sourceDestCheck ?? known(true),
    hasPublicIpv4: place.hasPublicIpv4(subnet),
    client: place.client,
    owner: owner.id,
  };
}

/** The VPC of the subnet; else of the first group, for both are of one VPC; else the only VPC of the stack. */
export function vpcAround(
  estate: Estate,
  owner: Resource,
  subnet: SubnetId | undefined,
  groups: Known<readonly SecurityGroupId[]> | undefined,
  subnets?: Known<unknown>,
): VpcId {
  const ofSubnet = subnet === undefined ? undefined : vpcOfSubnet(estate, subnet);
  if (ofSubnet !== undefined) return ofSubnet;
  const [group = ""] = groups?.known === true ? groups.value : [];
  const groupRow = estate.find(group);
  if (groupRow?.type === "AWS::EC2::SecurityGroup") return vpcOf(estate, groupRow);
  const vpcs = estate.ofType("AWS::EC2::VPC").filter(({ stack }) => stack === owner.stack);
  const ofDefault =
    vpcs.find(({ id }) => impliedIds.defaultSecurityGroup(id) === group) ?? onlyOne(vpcs, subnet);
  if (ofDefault !== undefined) return ofDefault.id as VpcId;
  const symbol = `the VPC of ${subnet ?? owner.id}`;
  const asked = subnets?.known === false ? subnets : undefined;
  const missing = subnet === undefined ? asked : estate.outside.get(subnet);
  estate.outside.set(
    symbol,
    unknown(symbol, missing?.settledBy ?? `aws ec2 describe-subnets, once ${owner.id} is deployed`),
  );
  return parseId<VpcId>(symbol);
}

/** A subnet outside the input is not in a VPC of the input. */
function onlyOne(vpcs: readonly Resource[], subnet: SubnetId | undefined): Resource | undefined {
  return subnet === undefined && vpcs.length === 1 ? vpcs[0] : undefined;
}

function defaultGroup(estate: Estate, vpc: VpcId): Known<readonly SecurityGroupId[]> {
  if (estate.isWhole(vpc))
    return known([estate.standIn(impliedIds.defaultSecurityGroup(vpc)) as SecurityGroupId]);
  const call = `aws ec2 describe-security-groups --filters Name=group-name,Values=default Name=vpc-id,Values=${vpc}`;
  return unknown(`default security group of ${vpc}`, call);
}

/** What a subnet gives to instances that say nothing of their own. */
export function publicBySubnet(estate: Estate, subnet: SubnetId | undefined): Known<boolean> {
  const row = subnet === undefined ? undefined : estate.find(subnet);
  if (row !== undefined) return booleanOr(property(row, "MapPublicIpOnLaunch"), false);
  const outside = subnet === undefined ? undefined : estate.outside.get(subnet);
  const fact = `MapPublicIpOnLaunch of ${subnet ?? "a subnet that is not known"}`;
  return unknown(fact, outside?.settledBy ?? "aws ec2 describe-subnets");
}

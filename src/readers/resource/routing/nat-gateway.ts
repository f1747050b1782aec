/**
 * NAT gateways, zonal and regional, public and private.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html (read 2026-11-24)
 */
import type { NatGatewayId, SubnetId, VpcId } from "../../../model/entity/entity.ts";
import type { NatAddress, NatGateway } from "../../../model/entity/gateway.ts";
import { known, mapKnown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Resource, Value } from "../property/value.ts";
import { deployed } from "../property/attribute.ts";
import { toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { entryOf, property, textOr, toAddress, toFields, toItems, toText } from "../property/property.ts";
import type { Rows } from "../rows.ts";
import { vpcOf, vpcOfSubnet } from "../vpc/subnet.ts";

export function mapNatGateway(estate: Estate, resource: Resource): Rows {
  const isRegional = isWord(resource, "AvailabilityMode", "regional");
  const isPrivate = isWord(resource, "ConnectivityType", "private");
  const subnet = subnetOf(estate, resource);
  const nat: NatGateway = {
    ...toEntity<NatGatewayId>(estate, resource),
    vpc: isRegional ? known(vpcOf(estate, resource)) : vpcAround(estate, subnet),
    availability: isRegional ? "regional" : "zonal",
    connectivity: isPrivate ? "private" : "public",
    subnet: isRegional ? undefined : subnet,
    addresses: isRegional ? regionalAddresses(resource) : known(zonalAddresses(estate, resource, isPrivate)),
    state: "available",
  };
  return { natGateways: [nat] };
}

/** A mode that is not known is taken for the default, zonal and public. */
function isWord(resource: Resource, name: string, word: string): boolean {
  const text = textOr(property(resource, name), "");
  return text.known && text.value.toLowerCase() === word;
}

function subnetOf(estate: Estate, resource: Resource): Known<SubnetId> {
  const subnet = property(resource, "SubnetId");
  return subnet === undefined
    ? deployed(resource, `subnet of ${resource.id}`)
    : known(estate.symbol<SubnetId>("subnet", subnet, deployed(resource, `subnet of ${resource.id}`)));
}

function vpcAround(estate: Estate, subnet: Known<SubnetId>): Known<VpcId> {
  if (!subnet.known) return subnet;
  const vpc = vpcOfSubnet(estate, subnet.value);
  if (vpc !== undefined) return known(vpc);
  const missing = estate.outside.get(subnet.value);
  return missing ?? known(subnet.value as string as VpcId);
}

function zonalAddresses(estate: Estate, resource: Resource, isPrivate: boolean): readonly NatAddress[] {
  const base = addressBase(estate, resource, isPrivate);
  const written = toItems(property(resource, "SecondaryPrivateIpAddresses"));
  const extra = written.known ? written.value.map(toAddress) : [written];
  const elastic = toItems(property(resource, "SecondaryAllocationIds"));
  const rest = elastic.known ? elastic.value.length - extra.length : 0;
  const some = Array.from({ length: Math.max(rest, countOf(resource) - extra.length, 0) }, () =>
    deployed(resource, `a secondary address of ${resource.id}`),
  );
  const first = property(resource, "PrivateIpAddress");
  const primary =
    first === undefined ? deployed(resource, `private address of ${resource.id}`) : toAddress(first);
  return [primary, ...extra, ...some].map((privateAddress) => ({ ...base, privateAddress }));
}

function addressBase(estate: Estate, resource: Resource, isPrivate: boolean) {
  const subnet = property(resource, "SubnetId");
  const id = subnet === undefined ? undefined : estate.id("subnet", subnet);
  const row = id?.known === true ? estate.find(id.value) : undefined;
  const zone = row === undefined ? undefined : property(row, "AvailabilityZone");
  return {
    publicAddress: isPrivate ? undefined : deployed(resource, `public address of ${resource.id}`),
    networkInterface: deployed(resource, `network interface of ${resource.id}`),
    availabilityZone: zone === undefined ? deployed(resource, `zone of ${resource.id}`) : toText(zone),
  };
}

function countOf(resource: Resource): number {
  const count = textOr(property(resource, "SecondaryPrivateIpAddressCount"), "0");
  return count.known ? Number(count.value) || 0 : 0;
}

/** Addresses per zone as written; left to AWS, they follow the zones that have interfaces. */
function regionalAddresses(resource: Resource): NatGateway["addresses"] {
  const zones = property(resource, "AvailabilityZoneAddresses");
  const items = toItems(zones);
  if (zones === undefined)
    return deployed(resource, `zones and addresses of ${resource.id}, which AWS manages`);
  return mapKnown(items, (rows) => rows.flatMap((row) => zoneAddresses(resource, row)));
}

function zoneAddresses(resource: Resource, row: Value): readonly NatAddress[] {
  const fields = toFields(row);
  const zone = fields.known ? entryOf(fields.value, "AvailabilityZone") : undefined;
  const elastic = toItems(fields.known ? entryOf(fields.value, "AllocationIds") : undefined);
  return (elastic.known ? elastic.value : [row]).map(() => ({
    privateAddress: deployed(resource, `private address of ${resource.id}`),
    publicAddress: deployed(resource, `public address of ${resource.id}`),
    networkInterface: deployed(resource, `network interface of ${resource.id}`),
    availabilityZone: zone === undefined ? deployed(resource, `zone of ${resource.id}`) : toText(zone),
  }));
}

/** ModifyVpcEndpoint and DeleteVpcEndpoints. */
import type {
  DeleteVpcEndpointsRequest,
  DeleteVpcEndpointsResult,
  ModifyVpcEndpointRequest,
  ModifyVpcEndpointResult,
  UnsuccessfulItem,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination } from "../../error.ts";
import type { VpcEndpointRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { removeInterface } from "../interface/create.ts";
import { groupsIn } from "../interface/make-interface.ts";
import { addressTypeOf, dnsOptionsOf, gatewayDnsOptions } from "./create.ts";
import { checkPrivateDns, checkZones, dnsEntries, refused } from "./dns.ts";
import { placeInterface, subnetsIn } from "./endpoint-interface.ts";
import { addRoutes, removeRoutes } from "./gateway-route.ts";
import { checkedPolicy, defaultPolicy } from "./policy.ts";
import { endpointServices, unknownService } from "./service.ts";
import type { EndpointService } from "./service.ts";

function serviceOf(endpoint: VpcEndpointRow, context: Context): EndpointService {
  const region = endpoint.ServiceRegion ?? context.region;
  const service = endpointServices(context, region).find(
    (one) => one.serviceName === endpoint.ServiceName && one.type === endpoint.VpcEndpointType,
  );
  if (service === undefined) throw unknownService(endpoint.ServiceName);
  return service;
}

export function modifyVpcEndpoint(
  input: ModifyVpcEndpointRequest,
  context: Context,
): ModifyVpcEndpointResult {
  const before = mustFind(context, "vpcEndpoints", input.VpcEndpointId ?? "");
  const service = serviceOf(before, context);
  const row = { ...before, PolicyDocument: policyOf(input, before, service) };
  const changed =
    service.type === "Gateway"
      ? changeGateway(input, row, context)
      : changeInterface(input, row, { service, context });
  context.tables.vpcEndpoints.set(before.VpcEndpointId, changed);
  return { Return: true };
}

function policyOf(input: ModifyVpcEndpointRequest, before: VpcEndpointRow, service: EndpointService): string {
  if (input.ResetPolicy === true && input.PolicyDocument !== undefined)
    throw invalidCombination("resetPolicy and policyDocument exclude each other");
  if (input.ResetPolicy === true) return defaultPolicy(service);
  return input.PolicyDocument === undefined
    ? before.PolicyDocument
    : checkedPolicy(input.PolicyDocument, service);
}

function changeGateway(
  input: ModifyVpcEndpointRequest,
  row: VpcEndpointRow,
  context: Context,
): VpcEndpointRow {
  const { AddRouteTableIds = [], RemoveRouteTableIds = [] } = input;
  if (
    [input.AddSubnetIds, input.RemoveSubnetIds, input.AddSecurityGroupIds, input.RemoveSecurityGroupIds].some(
      (ids) => (ids ?? []).length > 0,
    )
  )
    throw refused("Subnets and security groups are not supported for Gateway endpoints");
  if (input.PrivateDnsEnabled === true)
    throw refused("PrivateDnsEnabled is not supported for Gateway endpoints");
  const ipAddressType = addressTypeOf(input.IpAddressType ?? row.IpAddressType);
  const DnsOptions = gatewayDnsOptions(
    { DnsOptions: { ...row.DnsOptions, ...input.DnsOptions } },
    ipAddressType,
  );
  for (const id of RemoveRouteTableIds) mustFind(context, "routeTables", id);
  const kept = row.RouteTableIds.filter((id) => !RemoveRouteTableIds.includes(id));
  const added = AddRouteTableIds.filter((id) => !kept.includes(id));
  const isOther = ipAddressType !== row.IpAddressType;
  removeRoutes(context, isOther ? row.RouteTableIds : RemoveRouteTableIds, row.VpcEndpointId);
  addRoutes(context, isOther ? [...kept, ...added] : added, {
    endpointId: row.VpcEndpointId,
    vpcId: row.VpcId,
    serviceName: row.ServiceName,
    ipAddressType,
  });
  return { ...row, RouteTableIds: [...kept, ...added], IpAddressType: ipAddressType, DnsOptions };
}

interface Own {
  readonly service: EndpointService;
  readonly context: Context;
}

function changeInterface(
  input: ModifyVpcEndpointRequest,
  row: VpcEndpointRow,
  { service, context }: Own,
): VpcEndpointRow {
  if ([input.AddRouteTableIds, input.RemoveRouteTableIds].some((ids) => (ids ?? []).length > 0))
    throw refused("Route tables are not supported for Interface endpoints");
  const ipAddressType = addressTypeOf(input.IpAddressType ?? row.IpAddressType);
  const grouped = withGroups(input, row, context);
  const placed = withSubnets(input, { ...grouped, IpAddressType: ipAddressType }, context);
  const vpc = mustFind(context, "vpcs", row.VpcId);
  const PrivateDnsEnabled = input.PrivateDnsEnabled ?? row.PrivateDnsEnabled;
  if (PrivateDnsEnabled && !row.PrivateDnsEnabled)
    checkPrivateDns(context, { vpc, service, id: row.VpcEndpointId });
  const namesChange = input.DnsOptions !== undefined || PrivateDnsEnabled !== row.PrivateDnsEnabled;
  const { PrivateDnsSpecifiedDomains: _, ...standing } = row.DnsOptions ?? {};
  const DnsOptions = namesChange
    ? dnsOptionsOf(
        { DnsOptions: { ...standing, ...input.DnsOptions } },
        { making: { vpc, service, context }, PrivateDnsEnabled, ipAddressType },
      )
    : row.DnsOptions;
  const changed: VpcEndpointRow = { ...placed, PrivateDnsEnabled, DnsOptions };
  return { ...changed, DnsEntries: dnsEntries(context, service, changed) };
}

function withGroups(input: ModifyVpcEndpointRequest, row: VpcEndpointRow, context: Context): VpcEndpointRow {
  const { AddSecurityGroupIds = [], RemoveSecurityGroupIds = [] } = input;
  if (AddSecurityGroupIds.length + RemoveSecurityGroupIds.length === 0) return row;
  const kept = row.Groups.map(({ GroupId }) => GroupId).filter((id) => !RemoveSecurityGroupIds.includes(id));
  const ids = [...kept, ...AddSecurityGroupIds];
  if (ids.length === 0) throw refused("An interface endpoint must have at least one security group");
  const Groups = groupsIn(context, row.VpcId, ids);
  for (const id of row.NetworkInterfaceIds) {
    const eni = mustFind(context, "networkInterfaces", id);
    context.tables.networkInterfaces.set(id, { ...eni, Groups });
  }
  return { ...row, Groups };
}

function withSubnets(input: ModifyVpcEndpointRequest, row: VpcEndpointRow, context: Context): VpcEndpointRow {
  const { AddSubnetIds = [], RemoveSubnetIds = [], SubnetConfigurations } = input;
  const isGone = (subnetId: string) => RemoveSubnetIds.includes(subnetId);
  const stranger = RemoveSubnetIds.find((id) => !row.SubnetIds.includes(id));
  if (stranger !== undefined)
    throw new Ec2Error(
      "InvalidSubnetID.NotFound",
      `The subnet ID '${stranger}' does not exist in ${row.VpcEndpointId}`,
    );
  const enis = row.NetworkInterfaceIds.map((id) => mustFind(context, "networkInterfaces", id));
  for (const eni of enis.filter(({ SubnetId }) => isGone(SubnetId))) removeInterface(context, eni);
  const kept = row.SubnetIds.filter((id) => !isGone(id));
  const added = subnetsIn(context, row.VpcId, AddSubnetIds).filter(
    ({ SubnetId }) => !kept.includes(SubnetId),
  );
  checkZones([...subnetsIn(context, row.VpcId, kept), ...added]);
  const placed = added.map((subnet) =>
    placeInterface(context, subnet, {
      endpointId: row.VpcEndpointId,
      groups: row.Groups,
      ipAddressType: row.IpAddressType ?? "ipv4",
      configurations: SubnetConfigurations,
    }),
  );
  return {
    ...row,
    SubnetIds: [...kept, ...added.map(({ SubnetId }) => SubnetId)],
    NetworkInterfaceIds: [
      ...enis.filter(({ SubnetId }) => !isGone(SubnetId)).map(({ NetworkInterfaceId }) => NetworkInterfaceId),
      ...placed,
    ],
  };
}

/** Ids that are none are told one by one, and do not keep the others from being deleted. */
export function deleteVpcEndpoints(
  { VpcEndpointIds = [] }: DeleteVpcEndpointsRequest,
  context: Context,
): DeleteVpcEndpointsResult {
  const { vpcEndpoints, networkInterfaces } = context.tables;
  const Unsuccessful: UnsuccessfulItem[] = [];
  for (const id of VpcEndpointIds) {
    const row = vpcEndpoints.get(id);
    if (row === undefined) {
      const message = `The Vpc Endpoint Id '${id}' does not exist`;
      Unsuccessful.push({ ResourceId: id, Error: { Code: "InvalidVpcEndpoint.NotFound", Message: message } });
      continue;
    }
    removeRoutes(context, row.RouteTableIds, id);
    for (const eniId of row.NetworkInterfaceIds) {
      const eni = networkInterfaces.get(eniId);
      if (eni !== undefined) removeInterface(context, eni);
    }
    vpcEndpoints.delete(id);
  }
  return { Unsuccessful };
}

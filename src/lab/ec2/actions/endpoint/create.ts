/**
 * CreateVpcEndpoint, for services of AWS, of type Gateway and Interface.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html (read 2026-11-29)
 */
import type {
  CreateVpcEndpointRequest,
  CreateVpcEndpointResult,
  DnsOptions,
  IpAddressType,
  State,
  VpcEndpoint,
} from "@aws-sdk/client-ec2";
import type { EndpointFamilies } from "../../../../model/entity/vpc-endpoint.ts";
import { missingParameter, unsupported } from "../../error.ts";
import type { VpcEndpointRow, VpcRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { groupsIn } from "../interface/make-interface.ts";
import { tagsFor } from "../tag/tags.ts";
import { checkInboundOnly, checkPrivateDns, checkZones, dnsEntries, refused } from "./dns.ts";
import { placeInterface, subnetsIn } from "./endpoint-interface.ts";
import { addRoutes } from "./gateway-route.ts";
import { checkedPolicy, defaultPolicy } from "./policy.ts";
import { endpointServices, unknownService } from "./service.ts";
import type { EndpointService, EndpointType } from "./service.ts";

/** AWS answers in small letters, which the SDK's type does not have. */
const available = "available" as State;
const pending = "pending" as State;

export function createVpcEndpoint(
  input: CreateVpcEndpointRequest,
  context: Context,
): CreateVpcEndpointResult {
  const vpc = mustFind(context, "vpcs", input.VpcId ?? "");
  const service = mustService(input, context);
  const row =
    service.type === "Gateway"
      ? makeGateway(input, { vpc, service, context })
      : makeInterfaceEndpoint(input, { vpc, service, context });
  context.tables.vpcEndpoints.set(row.VpcEndpointId, row);
  const shown: VpcEndpoint = service.type === "Gateway" ? row : { ...row, State: pending };
  return {
    VpcEndpoint: shown,
    ...(input.ClientToken === undefined ? {} : { ClientToken: input.ClientToken }),
  };
}

const endpointTypes: readonly EndpointType[] = ["Gateway", "Interface"];

function mustService(input: CreateVpcEndpointRequest, context: Context): EndpointService {
  const {
    VpcEndpointType: word = "Gateway",
    ServiceName: name,
    ServiceRegion: region = context.region,
  } = input;
  const type = endpointTypes.find((one) => one.toLowerCase() === word.toLowerCase());
  if (type === undefined)
    throw unsupported(`The lab has endpoints of type Gateway and Interface, and not ${word}`);
  if (name === undefined) throw missingParameter("serviceName");
  const named = endpointServices(context, region).filter(({ serviceName }) => serviceName === name);
  if (named.length === 0) throw unknownService(name);
  const service = named.find((one) => one.type === type);
  if (service === undefined) throw otherType(type, named);
  if (region !== context.region && (type === "Gateway" || !service.crossRegion))
    throw refused(`The service ${name} cannot be reached from another Region`);
  return service;
}

const otherType = (type: EndpointType, named: readonly EndpointService[]) =>
  refused(
    `Endpoint type (${type}) does not match available service types ([${named.map((one) => one.type).join(", ")}]).`,
  );

interface Making {
  readonly vpc: VpcRow;
  readonly service: EndpointService;
  readonly context: Context;
}

function common(input: CreateVpcEndpointRequest, { vpc, service, context }: Making): VpcEndpointRow {
  return {
    VpcEndpointId: context.newId("vpce"),
    VpcEndpointType: service.type,
    VpcId: vpc.VpcId,
    ServiceName: service.serviceName,
    State: available,
    PolicyDocument:
      input.PolicyDocument === undefined
        ? defaultPolicy(service)
        : checkedPolicy(input.PolicyDocument, service),
    RouteTableIds: [],
    SubnetIds: [],
    Groups: [],
    IpAddressType: "ipv4",
    DnsOptions: { DnsRecordIpType: "ipv4" },
    PrivateDnsEnabled: false,
    RequesterManaged: false,
    NetworkInterfaceIds: [],
    DnsEntries: [],
    CreationTimestamp: context.now,
    Tags: tagsFor(input.TagSpecifications, "vpc-endpoint"),
    OwnerId: context.account,
    ServiceRegion: service.region,
    dnsSuffix: context.randomHex(8),
  };
}

function makeGateway(input: CreateVpcEndpointRequest, making: Making): VpcEndpointRow {
  if ((input.SubnetIds ?? []).length > 0) throw refused("SubnetIds are not supported for Gateway endpoints");
  if ((input.SecurityGroupIds ?? []).length > 0)
    throw refused("SecurityGroupIds are not supported for Gateway endpoints");
  if (input.PrivateDnsEnabled === true)
    throw refused("PrivateDnsEnabled is not supported for Gateway endpoints");
  const ipAddressType = addressTypeOf(input.IpAddressType);
  const row = {
    ...common(input, making),
    RouteTableIds: [...new Set(input.RouteTableIds)],
    IpAddressType: ipAddressType,
    DnsOptions: gatewayDnsOptions(input, ipAddressType),
  };
  addRoutes(making.context, row.RouteTableIds, {
    endpointId: row.VpcEndpointId,
    vpcId: row.VpcId,
    serviceName: row.ServiceName,
    ipAddressType,
  });
  return row;
}

/** https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-dns-record-ip-type (read 2026-11-29) */
export function gatewayDnsOptions(
  { DnsOptions: wanted = {} }: Pick<CreateVpcEndpointRequest, "DnsOptions">,
  ipAddressType: EndpointFamilies,
): DnsOptions {
  const { DnsRecordIpType = "service-defined" } = wanted;
  const own = ipAddressType === "dualstack" ? recordTypes : [ipAddressType, "service-defined"];
  if (!own.includes(DnsRecordIpType))
    throw refused(
      `Value (${DnsRecordIpType}) for parameter dnsRecordIpType is invalid for IP address type ${ipAddressType}.`,
    );
  return { DnsRecordIpType };
}

function makeInterfaceEndpoint(input: CreateVpcEndpointRequest, making: Making): VpcEndpointRow {
  const { vpc, service, context } = making;
  if ((input.RouteTableIds ?? []).length > 0)
    throw refused("RouteTableIds are not supported for Interface endpoints");
  const bare = common(input, making);
  const ids = [
    ...(input.SubnetIds ?? []),
    ...(input.SubnetConfigurations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []),
  ];
  const subnets = subnetsIn(context, vpc.VpcId, ids);
  checkZones(subnets);
  const groups = groupsIn(context, vpc.VpcId, input.SecurityGroupIds);
  if (service.region !== context.region) checkOwnZones(subnets, context);
  const PrivateDnsEnabled =
    input.PrivateDnsEnabled ?? (service.privateNames.length > 0 && !service.hasGateway);
  if (PrivateDnsEnabled) checkPrivateDns(context, { vpc, service });
  const ipAddressType = addressTypeOf(input.IpAddressType);
  const row: VpcEndpointRow = {
    ...bare,
    SubnetIds: subnets.map(({ SubnetId }) => SubnetId),
    Groups: groups,
    IpAddressType: ipAddressType,
    DnsOptions: dnsOptionsOf(input, { making, PrivateDnsEnabled, ipAddressType }),
    PrivateDnsEnabled,
    NetworkInterfaceIds: subnets.map((subnet) =>
      placeInterface(context, subnet, {
        endpointId: bare.VpcEndpointId,
        groups,
        ipAddressType,
        configurations: input.SubnetConfigurations,
      }),
    ),
  };
  return { ...row, DnsEntries: dnsEntries(context, service, row) };
}

/** Some zones take no endpoint of a service in another Region. */
function checkOwnZones(
  subnets: readonly { readonly SubnetId: string; readonly AvailabilityZoneId: string }[],
  { facts }: Context,
): void {
  const excluded = subnets.find(({ AvailabilityZoneId }) =>
    facts.crossRegionExcludedZoneIds.includes(AvailabilityZoneId),
  );
  if (excluded !== undefined)
    throw refused(
      `The zone ${excluded.AvailabilityZoneId} of ${excluded.SubnetId} does not support cross-Region endpoints`,
    );
}

export function addressTypeOf(text: string | undefined): EndpointFamilies {
  if (text === undefined) return "ipv4";
  if (text === "ipv4" || text === "ipv6" || text === "dualstack") return text;
  throw refused(`Value (${text}) for parameter ipAddressType is invalid. It must be ipv4, ipv6 or dualstack`);
}

const recordTypes: readonly string[] = ["ipv4", "ipv6", "dualstack", "service-defined"];

interface Naming {
  readonly making: Making;
  readonly PrivateDnsEnabled: boolean;
  readonly ipAddressType: IpAddressType;
}

export function dnsOptionsOf(
  { DnsOptions: wanted = {} }: Pick<CreateVpcEndpointRequest, "DnsOptions">,
  { making: { vpc, service, context }, PrivateDnsEnabled, ipAddressType }: Naming,
): DnsOptions {
  const { DnsRecordIpType = ipAddressType, PrivateDnsOnlyForInboundResolverEndpoint: asked } = wanted;
  if (!recordTypes.includes(DnsRecordIpType))
    throw refused(`Value (${DnsRecordIpType}) for parameter dnsRecordIpType is invalid.`);
  // Where the option applies AWS takes it for set.
  const inboundOnly = asked ?? (PrivateDnsEnabled && service.hasGateway);
  if (!service.hasGateway && asked !== true) return { DnsRecordIpType };
  if (inboundOnly) checkInboundOnly(context, { vpc, service });
  return PrivateDnsEnabled
    ? { DnsRecordIpType, PrivateDnsOnlyForInboundResolverEndpoint: inboundOnly }
    : { DnsRecordIpType };
}

/** The endpoint services of a Region: those of the catalogue, one for each type that they offer. */
import { createHash } from "node:crypto";
import type {
  DescribeVpcEndpointServicesRequest,
  DescribeVpcEndpointServicesResult,
  ServiceDetail,
} from "@aws-sdk/client-ec2";
import type { Facts } from "../../../../facts/index.ts";
import { onceEach } from "../../../../facts/once.ts";
import { Ec2Error } from "../../error.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { pageOf } from "../ask/page.ts";
import type { Context } from "../context.ts";
import { zonesOf } from "../subnet/zone.ts";

export type EndpointType = "Interface" | "Gateway";

export interface EndpointService {
  readonly token: string;
  readonly serviceName: string;
  readonly type: EndpointType;
  readonly region: string;
  readonly privateNames: readonly string[];
  /** What stands before the Region in the names of its endpoints: `ssm`, `dkr.ecr`. */
  readonly dnsLabel: string;
  readonly takesPolicy: boolean;
  readonly crossRegion: boolean;
  /** It has a gateway endpoint too, so that private names may be for resolvers of other networks alone. */
  readonly hasGateway: boolean;
}

const servicesOf = new WeakMap<Facts, (region: string) => readonly EndpointService[]>();

export function endpointServices(
  { facts }: Pick<Context, "facts">,
  region: string,
): readonly EndpointService[] {
  const ofRegion = servicesOf.get(facts) ?? onceEach((name: string) => makeServices(facts, name));
  servicesOf.set(facts, ofRegion);
  return ofRegion(region);
}

function makeServices(facts: Facts, region: string): readonly EndpointService[] {
  return facts.services.flatMap(({ token, types, policySupported, crossRegion }) =>
    types.flatMap((type): readonly EndpointService[] => {
      const serviceName = facts.serviceNameIn(token, region, type);
      if (serviceName === undefined) return [];
      const privateNames = type === "gateway" ? [] : facts.privateNames(serviceName);
      return [
        {
          token,
          serviceName,
          type: type === "gateway" ? "Gateway" : "Interface",
          region,
          privateNames,
          dnsLabel: dnsLabelOf(privateNames, region) ?? token,
          takesPolicy: !policySupported.known || policySupported.value,
          crossRegion,
          hasGateway: types.includes("gateway"),
        },
      ];
    }),
  );
}

function dnsLabelOf([name]: readonly string[], region: string): string | undefined {
  const [label, rest] = name?.replace(/^\*\./, "").split(`.${region}.`) ?? [];
  return rest === undefined ? undefined : label;
}

export const unknownService = (name: string): Ec2Error =>
  new Ec2Error("InvalidServiceName", `The Vpc Endpoint Service '${name}' does not exist`);

/** `ssm.us-east-1.vpce.amazonaws.com`: the end of the names of a service's endpoints. */
export function baseName({ facts }: Pick<Context, "facts">, { dnsLabel, region }: EndpointService): string {
  return `${dnsLabel}.${region}.vpce.${facts.regionNamed(region).partition.dnsSuffix}`;
}

function toDetail(service: EndpointService, context: Context): ServiceDetail {
  const { serviceName, type, region, privateNames, takesPolicy } = service;
  const zones = zonesOf({ facts: context.facts, region });
  const id = createHash("sha256").update(`${serviceName} ${type}`).digest("hex").slice(0, 16);
  return {
    ServiceName: serviceName,
    ServiceId: `vpce-svc-0${id}`,
    ServiceType: [{ ServiceType: type }],
    ServiceRegion: region,
    AvailabilityZones: zones.map(({ name }) => name),
    AvailabilityZoneIds: zones.map(({ id: zoneId }) => zoneId),
    Owner: "amazon",
    BaseEndpointDnsNames:
      type === "Gateway"
        ? [`${service.token}.${region}.${context.facts.regionNamed(region).partition.dnsSuffix}`]
        : [baseName(context, service)],
    ...(privateNames[0] === undefined
      ? {}
      : {
          PrivateDnsName: privateNames[0],
          PrivateDnsNames: privateNames.map((PrivateDnsName) => ({ PrivateDnsName })),
          PrivateDnsNameVerificationState: "verified",
        }),
    VpcEndpointPolicySupported: takesPolicy,
    AcceptanceRequired: false,
    ManagesVpcEndpoints: false,
    Tags: [],
    SupportedIpAddressTypes: ["ipv4", "ipv6"],
  };
}

const filters: FilterTable<ServiceDetail> = {
  owner: ({ Owner }) => Owner,
  "service-name": ({ ServiceName }) => ServiceName,
  "service-region": ({ ServiceRegion }) => ServiceRegion,
  "service-type": ({ ServiceType }) => ServiceType?.map((one) => one.ServiceType),
  "supported-ip-address-types": ({ SupportedIpAddressTypes }) => SupportedIpAddressTypes,
};

export function describeVpcEndpointServices(
  input: DescribeVpcEndpointServicesRequest,
  context: Context,
): DescribeVpcEndpointServicesResult {
  const { ServiceNames: names = [], ServiceRegions: regions = [context.region] } = input;
  const all = regions.flatMap((region) => endpointServices(context, region));
  const absent = names.find((name) => !all.some(({ serviceName }) => serviceName === name));
  if (absent !== undefined) throw unknownService(absent);
  const asked = names.length === 0 ? all : all.filter(({ serviceName }) => names.includes(serviceName));
  const details = filterRows(
    asked.map((service) => toDetail(service, context)),
    input.Filters,
    filters,
  );
  const { rows, NextToken } = pageOf(details, input, {
    idOf: ({ ServiceId }) => ServiceId ?? "",
    least: 1,
  });
  return {
    ServiceNames: [...new Set(rows.flatMap(({ ServiceName }) => ServiceName ?? []))],
    ServiceDetails: [...rows],
    NextToken,
  };
}

/**
 * Endpoint services: their tokens, names in full, host names, types and limits.
 *
 * Decides how the catalogue is read; what a host name says is left to host/, and which services a workload needs to need/.
 */
import { nearNames } from "../../model/near-names.ts";
import { unknownRegion } from "../../model/network.ts";
import type { RegionFacts } from "../region.ts";
import type { EndpointServiceName, Service, ServiceType, ServiceWithoutEndpoint } from "./service.ts";
import { createServiceHosts } from "./service-host.ts";
import type { IrregularHost } from "./service-host.ts";
import { createServiceNames } from "./service-name.ts";
import { parseCrossRegion, parseServices, parseServicesWithoutEndpoint } from "./table.ts";

export type { EndpointServiceName, Service, ServiceType, ServiceWithoutEndpoint } from "./service.ts";

export interface ServiceFacts {
  readonly services: readonly Service[];
  readonly gatewayServices: readonly string[];
  readonly servicesWithoutEndpoint: readonly ServiceWithoutEndpoint[];
  /** Zone ids whose subnets cannot hold a cross-Region endpoint. */
  readonly crossRegionExcludedZoneIds: readonly string[];
  readonly findService: (token: string) => Service | undefined;
  /** Tokens that `text` may have meant, nearest first. */
  readonly nearServices: (text: string) => readonly string[];
  readonly endpointServiceOf: (serviceName: string) => EndpointServiceName;
  /** Token of a full endpoint service name; undefined for services of other owners. */
  readonly tokenOf: (serviceName: string) => string | undefined;
  /**
   * Full endpoint service name in a Region: `cn.com.amazonaws.cn-north-1.ecr.api`. Undefined for an unknown token.
   * Without a type, the gateway endpoint's name where the service has one: the two differ in China.
   */
  readonly serviceNameIn: (token: string, region: string, type?: ServiceType) => string | undefined;
  /** Names that clients dial for the service in a Region, the SDK's default first; empty for an unknown token. */
  readonly hostNames: (token: string, region: string) => readonly string[];
  /** Names that private DNS of an interface endpoint for this full service name answers. */
  readonly privateNames: (serviceName: string) => readonly string[];
  /** Host names of other partitions that follow from no template of the catalogue. */
  readonly irregularHosts: readonly IrregularHost[];
}

export interface ServiceTexts {
  readonly services: string;
  readonly withoutEndpoint: string;
  readonly crossRegion: string;
  readonly serviceNames: string;
  readonly serviceHosts: string;
}

export function createServiceFacts(texts: ServiceTexts, regions: RegionFacts): ServiceFacts {
  const crossRegion = parseCrossRegion(texts.crossRegion);
  const services = parseServices(texts.services, crossRegion.services);
  const names = createServiceNames(services, texts.serviceNames, regions);
  const hosts = createServiceHosts(services, texts.serviceHosts, regions);
  const all = [...services.values()];
  return {
    ...names,
    services: all,
    gatewayServices: all.filter(({ types }) => types.includes("gateway")).map(({ token }) => token),
    servicesWithoutEndpoint: parseServicesWithoutEndpoint(texts.withoutEndpoint),
    crossRegionExcludedZoneIds: crossRegion.excludedZoneIds,
    findService: (token) => services.get(token),
    nearServices: (text) => nearNames(text, services.keys()),
    hostNames: hosts.hostNames,
    irregularHosts: hosts.irregularHosts,
    privateNames: (serviceName) => {
      const { token, region } = names.endpointServiceOf(serviceName);
      return token === undefined ? [] : hosts.privateNamesIn(token, region ?? unknownRegion);
    },
  };
}

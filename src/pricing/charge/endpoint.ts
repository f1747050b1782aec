/** Endpoints of every type and their traffic, and what a design that centralises them needs. Gateway endpoints are free. */
import type { InterfaceEndpointEntry } from "../design.ts";
import { startedHours, sum, zonalHours } from "./row.ts";
import type { ChargeRow } from "./row.ts";

export const endpointCharges: readonly ChargeRow[] = [
  {
    item: "interface-endpoint-hours",
    side: "endpoints",
    row: "interface_endpoint_hour_per_az",
    unit: "hour",
    of: ({ interfaceEndpoints }) => zonalHours(interfaceEndpoints),
    note: ({ interfaceEndpoints }) => interfaceEndpoints.map(formatEndpoint).join(", "),
  },
  {
    item: "interface-endpoint-gb",
    side: "endpoints",
    row: "interface_endpoint_gb",
    unit: "GB",
    of: ({ trafficGb }) => trafficGb.interface,
  },
  {
    item: "gateway-endpoint",
    side: "endpoints",
    row: "gateway_endpoint_hour",
    unit: "endpoint",
    of: ({ gatewayEndpoints }) => gatewayEndpoints.length,
    note: ({ gatewayEndpoints }) => gatewayEndpoints.map(({ service }) => service).join(", "),
  },
  {
    item: "gateway-load-balancer-endpoint-hours",
    side: "endpoints",
    row: "gwlb_endpoint_hour_per_az",
    unit: "hour",
    of: ({ gatewayLoadBalancerEndpoints }) => zonalHours(gatewayLoadBalancerEndpoints),
  },
  {
    item: "gateway-load-balancer-endpoint-gb",
    side: "endpoints",
    row: "gwlb_endpoint_gb",
    unit: "GB",
    of: ({ trafficGb }) => trafficGb.gatewayLoadBalancer,
  },
  {
    item: "resource-endpoint-hours",
    side: "endpoints",
    row: "resource_endpoint_hour",
    unit: "hour",
    of: ({ resourceEndpoints }) => zonalHours(resourceEndpoints),
    note: "assumes that a resource endpoint bills each hour once for every zone",
  },
  {
    item: "resource-endpoint-gb",
    side: "endpoints",
    row: "resource_endpoint_gb",
    unit: "GB",
    of: ({ trafficGb }) => trafficGb.resource,
  },
  {
    item: "transit-gateway-attachment-hours",
    side: "endpoints",
    row: "tgw_vpc_attachment_hour",
    unit: "hour",
    of: ({ transitGatewayAttachments, hoursPerMonth }) =>
      transitGatewayAttachments * startedHours(hoursPerMonth),
  },
  {
    item: "transit-gateway-gb",
    side: "endpoints",
    row: "tgw_gb",
    unit: "GB",
    of: ({ trafficGb }) => trafficGb.transitGateway,
  },
  {
    item: "resolver-endpoint-hours",
    side: "endpoints",
    row: "r53_resolver_endpoint_eni_hour",
    unit: "hour",
    of: ({ resolverEndpoints }) =>
      sum(resolverEndpoints, ({ count, interfaces, hours }) => count * interfaces * startedHours(hours)),
    note: "for each of its network interfaces",
  },
  {
    item: "resolver-queries",
    side: "endpoints",
    row: "r53_resolver_queries",
    unit: "million queries",
    of: ({ resolverMillionQueries }) => resolverMillionQueries,
  },
];

function formatEndpoint({ service, count, azs }: InterfaceEndpointEntry): string {
  const zones = azs === 1 ? "1 zone" : `${azs} zones`;
  return count === 1 ? `${service} in ${zones}` : `${count} × ${service} in ${zones}`;
}

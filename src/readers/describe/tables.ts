/** Every table of the network, with its reader. Workloads come before roles, because they name some. */
import type { TableName } from "../../model/network.ts";
import { endpointServices } from "./endpoint/endpoint-service.ts";
import { vpcEndpoints } from "./endpoint/vpc-endpoint.ts";
import { networkAcls } from "./firewall/network-acl.ts";
import { prefixLists } from "./firewall/prefix-list.ts";
import { securityGroups } from "./firewall/security-group.ts";
import { managedInstances } from "./management/managed-instance.ts";
import { serviceSettings } from "./management/service-setting.ts";
import { sessionDocuments } from "./management/session-document.ts";
import { roles } from "./identity/role.ts";
import { dnsFirewalls } from "./naming/dns-firewall.ts";
import { hostedZones } from "./naming/hosted-zone.ts";
import { resolverRules } from "./naming/resolver-rule.ts";
import { gateways } from "./routing/gateway.ts";
import { natGateways } from "./routing/nat-gateway.ts";
import { peerings } from "./routing/peering.ts";
import { routeTables } from "./routing/route-table.ts";
import type { TableReader } from "./table.ts";
import { transitGatewayAttachments } from "./transit/attachment.ts";
import { transitGatewayRouteTables } from "./transit/route-table.ts";
import { transitGateways } from "./transit/transit-gateway.ts";
import { blockPublicAccess } from "./vpc/block-public-access.ts";
import { dhcpOptions } from "./vpc/dhcp-options.ts";
import { subnets } from "./vpc/subnet.ts";
import { vpcs } from "./vpc/vpc.ts";
import { networkInterfaces, workloads } from "./workload/index.ts";

export const tableReaders: { readonly [T in TableName]: TableReader<T> } = {
  vpcs,
  subnets,
  dhcpOptions,
  blockPublicAccess,
  routeTables,
  securityGroups,
  networkAcls,
  prefixLists,
  networkInterfaces,
  natGateways,
  gateways,
  peerings,
  transitGateways,
  transitGatewayAttachments,
  transitGatewayRouteTables,
  hostedZones,
  resolverRules,
  dnsFirewalls,
  vpcEndpoints,
  endpointServices,
  workloads,
  roles,
  serviceSettings,
  sessionDocuments,
  managedInstances,
};

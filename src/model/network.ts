/**
 * The network: one immutable value that readers make and judges ask.
 *
 * References are ids. An id with no row in its table is either outside the input or was not collected; `find` says
 * which, and what would settle it, so that no judge mistakes "not seen" for "not there".
 */
import type {
  DhcpOptionsId,
  DnsFirewallId,
  GatewayId,
  HostedZoneId,
  NatGatewayId,
  NetworkAclId,
  NetworkInterfaceId,
  PeeringId,
  PrefixListId,
  ResolverRuleId,
  RoleId,
  RouteTableId,
  ScopeId,
  SecurityGroupId,
  SubnetId,
  TransitGatewayAttachmentId,
  TransitGatewayId,
  TransitGatewayRouteTableId,
  VpcEndpointId,
  VpcId,
  WorkloadId,
} from "./entity/entity.ts";
import type { DnsFirewall, HostedZone, ResolverRule } from "./entity/dns.ts";
import type { NetworkAcl, PrefixList, SecurityGroup } from "./entity/firewall.ts";
import type { Gateway, NatGateway, Peering } from "./entity/gateway.ts";
import type { NetworkInterface } from "./entity/network-interface.ts";
import type { RouteTable } from "./entity/route-table.ts";
import type {
  TransitGateway,
  TransitGatewayAttachment,
  TransitGatewayRouteTable,
} from "./entity/transit-gateway.ts";
import type { ManagedInstance, ServiceSetting, SessionDocument } from "./entity/systems-manager.ts";
import type { EndpointService, VpcEndpoint } from "./entity/vpc-endpoint.ts";
import type { BlockPublicAccess, DhcpOptions, Subnet, Vpc } from "./entity/vpc.ts";
import type { Role, Workload } from "./entity/workload.ts";
import { known, unknown } from "./known.ts";
import type { Known, Unknown } from "./known.ts";

/** Stands where an input carries no Region; every name built on it is a symbol, not a host. */
export const unknownRegion = "unknown-region";

/** One account and Region of a describe tree, or one template (stack). */
export interface Scope {
  readonly id: ScopeId;
  readonly account: string;
  readonly region: string;
  readonly kind: "account" | "template";
  /** Why none of it may be as it was read: a macro that runs only in AWS may rewrite the whole template. */
  readonly doubt?: Unknown;
}

/** Every kind of entity, by table. */
export interface Tables {
  readonly vpcs: ReadonlyMap<VpcId, Vpc>;
  readonly subnets: ReadonlyMap<SubnetId, Subnet>;
  readonly dhcpOptions: ReadonlyMap<DhcpOptionsId, DhcpOptions>;
  readonly blockPublicAccess: ReadonlyMap<string, BlockPublicAccess>;
  readonly routeTables: ReadonlyMap<RouteTableId, RouteTable>;
  readonly securityGroups: ReadonlyMap<SecurityGroupId, SecurityGroup>;
  readonly networkAcls: ReadonlyMap<NetworkAclId, NetworkAcl>;
  readonly prefixLists: ReadonlyMap<PrefixListId, PrefixList>;
  readonly networkInterfaces: ReadonlyMap<NetworkInterfaceId, NetworkInterface>;
  readonly natGateways: ReadonlyMap<NatGatewayId, NatGateway>;
  readonly gateways: ReadonlyMap<GatewayId, Gateway>;
  readonly peerings: ReadonlyMap<PeeringId, Peering>;
  readonly transitGateways: ReadonlyMap<TransitGatewayId, TransitGateway>;
  readonly transitGatewayAttachments: ReadonlyMap<TransitGatewayAttachmentId, TransitGatewayAttachment>;
  readonly transitGatewayRouteTables: ReadonlyMap<TransitGatewayRouteTableId, TransitGatewayRouteTable>;
  readonly hostedZones: ReadonlyMap<HostedZoneId, HostedZone>;
  readonly resolverRules: ReadonlyMap<ResolverRuleId, ResolverRule>;
  readonly dnsFirewalls: ReadonlyMap<DnsFirewallId, DnsFirewall>;
  readonly vpcEndpoints: ReadonlyMap<VpcEndpointId, VpcEndpoint>;
  readonly endpointServices: ReadonlyMap<string, EndpointService>;
  readonly workloads: ReadonlyMap<WorkloadId, Workload>;
  readonly roles: ReadonlyMap<RoleId, Role>;
  readonly serviceSettings: ReadonlyMap<string, ServiceSetting>;
  readonly sessionDocuments: ReadonlyMap<string, SessionDocument>;
  readonly managedInstances: ReadonlyMap<string, ManagedInstance>;
}
export type TableName = keyof Tables;
export type RowOf<T extends TableName> = Tables[T] extends ReadonlyMap<string, infer Row> ? Row : never;

export interface Network extends Tables {
  readonly scopes: ReadonlyMap<ScopeId, Scope>;
  /** Tables that were not collected in a scope, with the call that would. A table not named here is complete. */
  readonly gaps: ReadonlyMap<ScopeId, ReadonlyMap<TableName, Unknown>>;
  /** Symbols that readers put where a reference leaves the input, with what would resolve each. */
  readonly unresolved: ReadonlyMap<string, Unknown>;
}

/** A part of an input that denat did not use, and why. */
export interface Unused {
  readonly path: string;
  readonly reason: string;
}

export interface Reading {
  readonly network: Network;
  readonly unused: readonly Unused[];
}

const tableNouns: Readonly<Record<TableName, string>> = {
  vpcs: "VPC",
  subnets: "subnet",
  dhcpOptions: "DHCP option set",
  blockPublicAccess: "Block Public Access",
  routeTables: "route table",
  securityGroups: "security group",
  networkAcls: "network ACL",
  prefixLists: "prefix list",
  networkInterfaces: "network interface",
  natGateways: "NAT gateway",
  gateways: "gateway",
  peerings: "peering connection",
  transitGateways: "transit gateway",
  transitGatewayAttachments: "transit gateway attachment",
  transitGatewayRouteTables: "transit gateway route table",
  hostedZones: "hosted zone",
  resolverRules: "resolver rule",
  dnsFirewalls: "DNS Firewall rule group association",
  vpcEndpoints: "VPC endpoint",
  endpointServices: "endpoint service",
  workloads: "workload",
  roles: "role",
  serviceSettings: "service setting",
  sessionDocuments: "session document",
  managedInstances: "managed instance",
};
export const tableNames = Object.keys(tableNouns) as readonly TableName[];

export const emptyNetwork: Network = {
  ...(Object.fromEntries(tableNames.map((table) => [table, new Map()])) as unknown as Tables),
  scopes: new Map(),
  gaps: new Map(),
  unresolved: new Map(),
};

/** The row of `id`, or why it is not there. */
export function find<T extends TableName>(network: Network, table: T, id: string): Known<RowOf<T>> {
  const row = (network[table] as ReadonlyMap<string, RowOf<T>>).get(id);
  if (row !== undefined) return known(row);
  const unresolved = network.unresolved.get(id);
  if (unresolved !== undefined) return unresolved;
  for (const gaps of network.gaps.values()) {
    const gap = gaps.get(table);
    if (gap !== undefined) return unknown(`${tableNouns[table]} ${id}`, gap.settledBy);
  }
  return unknown(
    `${tableNouns[table]} ${id}, which is not in the input`,
    "add the file or template that holds it",
  );
}

/** Why a table of this scope is incomplete; undefined when every row of it was collected. */
export function findGap(network: Network, table: TableName, scope: ScopeId): Unknown | undefined {
  return network.gaps.get(scope)?.get(table);
}

export function regionOf(network: Network, entity: { readonly scope: ScopeId }): string {
  return network.scopes.get(entity.scope)?.region ?? unknownRegion;
}

/** One network of several; on an equal id the later one wins. A scope read twice lacks only what both lack. */
export function mergeNetworks(networks: readonly Network[]): Network {
  const merged = Object.fromEntries(tableNames.map((table) => [table, mergeTable(networks, table)]));
  return {
    ...(merged as unknown as Tables),
    scopes: new Map(networks.flatMap(({ scopes }) => [...scopes])),
    gaps: mergeGaps(networks),
    unresolved: new Map(networks.flatMap(({ unresolved }) => [...unresolved])),
  };
}

/** The table itself where one network alone has rows in it. */
function mergeTable(networks: readonly Network[], table: TableName): ReadonlyMap<string, unknown> {
  const [first, ...others] = networks.map((network) => network[table]).filter(({ size }) => size > 0);
  if (first === undefined || others.length === 0) return first ?? new Map();
  return new Map([first, ...others].flatMap((rows) => [...rows.entries()] as [string, unknown][]));
}

function mergeGaps(networks: readonly Network[]): Network["gaps"] {
  const merged = new Map<ScopeId, ReadonlyMap<TableName, Unknown>>();
  for (const { scopes, gaps } of networks) {
    for (const id of scopes.keys()) {
      const own = gaps.get(id) ?? new Map<TableName, Unknown>();
      const earlier = merged.get(id);
      merged.set(id, earlier === undefined ? own : new Map([...own].filter(([table]) => earlier.has(table))));
    }
  }
  return merged;
}

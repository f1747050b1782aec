/** What is priced: a month of one Region, as counts of what AWS bills. The design file of `denat cost` holds the same. */
import type { PriceTier } from "./price-table.ts";

export const natKinds = ["zonal", "regional", "private", "provisioned", "instance"] as const;

/** `hours`, here and below: how long each of `count` was there; of several accounts it may exceed a month. */
export interface NatEntry {
  readonly count: number;
  readonly kind: (typeof natKinds)[number];
  /** Zones that a regional NAT gateway is active in; the others have one. */
  readonly azs: number;
  /** Public addresses of each NAT; 0 for a private one. */
  readonly publicIpv4s: number;
  readonly hours: number;
  /** The disk of an instance. */
  readonly storageGb: number;
  /** What is provisioned of a NAT gateway that is billed by its bandwidth. */
  readonly gbps: number;
}

/** Endpoints that bill each hour in each zone. */
export interface ZonalEntry {
  readonly count: number;
  readonly azs: number;
  readonly hours: number;
}

export interface InterfaceEndpointEntry extends ZonalEntry {
  readonly service: string;
}

export interface ResolverEndpointEntry {
  readonly count: number;
  /** Its network interfaces, each of which is billed; AWS demands two. */
  readonly interfaces: number;
  readonly hours: number;
}

export const addressStates = ["in-use", "idle"] as const;

/** Addresses that are no NAT's. */
export interface AddressEntry {
  readonly count: number;
  readonly state: (typeof addressStates)[number];
  readonly hours: number;
}

/** Ways that a gigabyte can take, and be billed for. */
export const trafficWays = [
  "nat",
  "interface",
  "gateway",
  "gatewayLoadBalancer",
  "resource",
  "transitGateway",
  "crossAz",
  "internetEgress",
] as const;

/** GB a month, both directions together, as the meters count; `internetEgress` is outbound only. */
export type TrafficGb = Readonly<Record<(typeof trafficWays)[number], number>>;

export interface Design {
  readonly region: string;
  readonly hoursPerMonth: number;
  readonly nats: readonly NatEntry[];
  readonly interfaceEndpoints: readonly InterfaceEndpointEntry[];
  readonly gatewayEndpoints: readonly { readonly service: string }[];
  readonly gatewayLoadBalancerEndpoints: readonly ZonalEntry[];
  readonly resourceEndpoints: readonly ZonalEntry[];
  readonly resolverEndpoints: readonly ResolverEndpointEntry[];
  readonly resolverMillionQueries: number;
  readonly transitGatewayAttachments: number;
  readonly publicIpv4s: readonly AddressEntry[];
  readonly trafficGb: TrafficGb;
  /** Sent out to each other Region, by its name. */
  readonly interRegionGb: Readonly<Record<string, number>>;
  readonly freeInternetEgressGb: number;
  /** Taken from every line alike. */
  readonly discountPercent: number;
  /** The NAT keeps its hours and addresses whatever the endpoints take over. */
  readonly natStays: boolean;
  /** In place of the table's prices, by line item, in USD. */
  readonly prices: Readonly<Record<string, readonly PriceTier[]>>;
}

export const noTraffic: TrafficGb = {
  nat: 0,
  interface: 0,
  gateway: 0,
  gatewayLoadBalancer: 0,
  resource: 0,
  transitGateway: 0,
  crossAz: 0,
  internetEgress: 0,
};

/** The first 100 GB a month cost nothing (https://aws.amazon.com/ec2/pricing/on-demand/, read 2026-11-29). */
export const freeInternetEgressGb = 100;

/** A design with nothing in it, for those who fill in a part. */
export function emptyDesign(region: string, hoursPerMonth: number): Design {
  return {
    region,
    hoursPerMonth,
    nats: [],
    interfaceEndpoints: [],
    gatewayEndpoints: [],
    gatewayLoadBalancerEndpoints: [],
    resourceEndpoints: [],
    resolverEndpoints: [],
    resolverMillionQueries: 0,
    transitGatewayAttachments: 0,
    publicIpv4s: [],
    trafficGb: noTraffic,
    interRegionGb: {},
    freeInternetEgressGb,
    discountPercent: 0,
    natStays: false,
    prices: {},
  };
}

/** An ordinary NAT gateway that was there all month. */
export function zonalNat(hours: number): NatEntry {
  return { count: 1, kind: "zonal", azs: 1, publicIpv4s: 1, hours, storageGb: 0, gbps: 0 };
}

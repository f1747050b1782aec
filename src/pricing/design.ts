/** What is priced: the ways out of one Region, as counts of what AWS bills. */

export interface NatEntry {
  readonly count: number;
  readonly kind: "zonal" | "regional" | "private" | "instance";
  /** Zones a regional NAT gateway is active in; 1 for the others. */
  readonly azs: number;
  /** Public addresses of each NAT; 0 for a private one. */
  readonly publicIpv4s: number;
  /** How long each was there in the month. */
  readonly hours: number;
}

export interface InterfaceEndpointEntry {
  readonly service: string;
  readonly count: number;
  readonly azs: number;
  readonly hours: number;
}

export interface Design {
  readonly region: string;
  readonly hoursPerMonth: number;
  readonly nats: readonly NatEntry[];
  readonly interfaceEndpoints: readonly InterfaceEndpointEntry[];
  readonly gatewayEndpoints: readonly { readonly service: string }[];
  /** Gigabytes a month, both directions together, as the meters count. */
  readonly trafficGb: { readonly nat: number; readonly interface: number };
  /** The NAT keeps its hours and addresses whatever the endpoints take over. */
  readonly natStays: boolean;
}

/**
 * What a design is billed for, before any price is known: one charge for each line item and price row, summed over the
 * design's entries.
 *
 * NAT gateways and endpoints bill started hours, so `hours` is rounded up for each gateway and for each endpoint and
 * zone; public IPv4 addresses bill by the second (https://aws.amazon.com/vpc/pricing/, read 2026-11-24).
 */
import type { Design, InterfaceEndpointEntry, NatEntry } from "./design.ts";

export interface Charge {
  readonly item: string;
  readonly side: "nat" | "endpoints";
  /** Of the price table. */
  readonly row: string;
  readonly quantity: number;
  readonly unit: string;
  readonly note: string | undefined;
}

/** The charges of `design` that are not nought, in the order in which reports show them. */
export function chargesOf(design: Design): readonly Charge[] {
  return [...natHours(design), natGb(design), natAddresses(design), ...endpointCharges(design)].filter(
    ({ quantity }) => quantity > 0,
  );
}

/** Processing is free only where every NAT is an instance; bytes without any NAT are those of a bill. */
export function natProcessesGb({ nats }: Design): boolean {
  return nats.length === 0 || nats.some(({ kind }) => kind !== "instance");
}

const startedHours = (hours: number) => Math.ceil(hours);
const sum = <T>(entries: readonly T[], of: (entry: T) => number) =>
  entries.reduce((total, entry) => total + of(entry), 0);

interface NatHourRow {
  readonly item: string;
  readonly row: string;
  readonly kinds: readonly NatEntry["kind"][];
  readonly note: string | undefined;
}

const natHourRows: readonly NatHourRow[] = [
  {
    item: "nat-gateway-hours",
    row: "nat_gateway_hour",
    kinds: ["zonal", "private"],
    note: undefined,
  },
  {
    item: "nat-gateway-hours",
    row: "nat_regional_hour",
    kinds: ["regional"],
    note: "assumes that a regional NAT gateway bills each hour once for every active zone",
  },
  {
    item: "nat-instance-hours",
    row: "t4g_nano_hour",
    kinds: ["instance"],
    note: "priced as a t4g.nano; its disk is left out",
  },
];

function natHours({ nats }: Design): readonly Charge[] {
  return natHourRows.map(({ item, row, kinds, note }) => ({
    item,
    side: "nat",
    row,
    quantity: sum(
      nats.filter(({ kind }) => kinds.includes(kind)),
      ({ count, azs, hours }) => count * azs * startedHours(hours),
    ),
    unit: "hour",
    note,
  }));
}

function natGb(design: Design): Charge {
  return {
    item: "nat-gateway-gb",
    side: "nat",
    row: "nat_gateway_gb",
    quantity: natProcessesGb(design) ? design.trafficGb.nat : 0,
    unit: "GB",
    note: undefined,
  };
}

function natAddresses({ nats }: Design): Charge {
  return {
    item: "nat-public-ipv4-hours",
    side: "nat",
    row: "public_ipv4_inuse_hour",
    quantity: sum(nats, ({ count, publicIpv4s, hours }) => count * publicIpv4s * hours),
    unit: "hour",
    note: undefined,
  };
}

function endpointCharges({ interfaceEndpoints, gatewayEndpoints, trafficGb }: Design): readonly Charge[] {
  const endpoints = { side: "endpoints" } as const;
  return [
    {
      ...endpoints,
      item: "interface-endpoint-hours",
      row: "interface_endpoint_hour_per_az",
      quantity: sum(interfaceEndpoints, ({ count, azs, hours }) => count * azs * startedHours(hours)),
      unit: "hour",
      note: interfaceEndpoints.map(formatEndpoint).join(", "),
    },
    {
      ...endpoints,
      item: "interface-endpoint-gb",
      row: "interface_endpoint_gb",
      quantity: trafficGb.interface,
      unit: "GB",
      note: undefined,
    },
    {
      ...endpoints,
      item: "gateway-endpoint",
      row: "gateway_endpoint_hour",
      quantity: gatewayEndpoints.length,
      unit: "endpoint",
      note: gatewayEndpoints.map(({ service }) => service).join(", "),
    },
  ];
}

function formatEndpoint({ service, count, azs }: InterfaceEndpointEntry): string {
  const zones = azs === 1 ? "1 zone" : `${azs} zones`;
  return count === 1 ? `${service} in ${zones}` : `${count} × ${service} in ${zones}`;
}

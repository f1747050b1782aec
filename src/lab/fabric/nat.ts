/**
 * Where a NAT gateway sends packets on. What leaves by the internet gateway, by the routes of the gateway's own subnet, goes
 * from the router to the internet at once, on a wire that stands for the two gateways: there it has the public address.
 * Everything else goes by the namespace of the NAT gateway, and comes back from it.
 */
import { covers, formatAddress } from "../../model/address.ts";
import { segmentOf } from "./estate.ts";
import type { Segment, VpcEstate } from "./estate.ts";
import { viaWire } from "./next-hop.ts";
import type { Port } from "./port.ts";
import { takeRoutes } from "./route.ts";
import type { RouteAsk, Taken } from "./route.ts";
import { exitWire, outsideWire, portWire } from "./wire.ts";
import type { Wire } from "./wire.ts";

/** Of a NAT gateway. */
export interface Outside {
  readonly port: Port;
  readonly wire: Wire;
  /** The primary one first. */
  readonly addresses: readonly string[];
  readonly segment: Segment;
}

/** None for a private gateway, and where the VPC has no internet gateway. */
export function outsidesOf(estate: VpcEstate): readonly Outside[] {
  const { vpc, exits, ports } = estate;
  if (!exits.includes("igw")) return [];
  return ports.flatMap((port) => {
    const { kind, publicAddress, morePublic = [] } = port;
    const segment = segmentOf(estate, port);
    if (kind !== "nat" || publicAddress === undefined || segment === undefined) return [];
    const addresses = [publicAddress, ...morePublic].map(formatAddress);
    return [{ port, wire: outsideWire(vpc.id, port), addresses, segment }];
  });
}

interface NatWay {
  readonly outside: Outside;
  /** The next hop of a route to the gateway. */
  readonly inside: string;
  /** Routes of its subnet's table. */
  readonly own: readonly Taken[];
}

/** Routes of one table, with those to NAT gateways led on, block by block. */
export function leadThroughNats(
  estate: VpcEstate,
  how: Pick<RouteAsk, "leadOf" | "blocksOf">,
): RouteAsk["leadOn"] {
  const ways = outsidesOf(estate).flatMap((outside): readonly NatWay[] => {
    const { table } = outside.segment;
    if (table === undefined) return [];
    const { taken } = takeRoutes({ table, ...how });
    const own = taken.filter(({ cidr }) => cidr.family === 4);
    return [{ outside, inside: viaWire(portWire(estate.vpc.id, outside.port).near, 4), own }];
  });
  return (taken) =>
    taken.flatMap((route) => {
      const way = ways.find(({ inside }) => hopOf(route) === inside);
      return way === undefined ? [route] : leadOn(estate, way, { route, taken });
    });
}

const hopOf = ({ cidr, lead }: Taken): string | undefined =>
  lead.kind === "via" && cidr.family === 4 ? lead.hop[4] : undefined;

/** `taken`: all routes of the table, of which the longer ones go before what `route` is divided into. */
function leadOn(
  { vpc, cidrs }: VpcEstate,
  { outside, own }: NatWay,
  { route, taken }: { readonly route: Taken; readonly taken: readonly Taken[] },
): readonly Taken[] {
  const toInternet = viaWire(exitWire(vpc.id, "igw").near, 4);
  const out = { kind: "via", hop: { 4: viaWire(outside.wire.near, 4) } } as const;
  const leadBy = (next: Taken | undefined) =>
    // Inside the VPC, a subnet comes before its table.
    next !== undefined && hopOf(next) === toInternet && !cidrs.some((whole) => covers(whole, next.cidr))
      ? out
      : route.lead;
  const isLonger = ({ cidr }: Taken) =>
    cidr.family === 4 && cidr.prefixLength > route.cidr.prefixLength && covers(route.cidr, cidr);
  const longer = taken.filter(isLonger);
  const parts = own.filter((part) => isLonger(part) && !longer.some(({ cidr }) => covers(cidr, part.cidr)));
  const [whole] = own
    .filter(({ cidr }) => covers(cidr, route.cidr))
    .toSorted((a, b) => b.cidr.prefixLength - a.cidr.prefixLength);
  return [
    { ...route, lead: leadBy(whole) },
    ...parts.map((part) => ({ ...route, cidr: part.cidr, lead: leadBy(part) })),
  ];
}

/**
 * The design file of `denat cost`: its fields, their defaults, and what cannot be. Strict, for a field that is passed over
 * is an amount that is missing from a sum.
 */
import { addressStates, freeInternetEgressGb, natKinds, noTraffic } from "../design.ts";
import type { Design, NatEntry, TrafficGb } from "../design.ts";
import {
  fail,
  fields,
  flag,
  list,
  number,
  objectAt,
  oneOf,
  optional,
  record,
  text,
  within,
} from "./field.ts";
import type { At, Parse } from "./field.ts";
import { gatewayService, lineItem, regionName } from "./name.ts";
import type { Names } from "./name.ts";
import { priceTiers } from "./tiers.ts";
import { gigabytes, traffic } from "./traffic-file.ts";

export const designSchema = "denat.design/1";

export interface DesignOptions {
  /** In place of the file's, as given on the command line. */
  readonly hoursPerMonth: number | undefined;
  /** For a file that names none. */
  readonly region: string | undefined;
  readonly discountPercent: number | undefined;
  /** Replaces what the file says of the same ways. */
  readonly trafficGb: Partial<TrafficGb>;
  readonly names: Names;
}

/** Far above any estate, far below where sums lose cents. */
const most = { count: 1_000_000, zones: 100, hours: 1e9, gbps: 100_000 } as const;
/** Of the longest month. */
const mostHoursPerMonth = 744;
const averageHours = 730;

const whole = (limit: number) => number({ most: limit, isWhole: true });
const hoursPerMonth = number({ least: 1, most: mostHoursPerMonth });
const percent = number({ most: 100 });

/** Throws an AppError that names the field; `value` is the file's JSON, whose schema is this one. */
export function parseDesign(value: unknown, file: string, options: DesignOptions): Design {
  const at = { file, path: "" };
  const given = objectAt(value, at)["hoursPerMonth"];
  const hours =
    options.hoursPerMonth ?? optional(hoursPerMonth, averageHours)(given, within(at, "hoursPerMonth"));
  const { schema: _, ...found } = designFields(hours, options)(value, at);
  for (const to of Object.keys(found.interRegionGb)) {
    if (to === found.region)
      fail(within(within(at, "interRegionGb"), to), "is the Region itself", "name the other Region");
  }
  return {
    ...found,
    hoursPerMonth: hours,
    discountPercent: options.discountPercent ?? found.discountPercent,
    trafficGb: { ...found.trafficGb, ...options.trafficGb },
  };
}

function designFields(hours: number, { names, region }: DesignOptions) {
  const alike = {
    count: optional(whole(most.count), 1),
    hours: optional(number({ most: most.hours }), hours),
  };
  const zonal = { ...alike, azs: optional(whole(most.zones), 1) };
  const none: readonly never[] = [];
  return fields({
    schema: oneOf([designSchema]),
    region: region === undefined ? regionName(names) : optional(regionName(names), region),
    hoursPerMonth: optional(hoursPerMonth, averageHours),
    nats: optional(list(natEntry(zonal)), none),
    interfaceEndpoints: optional(list(fields({ ...zonal, service: text(255) })), none),
    gatewayEndpoints: optional(list(fields({ service: gatewayService(names) })), none),
    gatewayLoadBalancerEndpoints: optional(list(fields(zonal)), none),
    resourceEndpoints: optional(list(fields(zonal)), none),
    resolverEndpoints: optional(list(fields({ ...alike, interfaces: optional(whole(most.zones), 2) })), none),
    resolverMillionQueries: optional(gigabytes, 0),
    transitGatewayAttachments: optional(whole(most.count), 0),
    publicIpv4s: optional(
      list(fields({ ...alike, state: optional(oneOf(addressStates), "in-use" as const) })),
      none,
    ),
    trafficGb: optional(traffic, noTraffic),
    interRegionGb: optional(record(gigabytes, regionName(names)), {}),
    freeInternetEgressGb: optional(gigabytes, freeInternetEgressGb),
    discountPercent: optional(percent, 0),
    natStays: optional(flag, false),
    prices: optional(record(priceTiers, lineItem), {}),
  });
}

type ZonalFields = Readonly<Record<"count" | "hours" | "azs", Parse<number>>>;

function natEntry(zonal: ZonalFields): Parse<NatEntry> {
  const parse = fields({
    ...zonal,
    kind: optional(oneOf(natKinds), "zonal" as const),
    publicIpv4s: optional(whole(most.count), undefined),
    storageGb: optional(number({ most: 1e6 }), 0),
    gbps: optional(number({ most: most.gbps }), 0),
  });
  return (value, at) => {
    const nat = parse(value, at);
    const publicIpv4s = nat.publicIpv4s ?? (nat.kind === "private" ? 0 : 1);
    mustExist({ ...nat, publicIpv4s }, at);
    return { ...nat, publicIpv4s };
  };
}

/** What AWS has no such NAT for, and no price. */
function mustExist({ kind, publicIpv4s, storageGb, gbps }: NatEntry, at: At): void {
  if (kind === "private" && publicIpv4s > 0)
    fail(within(at, "publicIpv4s"), `is ${publicIpv4s}`, "a private NAT gateway has no public address");
  if (kind !== "instance" && storageGb > 0)
    fail(within(at, "storageGb"), `is ${storageGb}`, "only a NAT instance has a disk");
  if (kind !== "provisioned" && gbps > 0)
    fail(within(at, "gbps"), `is ${gbps}`, 'only a NAT of the kind "provisioned" is billed by its bandwidth');
  if (kind === "provisioned" && gbps === 0)
    fail(within(at, "gbps"), "is missing", "say how many Gbps are provisioned");
}

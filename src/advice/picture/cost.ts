/** What both sides cost at any volume: as planned, and with a NAT and an interface of each endpoint in any number of zones. */
import type { Facts } from "../../facts/index.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Network } from "../../model/network.ts";
import { curvesOf, zonalNat } from "../../pricing/index.ts";
import type { Design, NatEntry } from "../../pricing/index.ts";
import type { Volume } from "../cost.ts";
import { regionalDesign } from "../cost.ts";
import type { Conceived } from "../index.ts";
import type { Case } from "../prove/case.ts";
import type { CostPicture, ZoneCurves } from "./picture.ts";

/** Where the facts do not tell the zones of a Region. */
const usualZones = 6;

export function costPicture(
  { plan, cases, volume }: Pick<Conceived, "plan" | "cases" | "volume">,
  network: Network,
  facts: Facts,
): CostPicture {
  const { currency, hoursPerMonth, gbMonth } = plan.cost;
  const regions = [...groupBy(cases, ({ region }) => region)].map(([region, own]) => ({
    region,
    cases: own,
  }));
  const perGb = volumePerGb(volume, regions);
  if (perGb === undefined) {
    const nothing = { nat: [], endpoints: [], breakEvenGb: null };
    return { currency, hoursPerMonth, gbMonth, asPlanned: nothing, zones: undefined, byZones: [] };
  }
  const designs = regions.map((own) => regionalDesign(network, { ...own, volume: perGb }));
  const asPlanned = curvesOf(designs, facts);
  const counts = regions.map(({ region }) => facts.regionNamed(region).zones.length || usualZones);
  const byZones = Array.from({ length: Math.min(...counts) }, (_, index): ZoneCurves => {
    const zones = index + 1;
    const inZones = regions.map((own, at) => spread(designs[at], own.cases, zones));
    return {
      zones,
      ...curvesOf(
        inZones.flatMap((design) => design ?? []),
        facts,
      ),
    };
  });
  return { currency, hoursPerMonth, gbMonth, asPlanned, zones: zonesOf(asPlanned, byZones), byZones };
}

interface Regional {
  readonly region: string;
  readonly cases: readonly Case[];
}

/** The share that each Region has of one GB; undefined where nobody knows how the volume divides between several. */
function volumePerGb(volume: Volume, regions: readonly Regional[]): Volume | undefined {
  const { measured, hoursPerMonth } = volume;
  const all = regions.reduce((sum, { region }) => sum + (measured?.(region).nat ?? 0), 0);
  if (measured !== undefined && all > 0) {
    const share = (region: string) => {
      const gb = measured(region);
      return { nat: gb.nat / all, interface: gb.interface / all };
    };
    return { gbMonth: undefined, hoursPerMonth, measured: share };
  }
  const natRegions = regions.filter(({ cases }) => cases.some(({ egressNats }) => egressNats.length > 0));
  return natRegions.length > 1 ? undefined : { gbMonth: 1, hoursPerMonth, measured: undefined };
}

/** `design` with everything in as many zones. */
function spread(design: Design | undefined, cases: readonly Case[], zones: number): Design | undefined {
  if (design === undefined) return undefined;
  const { hoursPerMonth, interfaceEndpoints } = design;
  return {
    ...design,
    nats: cases.flatMap(({ egressNats }) => {
      const kinds = new Set(egressNats.map(({ kind }) => kind));
      const [kind = "zonal", ...others] = kinds;
      return kinds.size === 0 ? [] : [natIn(others.length === 0 ? kind : "zonal", zones, hoursPerMonth)];
    }),
    interfaceEndpoints: interfaceEndpoints.map((endpoint) => ({ ...endpoint, azs: zones })),
  };
}

function natIn(kind: NatEntry["kind"], zones: number, hours: number): NatEntry {
  const entry = { ...zonalNat(hours), kind };
  return kind === "regional" ? { ...entry, azs: zones, publicIpv4s: zones } : { ...entry, count: zones };
}

/** Half a cent at any volume is no difference. */
const near = 0.005;

/** Those zones whose curves are those of the plan. */
function zonesOf(
  { nat, endpoints }: CostPicture["asPlanned"],
  byZones: readonly ZoneCurves[],
): number | undefined {
  const isSame = (one: ZoneCurves["nat"], other: ZoneCurves["nat"]) =>
    one.length === other.length &&
    one.every(({ gb, monthly }, index) => {
      const point = other[index];
      return point?.gb === gb && Math.abs(point.monthly - monthly) < near;
    });
  if (nat.length + endpoints.length === 0) return undefined;
  return byZones.find((own) => isSame(own.nat, nat) && isSame(own.endpoints, endpoints))?.zones;
}

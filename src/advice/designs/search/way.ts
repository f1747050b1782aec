/** The ways out that a site may have, each priced for the search and made for the walk. */
import type { Network } from "../../../model/network.ts";
import { dropNats, heirOf, instanceNats, keepNats, regionalNats } from "../arrange/nats.ts";
import type { SiteWay } from "./choose.ts";
import { zonesOf } from "./choose.ts";
import { natWay, natWays } from "./nat-way.ts";
import type { NatPlaces } from "./nat-way.ts";
import type { Rates } from "./rates.ts";
import type { PlacedNat, Site } from "../site.ts";

export const noWay = (site: Site): SiteWay => ({
  fixedUsd: 0,
  perGbUsd: undefined,
  drops: true,
  todo: site.nats.map(({ id }) => `remove ${id} and the routes to it`),
  make: (network) => dropNats(network, site),
});

export const asIs = (network: Network, site: Site, rates: Rates): SiteWay => ({
  ...pricedToday(network, site, rates),
  drops: false,
  todo: [],
  make: (one) => one,
});

/** Of more gateways than this only one for each VPC is tried: their choices double with each. */
const mostChosen = 9;

/** Every choice of NAT gateways to keep that leaves one in each VPC that has any, but for that of today. */
export function fewerWays(network: Network, site: Site, rates: Rates): readonly SiteWay[] {
  const zonal = zonalNats(site);
  if (zonal.length < 2 || zonal.length !== site.nats.length) return [];
  const vpcs = new Set(zonal.map(({ vpc }) => vpc));
  const places = placesOf(network, site, { rates, nats: zonal });
  const single = onePerVpc(zonal).map((nat) => zonal.indexOf(nat));
  return (zonal.length > mostChosen ? [natWay(places, single)] : natWays(places))
    .map((way) => ({ way, kept: way.kept.flatMap((index) => zonal[index] ?? []) }))
    .filter(({ kept }) => kept.length > 0 && kept.length < zonal.length)
    .filter(({ kept }) => new Set(kept.map(({ vpc }) => vpc)).size === vpcs.size)
    .map(({ way, kept }): SiteWay => ({
      fixedUsd: way.fixedUsd,
      perGbUsd: way.perGbUsd,
      drops: false,
      todo: zonal
        .filter((nat) => !kept.includes(nat))
        .map((nat) => `lead the routes to ${nat.id} to ${heirOf(kept, nat)?.id ?? ""}, and remove ${nat.id}`),
      make: (one) => keepNats(one, site, kept),
    }));
}

/** One for each VPC with NATs; undefined where the price is not known, or where it has one already. */
export function regionalWay(network: Network, site: Site, rates: Rates): SiteWay | undefined {
  if (zonalNats(site).length === 0 || zonalNats(site).length !== site.nats.length) return undefined;
  const zones = zonesOf(network, site);
  const hours = (rates.regionalHours ?? rates.natHours) + rates.address;
  return {
    fixedUsd: hours * zones.length,
    perGbUsd: zones.map(() => rates.natGb),
    drops: false,
    todo: zonalNats(site).map(
      ({ id, vpc }) => `lead the routes to ${id} to a regional NAT gateway of ${vpc}, and remove ${id}`,
    ),
    make: (one) => regionalNats(one, site),
  };
}

/** Not searched: what an instance costs beside money is for people to weigh. */
export function instanceWay(site: Site, kept: readonly PlacedNat[]): SiteWay | undefined {
  if (zonalNats(site).length === 0 || kept.length === 0) return undefined;
  return {
    fixedUsd: 0,
    perGbUsd: [],
    drops: false,
    todo: zonalNats(site).map((nat) => {
      const heir = heirOf(kept, nat);
      const where = heir?.id === nat.id ? "an instance in its place" : `the instance in place of ${heir?.id}`;
      return `lead the routes to ${nat.id} to ${where}, source/destination check off, and remove ${nat.id}`;
    }),
    make: (one) => instanceNats(one, site, kept),
  };
}

export const zonalNats = ({ nats }: Site): readonly PlacedNat[] =>
  nats.filter(({ kind }) => kind === "zonal");

/** The first of each VPC. */
export function onePerVpc(nats: readonly PlacedNat[]): readonly PlacedNat[] {
  return [...new Map(nats.toReversed().map((nat) => [nat.vpc, nat])).values()].toReversed();
}

/** Instances process for nothing, and a regional gateway has no zones to cross. */
function pricedToday(network: Network, site: Site, rates: Rates): Pick<SiteWay, "fixedUsd" | "perGbUsd"> {
  const { nats } = site;
  const zones = zonesOf(network, site);
  const regional = nats.filter(({ kind }) => kind === "regional").length;
  const instances = nats.filter(({ kind }) => kind === "instance").length;
  const zonal = zonalNats(site);
  const { fixedUsd, perGbUsd } = natWay(
    placesOf(network, site, { rates, nats: zonal }),
    zonal.map((_, index) => index),
  );
  const perGb = instances === nats.length ? 0 : rates.natGb;
  return {
    fixedUsd:
      fixedUsd +
      regional * zones.length * ((rates.regionalHours ?? rates.natHours) + rates.address) +
      instances * ((rates.instanceHours ?? 0) + rates.address),
    perGbUsd: regional === 0 && perGbUsd !== undefined ? perGbUsd : zones.map(() => perGb),
  };
}

function placesOf(
  network: Network,
  site: Site,
  { rates, nats }: { readonly rates: Rates; readonly nats: readonly PlacedNat[] },
): NatPlaces {
  const zones = zonesOf(network, site);
  return {
    zones: nats.map(({ zone }) => zones.indexOf(zone ?? "")),
    zoneCount: zones.length,
    monthlyUsd: rates.natHours + rates.address,
    perGbUsd: rates.natGb,
    perCrossGbUsd: rates.crossGb,
  };
}

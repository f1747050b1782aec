/** What drafts are put together from: sites with NATs, a way out for each, and what the search takes beside it. */
import type { Network } from "../../../model/network.ts";
import type { Ground } from "../ground.ts";
import { choose } from "../search/choose.ts";
import type { Asked, Chosen, Offer, SiteWay } from "../search/choose.ts";
import type { Rates } from "../search/rates.ts";
import type { Site } from "../site.ts";

export const natSites = ({ sites }: Ground): readonly Site[] => sites.filter(({ nats }) => nats.length > 0);

export const networkOf = ({ survey }: Ground): Network => survey.today.world.network;

/** Sites as they are, with no endpoint more. */
export const unchanged = (ground: Ground): readonly Chosen[] =>
  natSites(ground).map((site) => ({ site, way: keep, endpoints: [] }));

export const keep: SiteWay = {
  fixedUsd: 0,
  perGbUsd: [],
  drops: false,
  todo: [],
  make: (network) => network,
};

/** Where a price is missing nothing is said to pay, and the simplest of several ways is taken. */
const nothingKnown: Rates = {
  endpointZone: 0,
  endpointTiers: [{ from: 0, price: 0 }],
  natHours: 0,
  natGb: 0,
  address: 0,
  regionalHours: 0,
  instanceHours: 0,
  crossGb: 0,
};

/** What the search takes, Region by Region, of the ways that each site is given; undefined where none will do. */
export function chosenWith(
  ground: Ground,
  waysOf: (site: Site, rates: Rates) => readonly SiteWay[],
  leastZones = ground.options.leastZones,
  mindsRest = true,
): readonly Chosen[] | undefined {
  const chosen = ground.regions.map((region): readonly Chosen[] | undefined => {
    const sites = natSites(ground).filter((site) => site.region === region);
    const rates = ground.ratesOf(region) ?? nothingKnown;
    if (sites.length === 0) return [];
    const asked = sites.map((site): Asked => ({
      site,
      ways: waysOf(site, rates),
      offers: offersOf(site, leastZones),
      mindsRest,
    }));
    return choose(ground.survey.today.world, ground.streams, { asked, rates });
  });
  return chosen.some((one) => one === undefined) ? undefined : chosen.flatMap((one) => one ?? []);
}

export function offersOf({ cases }: Site, leastZones: number): readonly Offer[] {
  return cases.flatMap((one) =>
    one.proposal.endpoints
      .filter(({ type }) => type === "interface")
      .map((endpoint) => ({ case: one, endpoint, leastZones })),
  );
}

/**
 * The search's own choice among all ways of all sites. Prices choose and walks admit: where the walk finds that a way
 * breaks a need, the search goes on without that way.
 */
import type { Draft } from "./draft.ts";
import { evaluate } from "../trial/evaluate.ts";
import type { Evaluated } from "../trial/evaluate.ts";
import { chosenWith, natSites, networkOf } from "./chosen.ts";
import type { Ground } from "../ground.ts";
import type { Rates } from "../search/rates.ts";
import { risk, zonesAtRisk } from "./risk.ts";
import type { Chosen, SiteWay } from "../search/choose.ts";
import type { Site } from "../site.ts";
import { asIs, fewerWays, noWay, regionalWay } from "../search/way.ts";

const wayKey = (site: Site, { todo }: SiteWay) => [site.cases[0]?.vpc.id, ...todo].join("\n");

/** Undefined where a price is missing, or nothing but the network of today is left. */
export function cheapestMix(ground: Ground): Evaluated | undefined {
  const sites = natSites(ground);
  if (sites.length === 0 || sites.some(({ region }) => ground.ratesOf(region) === undefined))
    return undefined;
  const barred = new Set<string>();
  const waysOf = (site: Site, rates: Rates): readonly SiteWay[] =>
    allWays(ground, site, rates).filter((way) => !barred.has(wayKey(site, way)));
  // Each round bars a way at least, and that of today is never barred.
  for (;;) {
    const chosen = chosenWith(ground, waysOf);
    if (chosen === undefined) return undefined;
    const found = evaluate(ground, draftOf(ground, chosen));
    const failing = chosen.filter((one) => one.way.todo.length > 0 && fails(found, one));
    if (failing.length === 0) return found;
    for (const { site, way } of failing) barred.add(wayKey(site, way));
  }
}

/** What cannot be told is not taken either. */
function fails(found: Evaluated | undefined, { site, way }: Chosen): boolean {
  if (found === undefined) return true;
  if (found.works === "yes") return false;
  const vpcs = new Set<string>(site.cases.map(({ vpc }) => vpc.id));
  if (found.breaks.some(({ vpc }) => vpcs.has(vpc))) return true;
  // An unknown does not say whose it is: the ways that may be at fault are those that drop a NAT, else all.
  return found.works === "cannot-tell" && (way.drops || found.unknowns.length > 0);
}

function allWays({ survey, sites }: Ground, site: Site, rates: Rates): readonly SiteWay[] {
  const { network } = survey.today.world;
  const regional = regionalWay(network, site, rates);
  const today = asIs(network, site, rates);
  // Of no site but known ones is anything asked.
  if (!sites.includes(site)) return [today];
  return [
    today,
    ...fewerWays(network, site, rates),
    ...(regional === undefined ? [] : [regional]),
    noWay(site),
  ];
}

function draftOf(ground: Ground, chosen: readonly Chosen[]): Draft {
  const isFewer = chosen.some(({ way }) => !way.drops && way.todo.length > 0);
  return {
    name: "cheapest-mix",
    title: "the cheapest choice of NAT gateways, endpoints and zones",
    chosen,
    isGated: true,
    risks: [
      risk.sourceAddress,
      ...(chosen.some(({ way }) => way.drops) ? [risk.unseen] : []),
      ...(isFewer ? [risk.fewerNats] : []),
      ...zonesAtRisk(networkOf(ground), chosen),
    ],
  };
}

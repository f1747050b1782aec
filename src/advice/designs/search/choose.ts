/** The search put to sites: which interface endpoints, in which zones, beside which NATs. */
import type { NewEndpoint } from "../../design.ts";
import type { Case } from "../../prove/case.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { World } from "../../../reach/index.ts";
import type { Rates } from "./rates.ts";
import { findCheapest } from "./search.ts";
import type { Estate, Stream as Wanted, Way } from "./search.ts";
import { clientZones, zoneOfSubnet } from "../site.ts";
import type { Site } from "../site.ts";
import type { Stream } from "../stream.ts";

/** A way out of a site, as it is searched and as it would be made. */
export interface SiteWay extends Way {
  readonly make: (network: Network) => Network | undefined;
  /** None of the site's NATs stays, and nothing takes their place. */
  readonly drops: boolean;
  /** What people have to do. */
  readonly todo: readonly string[];
}

export interface Asked {
  readonly site: Site;
  readonly ways: readonly SiteWay[];
  /** Endpoints that may be chosen, all of them interface endpoints. */
  readonly offers: readonly Offer[];
  /** Whether what no endpoint serves has to find a way; else it is left to the walk to say what breaks. */
  readonly mindsRest: boolean;
}

export interface Offer {
  readonly case: Case;
  readonly endpoint: NewEndpoint;
  readonly leastZones: number;
}

export interface Chosen {
  readonly site: Site;
  readonly way: SiteWay;
  readonly endpoints: readonly NewEndpoint[];
}

export function choose(
  world: World,
  streams: readonly Stream[],
  { asked, rates }: { readonly asked: readonly Asked[]; readonly rates: Rates },
): readonly Chosen[] | undefined {
  const { network } = world;
  const found = findCheapest({
    estates: asked.map((one) => estateOf(world, streams, one)),
    endpointUsd: { perZone: rates.endpointZone, perCrossGb: 0, tiers: rates.endpointTiers },
  });
  if (found === undefined) return undefined;
  return asked.flatMap(({ site, ways, offers }, index): readonly Chosen[] => {
    const choice = found.choices[index];
    const way = ways[choice?.way ?? -1];
    if (choice === undefined || way === undefined) return [];
    const names = zonesOf(network, site);
    const endpoints = offers.flatMap(({ endpoint }, at) => {
      const zones = (choice.zones[at] ?? []).map((zone) => names[zone] ?? "");
      return zones.length === 0 ? [] : [placedIn(network, endpoint, zones)];
    });
    return [{ site, way, endpoints }];
  });
}

function placedIn(network: Network, endpoint: NewEndpoint, zones: readonly string[]): NewEndpoint {
  return { ...endpoint, subnets: endpoint.subnets.filter((id) => zones.includes(zoneName(network, id))) };
}

/** A subnet whose zone is not known is a zone of its own. */
const zoneName = (network: Network, id: NewEndpoint["subnets"][number]): string =>
  zoneOfSubnet(network, id) ?? id;

/** Zones of the clients, NATs and proposed endpoints of a site, by name: indices of the search are into this. */
export function zonesOf(network: Network, { cases, nats }: Site): readonly string[] {
  const zones = [
    ...cases.flatMap((one) => clientZones(network, one)),
    ...nats.flatMap(({ zone }) => zone ?? []),
    ...cases.flatMap(({ proposal }) =>
      proposal.endpoints.flatMap(({ subnets }) => subnets.map((id) => zoneName(network, id))),
    ),
  ];
  const named = [...new Set(zones)].sort();
  return named.length === 0 ? ["?"] : named;
}

function estateOf(
  world: World,
  streams: readonly Stream[],
  { site, ways, offers, mindsRest }: Asked,
): Estate {
  const { network } = world;
  const zones = zonesOf(network, site);
  const vpcs = new Set<string>(site.cases.map(({ vpc }) => vpc.id));
  const own = streams.filter(({ vpc }) => vpc !== undefined && vpcs.has(vpc));
  const indexOf = (stream: Stream) => Math.max(0, zones.indexOf(stream.zone ?? stream.natZone ?? ""));
  const gbOf = (some: readonly Stream[]): readonly number[] => {
    const gb = zones.map(() => 0);
    for (const stream of some) gb[indexOf(stream)] = (gb[indexOf(stream)] ?? 0) + stream.gb;
    return gb;
  };
  const served = (stream: Stream) =>
    offers.some(
      ({ case: one, endpoint }) =>
        one.vpc.id === stream.vpc && endpoint.service === stream.service && isPlain(stream),
    ) || isByGateway(world, stream, site);
  const wanted = offers.map(({ case: one, endpoint, leastZones }): Wanted => ({
    gb: gbOf(
      own.filter(
        (stream) => stream.vpc === one.vpc.id && stream.service === endpoint.service && isPlain(stream),
      ),
    ),
    zones: endpoint.subnets.map((id) => zones.indexOf(zoneName(network, id))),
    leastZones,
    mustHave: false,
  }));
  const rest = own.filter((stream) => !served(stream));
  const left: Wanted = { gb: gbOf(rest), zones: [], leastZones: 1, mustHave: false };
  return { ways, streams: mindsRest && rest.length > 0 ? [...wanted, left] : wanted };
}

/** Not to another Region, where endpoints of this one do not lead. */
const isPlain = ({ need }: Stream): boolean => need?.servable === true;

/** Gateway endpoints, standing or proposed, are part of every design that is searched, and free. */
function isByGateway({ topology, facts }: World, stream: Stream, { cases }: Site): boolean {
  const here = cases.find(({ vpc }) => vpc.id === stream.vpc);
  if (here === undefined || !isPlain(stream)) return false;
  const standing = topology
    .endpointsOf(here.vpc.id)
    .some(
      ({ type, serviceName }) =>
        type === "gateway" && facts.tokenOf(valueOr(serviceName, "")) === stream.service,
    );
  return (
    standing ||
    here.proposal.endpoints.some(({ type, service }) => type === "gateway" && service === stream.service)
  );
}

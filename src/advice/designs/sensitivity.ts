/**
 * How far the answer is from turning: the volume from which an endpoint pays beside a NAT that stays, and that from which
 * no NAT is cheaper, each by the number of zones.
 *
 * Beside the NAT an endpoint costs its hours and saves the difference per GB: GB = zones × hours / (NAT GB − endpoint GB),
 * at the price of the tier that the Region's volume is in.
 */
import { valueOr } from "../../model/known.ts";
import { emptyDesign, noTraffic, priceDesign } from "../../pricing/index.ts";
import type { Case } from "../prove/case.ts";
import { natEntry } from "../nat-entry.ts";
import type { EndpointBreakEven, NatBreakEven } from "./answer.ts";
import { natSites } from "./draft/chosen.ts";
import type { Ground } from "./ground.ts";
import type { Rates } from "./search/rates.ts";
import { clientZones } from "./site.ts";
import type { Site } from "./site.ts";
import type { Stream } from "./stream.ts";

const mostZones = 6;

export function endpointBreakEvens(ground: Ground): readonly EndpointBreakEven[] {
  return natSites(ground).flatMap((site) =>
    site.cases.flatMap((one) => [...ofAdded(ground, site, one), ...ofStanding(ground, site, one)]),
  );
}

function ofAdded(ground: Ground, site: Site, one: Case): readonly EndpointBreakEven[] {
  return one.proposal.endpoints
    .filter(({ type }) => type === "interface")
    .map(({ service, subnets }) =>
      breakEvenOf(ground, { site, one, service, standing: undefined, zones: subnets.length }),
    );
}

function ofStanding(ground: Ground, site: Site, one: Case): readonly EndpointBreakEven[] {
  const { topology, facts } = ground.survey.today.world;
  return topology.endpointsOf(one.vpc.id).flatMap((endpoint) => {
    if (endpoint.type !== "interface") return [];
    const service = facts.tokenOf(valueOr(endpoint.serviceName, ""));
    const zones = Math.max(1, valueOr(endpoint.subnets, []).length);
    return service === undefined
      ? []
      : [breakEvenOf(ground, { site, one, service, standing: endpoint.id, zones })];
  });
}

interface Of {
  readonly site: Site;
  readonly one: Case;
  readonly service: string;
  readonly standing: string | undefined;
  readonly zones: number;
}

function breakEvenOf(ground: Ground, { site, one, service, standing, zones }: Of): EndpointBreakEven {
  const rates = ground.ratesOf(one.region);
  const most = Math.max(
    zones,
    Math.min(mostZones, clientZones(ground.survey.today.world.network, one).length),
  );
  const gbByZones = Array.from({ length: most }, (_, index) => marginal(site, rates, index + 1));
  const gbMonth = measuredGb(ground, { one, service, standing });
  const limit = gbByZones[zones - 1];
  return {
    vpc: one.vpc.id,
    service,
    standing,
    zones,
    gbByZones,
    gbMonth,
    verdict:
      limit === null || limit === undefined || gbMonth === undefined
        ? "cannot-tell"
        : gbMonth > limit
          ? "pays"
          : "does-not-pay",
  };
}

/** Bytes through an endpoint that stands cross no NAT: they are known where its own interfaces are logged. */
function measuredGb(
  { survey: { observed }, streams }: Ground,
  { one, service, standing }: Pick<Of, "one" | "service" | "standing">,
): number | undefined {
  if (observed === undefined) return undefined;
  if (standing !== undefined) return observed.endpoints.find(({ endpoint }) => endpoint === standing)?.gb;
  return streams.filter((stream) => isOf(stream, one, service)).reduce((sum, { gb }) => sum + gb, 0);
}

const isOf = (stream: Stream, { vpc }: Case, service: string): boolean =>
  stream.vpc === vpc.id && stream.service === service && stream.need?.servable === true;

function marginal({ nats }: Site, rates: Rates | undefined, zones: number): number | null {
  const [tier] = rates?.endpointTiers ?? [];
  // What an instance forwards costs nothing for a GB, so that nothing is saved by it.
  if (rates === undefined || tier === undefined || nats.every(({ kind }) => kind === "instance")) return null;
  const saved = rates.natGb - tier.price;
  return saved > 0 ? (zones * rates.endpointZone) / saved : null;
}

/** All of what the NATs carry through the proposed endpoints, in so many zones each. */
export function natBreakEvens(ground: Ground): readonly NatBreakEven[] {
  const { network, facts } = ground.survey.today.world;
  const { hoursPerMonth: hours, discountPercent } = ground.options;
  return natSites(ground).map((site) => {
    const endpoints = site.cases.flatMap(({ proposal }) =>
      proposal.endpoints.filter(({ type }) => type === "interface"),
    );
    const zones = new Set(site.cases.flatMap((one) => clientZones(network, one))).size;
    return {
      vpcs: site.cases.map(({ vpc }) => vpc.id),
      nats: site.nats.length,
      endpoints: endpoints.length,
      gbByZones: Array.from(
        { length: Math.max(1, Math.min(mostZones, zones)) },
        (_, index) =>
          priceDesign(
            {
              ...emptyDesign(site.region, hours),
              discountPercent,
              nats: site.nats.map((nat) => natEntry(network, nat, hours)),
              interfaceEndpoints: endpoints.map(({ service }) => ({
                service,
                count: 1,
                azs: index + 1,
                hours,
              })),
              trafficGb: noTraffic,
            },
            facts,
          ).breakEvenGb,
      ),
    };
  });
}

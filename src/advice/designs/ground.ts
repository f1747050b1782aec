/** What every candidate starts from: sites, the endpoints that may be added in each VPC, what was measured, prices. */
import { regionOf } from "../../model/network.ts";
import { monthFactors } from "../observed/volume.ts";
import type { MonthFactors } from "../observed/volume.ts";
import type { Demand } from "../propose/index.ts";
import { proposeFor } from "../propose/index.ts";
import { joinProposals } from "../propose/proposal.ts";
import type { Proposal } from "../propose/proposal.ts";
import type { Case } from "../prove/case.ts";
import type { Survey } from "../survey.ts";
import type { Terms } from "./trial/bill.ts";
import { ratesOf } from "./search/rates.ts";
import type { Rates } from "./search/rates.ts";
import { clientsOf, sitesOf } from "./site.ts";
import type { Site } from "./site.ts";
import { endpointStreams, streamsOf } from "./stream.ts";
import type { Stream } from "./stream.ts";

export interface DesignOptions extends Terms {
  /** Each interface endpoint gets at least so many zones, where its clients are in as many. */
  readonly leastZones: number;
}

export interface Ground {
  readonly survey: Survey;
  readonly sites: readonly Site[];
  /** Through the NATs. */
  readonly streams: readonly Stream[];
  /** Through the endpoints that stand, of which the logs tell. */
  readonly throughEndpoints: readonly Stream[];
  readonly regions: readonly string[];
  readonly ratesOf: (region: string) => Rates | undefined;
  /** Of months with little, usual and much traffic; undefined where the logs do not span several. */
  readonly months: MonthFactors | undefined;
  readonly options: DesignOptions;
}

export function groundOf(surveyed: Survey, options: DesignOptions): Ground {
  const survey = { ...surveyed, cases: surveyed.cases.map((one) => withGateways(surveyed, one)) };
  const { network, facts } = survey.today.world;
  const regions = [...new Set([...network.vpcs.values()].map((vpc) => regionOf(network, vpc)))].sort();
  const rates = new Map(regions.map((region) => [region, ratesOf(facts, region, options)]));
  return {
    survey,
    sites: sitesOf(survey),
    streams: streamsOf(survey),
    throughEndpoints: endpointStreams(survey),
    regions,
    ratesOf: (region) => rates.get(region),
    months: survey.observed === undefined ? undefined : monthFactors(survey.observed.answer.perDay),
    options,
  };
}

/** Free, and wanted by nearly everybody: proposed whether or not the input tells who needs them. */
const alwaysFree = ["dynamodb", "s3"];

/** Gateway endpoints on the tables of all who are behind the NAT, and not only of those known to need them. */
function withGateways({ today }: Survey, one: Case): Case {
  if (!one.dependsOnNat) return one;
  const { facts } = today.world;
  const members = clientsOf(one);
  const needed = one.demands.map(({ service }) => service);
  const services = facts.gatewayServices.filter(
    (service) => alwaysFree.includes(service) || needed.includes(service),
  );
  const demands = services.map((service): Demand => {
    const known = one.demands.find((demand) => demand.service === service);
    return {
      service,
      ports: facts.findService(service)?.ports ?? [443],
      members,
      because: known?.because ?? ["free, and takes what goes there today through the NAT"],
    };
  });
  const free = proposeFor(today.world, one.vpc, demands);
  const isFree = new Set(services);
  const rest: Proposal = {
    ...one.proposal,
    endpoints: one.proposal.endpoints.filter(
      ({ type, service }) => type !== "gateway" || !isFree.has(service),
    ),
    repairs: one.proposal.repairs.filter(({ kind }) => kind !== "route-table"),
  };
  const gateways: Proposal = {
    ...free,
    endpoints: free.endpoints.filter(({ type }) => type === "gateway"),
    repairs: free.repairs.filter(({ kind }) => kind === "route-table"),
    // Whoever needs them has the blockers in the proposal already; nobody else misses them.
    blockers: [],
    unknowns: [],
  };
  return { ...one, proposal: joinProposals([gateways, rest]) };
}

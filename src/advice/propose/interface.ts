/**
 * An interface endpoint with private DNS, in the zones of those who need it; or, where one stands with private DNS off,
 * private DNS on it.
 */
import { parseId } from "../../model/entity/entity.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import type { NewEndpoint } from "../design.ts";
import { subnetsOf } from "./demand.ts";
import { joinProposals, noProposal, refusal } from "./proposal.ts";
import type { Proposal, Wish } from "./proposal.ts";
import { capturesPublicApis, nameTaken, noEndpoint, noPrivateDns, notInRegion, noZone } from "./refusals.ts";
import { findOwner } from "./standing.ts";
import { placeIn } from "./zones.ts";

export function proposeInterface(wish: Wish, standing: readonly VpcEndpoint[]): Proposal {
  const { world, vpc, demand, offers } = wish;
  const offer = offers.offerOf(demand.service, "interface");
  if (offer.kind === "no-endpoint") return refusal(wish, noEndpoint(demand));
  const names = world.facts.privateNames(offer.serviceName);
  const interfaces = standing.filter(({ type }) => type === "interface");
  // What stands and owns its name fails for another reason, which the walk tells and repairs may mend.
  if (interfaces.some(({ privateDnsEnabled }) => !privateDnsEnabled.known || privateDnsEnabled.value))
    return noProposal;
  const [dumb] = interfaces;
  const owner = findOwner(world, vpc, { names, except: dumb?.id });
  if (names.length === 0) return refusal(wish, noPrivateDns(wish));
  if (owner !== undefined) return refusal(wish, { ...nameTaken(wish, owner.id), component: owner });
  if (dumb !== undefined) {
    return { ...noProposal, repairs: [{ kind: "private-dns", vpc: vpc.id, endpoint: dumb.id }] };
  }
  if (offer.kind === "not-in-region") return refusal(wish, notInRegion(wish, offer.serviceName));
  return withWarnings(wish, addEndpoint(wish, offer.serviceName, offer.row?.availabilityZones));
}

function addEndpoint(wish: Wish, serviceName: string, zones: readonly string[] | undefined): Proposal {
  const { world, vpc, demand } = wish;
  const offered = zones === undefined || zones.length === 0 ? undefined : zones;
  const clients = subnetsOf(world, demand.members);
  const taken = new Set(clients.map(({ id }) => id));
  const others = world.topology
    .subnetsOf(vpc.id)
    .filter(({ id }) => !taken.has(id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { subnets, without } = placeIn(clients, others, offered);
  if (subnets.length === 0) return offered === undefined ? noProposal : refusal(wish, noZone(wish, offered));
  const endpoint: NewEndpoint = {
    id: parseId<VpcEndpoint["id"]>(`new ${demand.service} endpoint of ${vpc.id}`),
    vpc: vpc.id,
    service: demand.service,
    serviceName,
    type: "interface",
    routeTables: [],
    subnets,
    ports: demand.ports,
    because: [
      ...demand.because,
      ...without.map((zone) => `not offered in ${zone}: clients there use it across zones`),
    ],
  };
  return { ...noProposal, endpoints: [endpoint] };
}

/** The names of API Gateway are one wildcard for all APIs, private and public alike. */
function withWarnings(wish: Wish, proposal: Proposal): Proposal {
  if (wish.demand.service !== "execute-api" || proposal.endpoints.length === 0) return proposal;
  const settledBy = `aws apigateway get-rest-apis --region ${wish.region}, and the configuration of the clients`;
  const unknown = { fact: `whether all APIs that are called from ${wish.vpc.id} are private`, settledBy };
  return joinProposals([
    proposal,
    refusal(wish, capturesPublicApis(wish)),
    { ...noProposal, unknowns: [unknown] },
  ]);
}

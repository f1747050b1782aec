/**
 * Proposal: which endpoints would serve what the NAT serves today.
 *
 * Gateway endpoints before interface endpoints, since they are free; one that stands and is nearly right is changed
 * before another is added, and no private name gets a second owner. Whether a proposal works is for the walk to say.
 */
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { regionOf } from "../../model/network.ts";
import type { World } from "../../reach/index.ts";
import { askAttributes, askServers } from "./attributes.ts";
import type { Demand } from "./demand.ts";
import { proposeGateway } from "./gateway.ts";
import { proposeInterface } from "./interface.ts";
import { offersOf } from "./offer.ts";
import type { Offers } from "./offer.ts";
import { joinProposals, noProposal, refusal } from "./proposal.ts";
import type { Proposal, Wish } from "./proposal.ts";
import { noEndpoint } from "./refusals.ts";
import { ownsName, standingEndpoints } from "./standing.ts";

export { demandsOf, subnetsOf, tablesOf } from "./demand.ts";
export type { Demand } from "./demand.ts";
export type { Proposal } from "./proposal.ts";

/** `world` is without the NAT; demands are what nothing in it serves. */
export function proposeFor(world: World, vpc: Vpc, demands: readonly Demand[]): Proposal {
  const region = regionOf(world.network, vpc);
  const offers = offersOf(world.network, world.facts, vpc);
  const services = joinProposals(
    demands.map((demand) => proposeService({ world, vpc, region, offers, demand })),
  );
  const isPrivateDns = [...services.endpoints, ...services.repairs].some(
    (part) =>
      ("type" in part && part.type === "interface") || ("kind" in part && part.kind === "private-dns"),
  );
  return joinProposals([
    services,
    ...(isPrivateDns ? [askAttributes(world, vpc), askServers(world, vpc)] : []),
    assumeOffered(offers, region, services),
  ]);
}

function proposeService(wish: Wish): Proposal {
  const { world, vpc, demand } = wish;
  const service = world.facts.findService(demand.service);
  if (service === undefined) return refusal(wish, noEndpoint(demand));
  const standing = standingEndpoints(world, vpc, demand.service);
  const hasOwner = standing.some((endpoint: VpcEndpoint) => ownsName(endpoint));
  return service.types.includes("gateway") && !hasOwner
    ? proposeGateway(wish, standing)
    : proposeInterface(wish, standing);
}

/** A Region that is not listed in the input is taken to offer what the catalogue has. */
function assumeOffered({ isListed }: Offers, region: string, { endpoints }: Proposal): Proposal {
  if (isListed || endpoints.length === 0) return noProposal;
  const services = endpoints.map(({ service }) => service).join(", ");
  const fact = `${region} offers endpoints of ${services}, in the zones of the subnets named`;
  return {
    ...noProposal,
    assumptions: [{ fact, settledBy: `aws ec2 describe-vpc-endpoint-services --region ${region}` }],
  };
}

/** What is proposed for one service in one VPC: an endpoint, repairs of one that stands, or why there is neither. */
import type { MissingFact } from "../../model/answer.ts";
import type { ComponentRef } from "../../model/answer.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { World } from "../../reach/index.ts";
import type { NewEndpoint, Repair } from "../design.ts";
import type { PlanBlocker } from "../plan.ts";
import type { Demand } from "./demand.ts";
import type { Offers } from "./offer.ts";

export interface Proposal {
  readonly endpoints: readonly NewEndpoint[];
  readonly repairs: readonly Repair[];
  readonly blockers: readonly PlanBlocker[];
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
}

export const noProposal: Proposal = {
  endpoints: [],
  repairs: [],
  blockers: [],
  unknowns: [],
  assumptions: [],
};

export function joinProposals(parts: readonly Proposal[]): Proposal {
  return {
    endpoints: parts.flatMap(({ endpoints }) => endpoints),
    repairs: parts.flatMap(({ repairs }) => repairs),
    blockers: parts.flatMap(({ blockers }) => blockers),
    unknowns: parts.flatMap(({ unknowns }) => unknowns),
    assumptions: parts.flatMap(({ assumptions }) => assumptions),
  };
}

/** One service that is wanted in one VPC. */
export interface Wish {
  /** Without the NAT. */
  readonly world: World;
  readonly vpc: Vpc;
  readonly region: string;
  readonly offers: Offers;
  readonly demand: Demand;
}

export function refusal(
  { vpc }: Wish,
  blocker: Pick<PlanBlocker, "code" | "message" | "fix"> & { readonly component?: ComponentRef },
): Proposal {
  const { code, message, fix, component = { kind: "vpc", id: vpc.id } } = blocker;
  return { ...noProposal, blockers: [{ code, component, message, fix, origin: formatOrigin(vpc.origin) }] };
}

/** A draft made, walked and priced. */
import type { Network } from "../../../model/network.ts";
import { createWorld } from "../../../reach/index.ts";
import { applyDesign } from "../../apply/index.ts";
import type { Design, NewEndpoint } from "../../design.ts";
import { createFleet } from "../../fleet.ts";
import type { Fleet } from "../../fleet.ts";
import { groupFor } from "../../propose/endpoint-group.ts";
import { noProposal } from "../../propose/proposal.ts";
import type { Proposal } from "../../propose/proposal.ts";
import type { Case } from "../../prove/case.ts";
import { settle } from "../../prove/settle.ts";
import type { PricedDesign } from "../answer.ts";
import { billOf, sumOf } from "./bill.ts";
import { changesOf } from "./changes.ts";
import type { Chosen } from "../search/choose.ts";
import type { Draft } from "../draft/draft.ts";
import type { Ground } from "../ground.ts";
import { judge } from "./judge.ts";
import type { Trial } from "./judge.ts";
import { removeEndpoints } from "../arrange/remove.ts";
import { clientsOf } from "../site.ts";

/** With the saving left open: that is against today, and today is a design too. */
export type Evaluated = Omit<PricedDesign, "savingMonthly">;

/** Undefined where it cannot be made of this network. */
export function evaluate(ground: Ground, draft: Draft): Evaluated | undefined {
  const arranged = arrange(ground, draft);
  if (arranged === undefined) return undefined;
  const cases = ground.survey.cases.map((one) => caseOf(ground, draft, one));
  const { design, after } = make(ground, draft, { arranged, cases });
  const trials = cases.map((one): Trial => ({
    case: one,
    keepsWayOut: !drops(draft, one),
    touched: touchedBy(ground, draft, one),
  }));
  const judged = judge(ground.survey, after, trials);
  const { regions, options } = ground;
  const streams = [...ground.streams, ...ground.throughEndpoints];
  const hub = draft.hub && {
    region: draft.hub.region,
    services: new Set(draft.hub.endpoints.map(({ service }) => service)),
    attachments: draft.hub.transit.attachments.length,
  };
  const priceAt = (factor: number) => billOf(regions, { after, streams, factor, hub }, options);
  const costs = priceAt(1);
  const factors = ground.months;
  return {
    name: draft.name,
    title: draft.title,
    isToday: draft.name === "today",
    ...judged,
    risks: draft.risks,
    changes: changesOf(ground, draft, design),
    monthly: sumOf(costs),
    months: factors && {
      low: sumOf(priceAt(factors.low)),
      typical: sumOf(priceAt(factors.typical)),
      high: sumOf(priceAt(factors.high)),
    },
    costs,
  };
}

function arrange({ survey }: Ground, { chosen, also, removed }: Draft): Network | undefined {
  let network: Network | undefined = survey.today.world.network;
  for (const { way } of chosen) network = network === undefined ? undefined : way.make(network);
  if (network === undefined) return undefined;
  const further = also === undefined ? network : also(network);
  return removed === undefined ? further : removeEndpoints(further, removed);
}

const chosenFor = ({ chosen }: Draft, one: Case): Chosen | undefined =>
  chosen.find(({ site }) => site.cases.some(({ vpc }) => vpc.id === one.vpc.id));

const drops = (draft: Draft, one: Case): boolean => chosenFor(draft, one)?.way.drops === true;

/** The case with that part of its proposal which the draft takes. */
function caseOf({ survey }: Ground, draft: Draft, one: Case): Case {
  const proposal = proposalOf(draft, one);
  const clients = [...clientsOf(one), ...one.bystanders];
  const group = groupFor(survey.withoutNat.world, one.vpc, { endpoints: proposal.endpoints, clients });
  return { ...one, proposal, group };
}

function proposalOf(draft: Draft, one: Case): Proposal {
  const own = chosenFor(draft, one);
  if (own === undefined) return noProposal;
  const isHere = ({ vpc }: NewEndpoint) => vpc === one.vpc.id;
  const gateways = draft.isGated ? one.proposal.endpoints.filter(({ type }) => type === "gateway") : [];
  const interfaces = draft.hub === undefined ? own.endpoints.filter(isHere) : [];
  const hasInterfaces = interfaces.length > 0;
  const repairs = one.proposal.repairs.filter(({ kind }) => {
    if (kind === "route-table") return draft.isGated;
    return own.way.drops || (kind === "vpc-dns" && hasInterfaces);
  });
  const isChanged = gateways.length + interfaces.length + repairs.length > 0;
  return {
    ...one.proposal,
    endpoints: [...gateways, ...interfaces],
    repairs,
    assumptions: isChanged ? one.proposal.assumptions : [],
  };
}

interface Made {
  readonly design: Design;
  readonly after: Fleet;
}

function make(
  { survey }: Ground,
  { hub }: Draft,
  { arranged, cases }: { readonly arranged: Network; readonly cases: readonly Case[] },
): Made {
  const { today, strict } = survey;
  const { facts } = today.world;
  const shared: Design = {
    endpoints: hub?.endpoints ?? [],
    groups: hub === undefined ? [] : [hub.group],
    repairs: [],
  };
  const isChanged = cases.some(({ proposal }) => proposal.endpoints.length + proposal.repairs.length > 0);
  const base = hub === undefined ? arranged : applyDesign(arranged, facts, shared);
  if (base === today.world.network && !isChanged) return { design: shared, after: today };
  if (!isChanged) return { design: shared, after: createFleet(createWorld(base, facts), strict) };
  const { design, after } = settle(today, createWorld(base, facts), { cases, strict });
  return { design: { ...design, endpoints: [...shared.endpoints, ...design.endpoints] }, after };
}

/** Private names hold in the whole VPC, and routes for all of their table: whoever is there is asked. */
function touchedBy({ survey }: Ground, { removed, hub }: Draft, one: Case): readonly string[] {
  const { topology, facts } = survey.today.world;
  const lost = topology.endpointsOf(one.vpc.id).flatMap((endpoint) => {
    if (removed?.has(endpoint.id) !== true || !endpoint.serviceName.known) return [];
    return facts.tokenOf(endpoint.serviceName.value) ?? [];
  });
  const shared =
    hub?.transit.members.some(({ vpc }) => vpc.id === one.vpc.id) === true
      ? hub.endpoints.map(({ service }) => service)
      : [];
  return [...new Set([...lost, ...shared, ...one.proposal.endpoints.map(({ service }) => service)])];
}

/**
 * What there is to plan with, before anything is proposed or priced: every VPC with who depends on a NAT in it, what
 * they need, and what would serve them, in the network as it is and without its NATs.
 */
import type { Facts } from "../facts/index.ts";
import { AppError } from "../model/app-error.ts";
import type { Vpc } from "../model/entity/vpc.ts";
import { regionOf } from "../model/network.ts";
import type { Network } from "../model/network.ts";
import type { TrafficAnswer } from "../model/traffic-answer.ts";
import { createWorld, findNats, withoutNat } from "../reach/index.ts";
import type { Nat } from "../reach/index.ts";
import { findDependents } from "./dependents.ts";
import type { Dependents } from "./dependents.ts";
import { createFleet } from "./fleet.ts";
import type { Fleet } from "./fleet.ts";
import { groupBy } from "../model/group-by.ts";
import { membersByVpc, subnetMember } from "./member.ts";
import type { Member } from "./member.ts";
import { createNeedReader, parseDeclared } from "./need/index.ts";
import type { Needed } from "./need/index.ts";
import { observe } from "./observed/index.ts";
import type { Observed } from "./observed/index.ts";
import { withObserved } from "./observed/needs.ts";
import type { SeenReader } from "./observed/needs.ts";
import { groupFor } from "./propose/endpoint-group.ts";
import { demandsOf, proposeFor } from "./propose/index.ts";
import type { Case } from "./prove/case.ts";
import { isLive } from "./vpc/doubts.ts";

export interface SurveyOptions {
  /** Services that every workload behind a NAT is declared to need; `internet` for what no endpoint serves. */
  readonly needs: readonly string[];
  /** Turns every assumption into an unknown. */
  readonly strict: boolean;
  /** What flow logs showed; undefined when none were given. */
  readonly traffic?: TrafficVolume | undefined;
}

export interface TrafficVolume {
  readonly answer: TrafficAnswer;
  /** Of the month that its bytes are scaled to. */
  readonly hours: number;
}

export interface Survey extends Before {
  readonly observed: Observed | undefined;
  readonly cases: readonly Case[];
  readonly isDeclared: boolean;
  readonly strict: boolean;
}

/** Throws an AppError when a declared service does not exist, or when there is no VPC to plan for. */
export function surveyOf(network: Network, facts: Facts, options: SurveyOptions): Survey {
  const { needs, strict, traffic } = options;
  const declared = parseDeclared(needs, facts);
  if (network.vpcs.size === 0) {
    throw new AppError(
      "VPC_MISSING",
      "the input holds no VPC",
      "add the template or the describe-vpcs output of the VPC",
    );
  }
  const observed = traffic === undefined ? undefined : observe(network, facts, traffic);
  const reader = withObserved(createNeedReader(network, facts, declared), facts, observed);
  const today = createFleet(createWorld(network, facts), strict);
  const bare = createFleet(createWorld(withoutNat(network), facts), strict);
  // What was seen tells needs as a declaration does.
  const isDeclared = declared.length > 0 || observed?.lacking.length === 0;
  const cases = casesOf({ today, withoutNat: bare }, reader, isDeclared);
  return { today, withoutNat: bare, cases, isDeclared, strict, observed };
}

interface Before {
  readonly today: Fleet;
  readonly withoutNat: Fleet;
}

function casesOf(before: Before, reader: SeenReader, isDeclared: boolean): readonly Case[] {
  const { network } = before.today.world;
  const members = membersByVpc(network);
  const nats = groupBy(findNats(network), ({ vpc }) => vpc);
  return [...network.vpcs.values()].map((vpc) =>
    toCase(before, reader, {
      vpc,
      nats: nats.get(vpc.id) ?? [],
      members: members.get(vpc.id) ?? [],
      isDeclared,
    }),
  );
}

interface Found {
  readonly vpc: Vpc;
  readonly nats: readonly Nat[];
  readonly members: readonly Member[];
  readonly isDeclared: boolean;
}

function toCase({ today, withoutNat }: Before, reader: SeenReader, found: Found): Case {
  const { vpc, nats } = found;
  const { network } = today.world;
  const region = regionOf(network, vpc);
  const dependents = withSubnets(today, vpc, {
    dependents: findDependents(today, withoutNat, found),
    isDeclared: found.isDeclared,
  });
  const needed = new Map<Member, Needed>();
  const neededOf = (member: Member): Needed => {
    const known =
      needed.get(member) ??
      (member.workload === undefined
        ? reader.declaredIn(vpc.id)
        : reader.needsOf(member.workload, { vpc: vpc.id, region }));
    needed.set(member, known);
    return known;
  };
  const demands = demandsOf(withoutNat, dependents.planned, neededOf);
  const proposal = proposeFor(withoutNat.world, vpc, demands);
  const clients = [...dependents.planned, ...dependents.bystanders];
  const group = groupFor(withoutNat.world, vpc, { endpoints: proposal.endpoints, clients });
  return { ...dependents, vpc, region, nats, neededOf, demands, proposal, group };
}

/** Where the input shows nothing that runs, declared needs are asked of the subnets themselves. */
function withSubnets(
  today: Fleet,
  vpc: Vpc,
  { dependents, isDeclared }: { readonly dependents: Dependents; readonly isDeclared: boolean },
): Dependents {
  if (!isDeclared || dependents.planned.length > 0 || isLive(today, vpc)) return dependents;
  return { ...dependents, planned: dependents.emptySubnets.map(subnetMember) };
}

/**
 * What is not known, and what is assumed.
 *
 * Inferred needs are evidence, not proof: an application may call third parties. So where needs are inferred and none are
 * declared, the plan may still say safe-with-changes, and assumes for each VPC that its workloads talk to nothing else;
 * --strict turns that, as every assumption, into an unknown. Where there is no evidence at all, there is nothing to assume
 * from: that is an unknown.
 */
import type { MissingFact } from "../../model/answer.ts";
import type { TableName } from "../../model/network.ts";
import { findGap } from "../../model/network.ts";
import type { Walk } from "../../reach/index.ts";
import type { Fare } from "../fleet.ts";
import { groupBy } from "../../model/group-by.ts";
import { nameOf } from "../member.ts";
import { isWorse } from "../prove/bystander.ts";
import type { BystanderFare } from "../prove/bystander.ts";
import type { Case } from "../prove/case.ts";
import type { NeedFare } from "./fares.ts";
import type { Worlds } from "./rows.ts";

export interface Certainty {
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
}

export interface Asked {
  readonly fares: readonly NeedFare[];
  readonly bystanders: readonly BystanderFare[];
  readonly isDeclared: boolean;
  readonly strict: boolean;
}

export function certaintyOf(worlds: Worlds, trial: Case, asked: Asked): Certainty {
  const fares = new Set([
    ...asked.fares.map(({ after }) => after),
    ...asked.bystanders.filter(isWorse).map(({ after }) => after),
  ]);
  const unknowns = [
    ...factsOf(fares, (fare, walk) => (fare.verdict === "unknown" ? walk.details().unknowns : [])),
    ...trial.proposal.unknowns,
    ...unseenNat(worlds, trial),
    ...(trial.dependsOnNat ? [...doubtsOf(trial), ...unseen(worlds, trial, asked.isDeclared)] : []),
  ];
  const assumptions = [
    ...factsOf(fares, (_, walk) => walk.details().assumptions),
    ...trial.proposal.assumptions,
    ...new Set(trial.planned.flatMap((member) => trial.neededOf(member).notes)),
    ...(trial.dependsOnNat && !asked.isDeclared ? nothingElse(worlds, trial) : []),
  ];
  return asked.strict
    ? { unknowns: distinct([...unknowns, ...assumptions]), assumptions: [] }
    : { unknowns: distinct(unknowns), assumptions: distinct(assumptions) };
}

function factsOf(
  fares: Iterable<Fare>,
  factsIn: (fare: Fare, walk: Walk) => readonly MissingFact[],
): ReadonlySet<MissingFact> {
  const facts = new Set<MissingFact>();
  for (const fare of fares) {
    for (const walk of fare.walks) for (const fact of factsIn(fare, walk)) facts.add(fact);
  }
  return facts;
}

/** Said once for all workloads that share a doubt. */
function doubtsOf({ planned, neededOf }: Case): readonly MissingFact[] {
  return [...groupBy(planned, neededOf)].flatMap(([needed, members]) =>
    needed.doubts.map((doubt) => doubt(nameOf(members))),
  );
}

/** Where no one looked at the routes, a NAT may be behind any of them. */
function unseenNat({ today }: Worlds, { vpc }: Case): readonly MissingFact[] {
  const gap = findGap(today.world.network, "routeTables", vpc.scope);
  return gap === undefined
    ? []
    : [{ fact: `whether ${vpc.id} has a NAT: its routes are not known`, settledBy: gap.settledBy }];
}

const tablesThatMatter: readonly TableName[] = ["networkInterfaces", "natGateways"];

/** What may run, or lead out, where the input does not look. */
function unseen(
  { today }: Worlds,
  { vpc, planned, emptySubnets }: Case,
  isDeclared: boolean,
): readonly MissingFact[] {
  const gaps = tablesThatMatter.flatMap((table) => findGap(today.world.network, table, vpc.scope) ?? []);
  if (planned.length > 0 || isDeclared || emptySubnets.length === 0 || isLive(today, vpc)) return gaps;
  const subnets = emptySubnets.map(({ id }) => id).join(", ");
  return [
    ...gaps,
    {
      fact: `what runs in ${subnets}: the input shows no workload there`,
      settledBy: "the templates that use these subnets, or aws ec2 describe-network-interfaces; or --needs",
    },
  ];
}

/** A live account lists every interface there is; a template only its own. */
export function isLive({ world }: Worlds["today"], { scope }: Case["vpc"]): boolean {
  return (
    world.network.scopes.get(scope)?.kind === "account" &&
    findGap(world.network, "networkInterfaces", scope) === undefined
  );
}

function nothingElse({ today }: Worlds, { vpc, planned, emptySubnets }: Case): readonly MissingFact[] {
  if (planned.length === 0) return [];
  const settledBy = "flow logs of the NAT, or --needs with all that they call";
  const fact = `the workloads of ${vpc.id} talk to nothing but the needs listed`;
  const elsewhere = emptySubnets.map(({ id }) => id).join(", ");
  const rest =
    elsewhere === "" || isLive(today, vpc)
      ? []
      : [
          {
            fact: `nothing outside the input runs in ${elsewhere}`,
            settledBy: "aws ec2 describe-network-interfaces",
          },
        ];
  return [{ fact, settledBy }, ...rest];
}

function distinct(facts: readonly MissingFact[]): readonly MissingFact[] {
  return [
    ...new Map(facts.map(({ fact, settledBy }) => [`${fact}\n${settledBy}`, { fact, settledBy }])).values(),
  ];
}

/**
 * Needs: what each workload must reach for its work, and on what evidence.
 *
 * What is declared holds for every workload and closes every doubt; the rest is inferred from the workload's kind, its
 * clues and its roles. One need remains for each service, with its best evidence. Rows of needs are facts, and what a
 * policy document allows is policy's to read; whether a need is met is for the walk to say.
 */
import type { Facts } from "../../facts/index.ts";
import type { MissingFact } from "../../model/answer.ts";
import type { RoleId } from "../../model/entity/entity.ts";
import type { Workload } from "../../model/entity/workload.ts";
import type { Network } from "../../model/network.ts";
import { calledIn, callRegionsOf } from "./call-region.ts";
import { evidenceOfClue, evidenceOfKind } from "./clue.ts";
import { evidenceOfRole } from "./role.ts";
import { doubt, joinEvidence, nothingEvidenced, settledByNeeds } from "./sign.ts";
import type { Conditional, Doubt, Evidenced, Sign } from "./sign.ts";
import { toNeed } from "./workload-need.ts";
import type { WorkloadNeed } from "./workload-need.ts";

export { parseDeclared } from "./declared.ts";
export type { Doubt, Sign } from "./sign.ts";
export { internet, needOfService, toNeed } from "./workload-need.ts";
export type { WorkloadNeed } from "./workload-need.ts";

/** The same object for workloads that the input says the same of. */
export interface Needed {
  readonly needs: readonly WorkloadNeed[];
  /** What it may dial outside AWS, of which no need came. */
  readonly possible: readonly Sign[];
  readonly doubts: readonly Doubt[];
  /** Needs that hang on a condition; what is assumed is that it does not hold. */
  readonly notes: readonly MissingFact[];
}

export interface NeedReader {
  readonly needsOf: (workload: Workload, region: string) => Needed;
  /** Of what is not in the input, and runs all the same. */
  readonly declared: Needed;
}

export function createNeedReader(network: Network, facts: Facts, declared: readonly Sign[]): NeedReader {
  const read = new Map<string, Needed>();
  const onlyDeclared = toNeeded(facts, { ...nothingEvidenced, signs: declared }, true);
  return {
    declared: onlyDeclared,
    needsOf: (workload, region) => {
      const key = signature(workload, region);
      const known = read.get(key);
      if (known !== undefined) return known;
      const inferred = infer(network, { facts, region }, workload);
      const isSilent = inferred.signs.length === 0 && inferred.conditionals.length === 0;
      const signs = [...declared, ...inferred.signs];
      const needed =
        isSilent && declared.length > 0
          ? onlyDeclared
          : toNeeded(facts, { ...inferred, signs }, declared.length > 0);
      read.set(key, needed);
      return needed;
    },
  };
}

/** All that inference looks at. */
function signature(
  { kind, roles, executionRoles, clues, origin, image = "" }: Workload,
  region: string,
): string {
  const [roleIds, executionIds] = [roles, executionRoles].map((ids) =>
    ids?.known === true ? ids.value.join(" ") : (ids?.fact ?? ""),
  );
  const parts = clues.map(
    ({ kind: clue, text, origin: at, missing }) =>
      `${clue} ${text} ${at.file} ${at.line ?? ""} ${at.call ?? ""} ${missing?.fact ?? ""}`,
  );
  return [region, kind, image, roleIds, executionIds, origin.file, origin.line ?? "", ...parts].join("\n");
}

function infer(network: Network, place: { facts: Facts; region: string }, workload: Workload): Evidenced {
  const { roles, clues, kind } = workload;
  const found = joinEvidence([
    evidenceOfKind(place, workload),
    ...clues.map((clue) => evidenceOfClue(place, clue, workload)),
    ...callRegionsOf(workload, place.region, place.facts).flatMap((region) =>
      (roles.known ? roles.value : []).map((role) =>
        calledIn(region, place, evidenceOfRole({ ...place, region }, network, { role, kind })),
      ),
    ),
    ...executionRolesOf(workload).map((role) => evidenceOfRole(place, network, { role, kind })),
  ]);
  if (!roles.known) return joinEvidence([found, doubt(`since ${roles.fact} is not known`, roles)]);
  // Without a sign or a doubt of its own there is no evidence at all: code needs no role to call what is not AWS.
  const isSilent = found.signs.length === 0 && found.doubts.length === 0;
  return isSilent ? { ...found, doubts: [...found.doubts, whatItTalksTo] } : found;
}

/** What the agent of ECS does under its role shows in the definitions of containers; where they are not told, in the role. */
function executionRolesOf({ executionRoles, clues }: Workload): readonly RoleId[] {
  const isTold = clues.every(({ missing }) => missing === undefined);
  return executionRoles?.known === true && !isTold ? executionRoles.value : [];
}

const whatItTalksTo: Doubt = (who) => ({ fact: `what ${who} talks to`, settledBy: settledByNeeds });

const evidenceRank = { declared: 0, observed: 1, inferred: 2 } as const;

function toNeeded(
  facts: Facts,
  { signs, conditionals, possible, doubts }: Evidenced,
  isDeclared: boolean,
): Needed {
  const groups = new Map<string, [Sign, ...Sign[]]>();
  for (const sign of signs.toSorted((a, b) => evidenceRank[a.evidence] - evidenceRank[b.evidence])) {
    const key = `${sign.service} ${sign.host ?? ""}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sign]);
    else group.push(sign);
  }
  const needs = [...groups.values()].map((group) => toNeed(facts, group));
  const open = conditionals.filter(({ service }) => needs.every((need) => need.service !== service));
  return {
    needs,
    possible: isDeclared ? [] : possible,
    doubts: isDeclared ? [] : distinctDoubts(doubts),
    notes: distinctNotes(open),
  };
}

function distinctDoubts(doubts: readonly Doubt[]): readonly Doubt[] {
  return [...new Map(doubts.map((doubt) => [doubt("").fact, doubt])).values()];
}

function distinctNotes(conditionals: readonly Conditional[]): readonly MissingFact[] {
  const texts = new Map(
    conditionals.map((one) => [`${one.service} is not needed: it would be if ${one.when}`, one.service]),
  );
  return [...texts].map(([fact, service]) => ({ fact, settledBy: `--needs ${service}` }));
}

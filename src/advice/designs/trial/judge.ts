/**
 * Whether a design works: every need walked in the network that it makes, beside the walk of today.
 *
 * A design breaks what works today, or may, and would fail for certain. What fails today already is no fault of it, and what
 * goes the same way with the same answer is not asked again. Without a NAT the doubts of a plan count too: whoever may
 * need what nobody saw would miss it.
 */
import type { MissingFact, Via } from "../../../model/answer.ts";
import { groupAlike } from "../../alike.ts";
import { anywhere } from "../../dependents.ts";
import type { Fare, Fleet } from "../../fleet.ts";
import type { Member } from "../../member.ts";
import { needOfService } from "../../need/index.ts";
import type { WorkloadNeed } from "../../need/index.ts";
import { bystanderFares, isWorse } from "../../prove/bystander.ts";
import type { Case } from "../../prove/case.ts";
import type { Survey } from "../../survey.ts";
import { certaintyOf } from "../../vpc/doubts.ts";
import { needFares } from "../../vpc/fares.ts";
import type { Break, Works } from "../answer.ts";
import { clientsOf } from "../site.ts";

export interface Trial {
  readonly case: Case;
  /** Something still leads to the internet for whoever a NAT serves today. */
  readonly keepsWayOut: boolean;
  /** Services whose names or addresses the design leads elsewhere, whoever is known to use them. */
  readonly touched: readonly string[];
}

export interface Judged {
  readonly works: Works;
  readonly breaks: readonly Break[];
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
}

export function judge(survey: Survey, after: Fleet, trials: readonly Trial[]): Judged {
  const parts = trials.map((trial) => judgeCase(survey, after, trial));
  const breaks = parts.flatMap((part) => part.breaks);
  const unknowns = distinct(parts.flatMap((part) => part.unknowns));
  return {
    works: breaks.length > 0 ? "no" : unknowns.length > 0 ? "cannot-tell" : "yes",
    breaks,
    unknowns,
    assumptions: distinct(parts.flatMap((part) => part.assumptions)),
  };
}

function judgeCase(survey: Survey, after: Fleet, trial: Trial): Omit<Judged, "works"> {
  const changes = [...changesOf(survey, after, trial), ...bystanderChanges(survey, after, trial)];
  const certainty = trial.keepsWayOut ? undefined : doubts(survey, after, trial.case);
  const messageOf = createMessages(after);
  return {
    breaks: changes
      .filter(({ kind }) => kind === "breaks")
      .map((one) => toBreak(trial.case, one, messageOf(one))),
    unknowns: [
      ...changes.filter(({ kind }) => kind === "unsure").flatMap(({ fare }) => missingOf(fare)),
      ...(certainty?.unknowns ?? []),
      ...(certainty === undefined ? [] : (survey.observed?.lacking ?? [])),
    ],
    assumptions: certainty?.assumptions ?? [],
  };
}

interface Change {
  readonly kind: "breaks" | "unsure";
  readonly need: WorkloadNeed;
  readonly fare: Fare;
  readonly members: readonly Member[];
}

function changesOf(
  survey: Survey,
  after: Fleet,
  { case: one, keepsWayOut, touched }: Trial,
): readonly Change[] {
  const { today } = survey;
  const { facts } = today.world;
  const alsoAsked = [
    // Whoever a NAT serves must find a way to the internet, known to need it or not.
    ...(keepsWayOut ? [anywhere] : []),
    ...touched.map((service) => needOfService(facts, service)),
  ];
  const classOf = (member: Member) => `${today.classOf(member)} ${after.classOf(member)}`;
  return groupAlike(clientsOf(one), one.neededOf, classOf).flatMap(({ first, members, needed }) =>
    [...needed.needs, ...alsoAsked].flatMap((need): readonly Change[] => {
      const fare = after.ask(first, need);
      const kind = compare(today.ask(first, need), fare);
      return kind === "same" ? [] : [{ kind, need, fare, members }];
    }),
  );
}

function bystanderChanges(survey: Survey, after: Fleet, { case: one }: Trial): readonly Change[] {
  return bystanderFares(survey.today, after, one)
    .filter(isWorse)
    .map(({ member, need, after: fare }) => ({
      kind: fare.verdict === "unknown" ? "unsure" : "breaks",
      need,
      fare,
      members: [member],
    }));
}

function compare(before: Fare, after: Fare): Change["kind"] | "same" {
  if (isSameWay(before.via, after.via) && before.verdict === after.verdict) return "same";
  if (after.verdict === "reachable") return "same";
  if (before.verdict === "blocked") return "same";
  if (after.verdict === "unknown") return "unsure";
  return before.verdict === after.verdict ? "same" : "breaks";
}

const isSameWay = (a: Via | null, b: Via | null): boolean => a?.kind === b?.kind && a?.id === b?.id;

const missingOf = ({ walks }: Fare): readonly MissingFact[] =>
  walks.flatMap((walk) => (walk.verdict === "unknown" ? walk.details().unknowns : []));

function doubts(survey: Survey, after: Fleet, one: Case) {
  const { today, withoutNat, isDeclared, strict } = survey;
  const worlds = { today, withoutNat, after };
  const fares = needFares(worlds, one);
  const bystanders = bystanderFares(today, after, one);
  return certaintyOf(worlds, one, { fares, bystanders, isDeclared, strict });
}

/** One explanation for all that break for the same service by the same codes: it takes a walk of its own. */
function createMessages(after: Fleet): (change: Change) => string {
  const messages = new Map<string, string>();
  return ({ need, fare, members: [first] }) => {
    const key = [need.key, ...fare.codes()].join("\n");
    const known = messages.get(key);
    if (known !== undefined || first === undefined) return known ?? "";
    const message = after.explain(first, need)[0]?.message ?? "";
    messages.set(key, message);
    return message;
  };
}

function toBreak({ vpc }: Case, { need, fare, members }: Change, message: string): Break {
  return {
    vpc: vpc.id,
    workloads: members.map(({ id }) => id),
    service: need.service,
    verdict: fare.verdict,
    codes: fare.codes(),
    message,
    gbMonth: need.gbMonth,
  };
}

export function distinct(facts: readonly MissingFact[]): readonly MissingFact[] {
  return [
    ...new Map(facts.map(({ fact, settledBy }) => [`${fact}\n${settledBy}`, { fact, settledBy }])).values(),
  ];
}

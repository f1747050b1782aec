/** One packet, or one name, walked in both networks: whether that differs, and by what. */
import type { MissingFact, Verdict } from "../../model/answer.ts";
import type { Finding } from "../finding.ts";
import { flattened } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { toWalk } from "../walk.ts";
import type { Cause, ChangeKind, Reached } from "../../model/difference.ts";
import type { Matches } from "./match/pair.ts";
import { both } from "./sides.ts";
import type { Sides } from "./sides.ts";

/** A difference, still without the packets that it holds for. */
export interface Judged {
  /** Equal for differences that are told as one. */
  readonly key: string;
  readonly kind: ChangeKind;
  readonly reached: Sides<Reached>;
  readonly cause: Cause;
}

const goodness: Readonly<Record<Exclude<Verdict, "unknown">, number>> = {
  blocked: 0,
  partial: 1,
  reachable: 2,
};

const rank: Readonly<Record<Verdict, number>> = { blocked: 0, partial: 1, unknown: 1, reachable: 2 };

/** It worked, or may have, and does so less, or not for certain any more. */
export const isLess = (is: Verdict, than: Verdict): boolean =>
  rank[is] < rank[than] || (rank[is] === rank[than] && is !== than);

/** Undefined where nothing differs. */
export function judge(outcomes: Sides<Outcome>, matches: Matches, strict: boolean): Judged | undefined {
  const walks = both(outcomes, (outcome) => toWalk(outcome, strict, true));
  const reached = both(walks, ({ verdict, via }): Reached => ({
    verdict,
    via: verdict === "blocked" ? null : via,
  }));
  const kind = kindOf(reached, matches);
  if (kind === undefined) return undefined;
  const isSameDoubt =
    reached.before.verdict === "unknown" &&
    reached.after.verdict === "unknown" &&
    isSameWay(reached, matches) &&
    factsText(walks.before.details().unknowns) === factsText(walks.after.details().unknowns);
  if (isSameDoubt) return undefined;
  const cause = causeOf(
    kind,
    both(outcomes, ({ findings }) => flattened(findings)),
    reached,
  );
  const words = [kind, ...[reached.before, reached.after].map(textOf), cause.code ?? cause.rule];
  const { component, unknowns } = cause;
  const settled = unknowns.map(({ settledBy }) => settledBy);
  return { key: [...words, component.kind, component.id, ...settled].join("\n"), kind, reached, cause };
}

const textOf = ({ verdict, via }: Reached) => `${verdict} ${via?.kind ?? ""} ${via?.id ?? ""}`;
const factsText = (facts: readonly MissingFact[]) =>
  facts
    .map(({ fact }) => fact)
    .toSorted()
    .join("\n");

/** Two verdicts that are alike may still differ in what they rest on: of two that cannot be told, the facts decide. */
function kindOf(reached: Sides<Reached>, matches: Matches): ChangeKind | undefined {
  const { before, after } = reached;
  if (before.verdict === "unknown" || after.verdict === "unknown") return "undecided";
  if (before.verdict === after.verdict) return isSameWay(reached, matches) ? undefined : "rerouted";
  return goodness[after.verdict] < goodness[before.verdict] ? "lost" : "gained";
}

function isSameWay({ before, after }: Sides<Reached>, matches: Matches): boolean {
  if (before.via === null || after.via === null) return before.via === after.via;
  const { kind, id } = before.via;
  return kind === after.via.kind && (matches.get(id) ?? id) === after.via.id;
}

const wanted: Readonly<Record<ChangeKind, (finding: Finding) => boolean>> = {
  lost: ({ outcome }) => outcome === "drop" || outcome === "some",
  gained: ({ outcome }) => outcome === "drop" || outcome === "some",
  undecided: ({ outcome, assumed }) => outcome === "unknown" || assumed.length > 0,
  rerouted: ({ stage, leg }) => leg === "forward" && (stage === "dns" || stage === "route"),
};

/** What one side met and the other did not: on the side that is worse, or that does not tell, or that is new. */
function causeOf(kind: ChangeKind, findings: Sides<readonly Finding[]>, reached: Sides<Reached>): Cause {
  const isBefore = kind === "gained" || (kind === "undecided" && reached.after.verdict !== "unknown");
  const [own, other] = isBefore ? [findings.before, findings.after] : [findings.after, findings.before];
  const known = new Set(other.map(nameOf));
  const found = own.filter(wanted[kind]);
  const finding = found.find((one) => !known.has(nameOf(one))) ?? found[0] ?? own.at(-1);
  if (finding === undefined) throw new Error("a walk met nothing");
  const { component, rule, origin, blockers, missing, assumed } = finding;
  const unknowns =
    kind === "undecided" ? [...missing, ...assumed].map(({ fact, settledBy }) => ({ fact, settledBy })) : [];
  return { code: blockers[0]?.code, component, rule, fix: blockers[0]?.fix, origin, unknowns };
}

/** Where the walk after turns off from the walk before: another answer of DNS, another route, a policy that is new. */
export function turnOf(outcomes: Sides<Outcome>): Finding | undefined {
  const { before, after } = both(outcomes, ({ findings }) => flattened(findings));
  const known = new Set(before.map(nameOf));
  return after.find(
    (finding) => turning.includes(finding.stage) && finding.leg === "forward" && !known.has(nameOf(finding)),
  );
}

const turning: readonly Finding["stage"][] = ["dns", "route", "policy"];

const nameOf = ({ leg, stage, component, outcome, rule }: Finding) =>
  [leg, stage, component.kind, component.id, outcome, rule].join(" ");

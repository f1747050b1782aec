/**
 * Designs: every sensible way out for a network and its traffic, each priced, and each walked before it is called working.
 *
 * Decides which designs there are and which is the cheapest of those that work. What one costs is for `pricing` to say, what
 * works in it for `reach`: a design that breaks a need is shown with what it breaks, and one that cannot be told is never
 * the cheapest.
 */
import type { Facts } from "../../facts/index.ts";
import type { MissingFact } from "../../model/answer.ts";
import type { Network } from "../../model/network.ts";
import { surveyOf } from "../survey.ts";
import type { SurveyOptions } from "../survey.ts";
import type { Bands, DesignsAnswer, PricedDesign, Volume, Works } from "./answer.ts";
import { evaluate } from "./trial/evaluate.ts";
import type { Evaluated } from "./trial/evaluate.ts";
import { familiesOf } from "./draft/index.ts";
import { groundOf } from "./ground.ts";
import type { DesignOptions, Ground } from "./ground.ts";
import { distinct } from "./trial/judge.ts";
import { cheapestMix } from "./draft/mix.ts";
import { withoutIdle } from "./draft/idle.ts";
import { endpointBreakEvens, natBreakEvens } from "./sensitivity.ts";

export interface DesigningOptions extends SurveyOptions, DesignOptions {}

/** Throws an AppError when a declared service does not exist, or when there is no VPC. */
export function designsFor(network: Network, facts: Facts, options: DesigningOptions): DesignsAnswer {
  const ground = groundOf(surveyOf(network, facts, options), options);
  const drafts = familiesOf(ground).map((draft) => evaluate(ground, draft));
  const found = [...drafts, withoutIdle(ground), cheapestMix(ground)].filter((one) => one !== undefined);
  const designs = inOrder(withSaving(distinctDesigns(found)));
  return {
    cheapest: cheapestOf(designs),
    designs,
    endpoints: endpointBreakEvens(ground),
    nats: natBreakEvens(ground),
    volume: volumeOf(ground),
    unknowns: distinct(designs.flatMap(unpriced)),
    assumptions: distinct(designs.flatMap(({ assumptions }) => assumptions)),
  };
}

/** Kinds of one item have prices of their own: without the design it would not show which is missing. */
const unpriced = ({ title, costs }: PricedDesign): readonly MissingFact[] =>
  costs.flatMap(({ unknowns }) =>
    unknowns.map(({ fact, settledBy }) => ({ fact: `${fact}, for ${title}`, settledBy })),
  );

/** Two that ask for the same are one: the first has the plainer name. */
function distinctDesigns(found: readonly Evaluated[]): readonly Evaluated[] {
  const seen = new Map<string, Evaluated>();
  for (const one of found) {
    const key = [...one.changes].sort().join("\n");
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}

function withSaving(found: readonly Evaluated[]): readonly PricedDesign[] {
  const today = found.find(({ isToday }) => isToday)?.monthly ?? null;
  return found.map((one) => ({
    ...one,
    savingMonthly: today === null || one.monthly === null ? null : today - one.monthly,
  }));
}

const rank: Readonly<Record<Works, number>> = { yes: 0, "cannot-tell": 1, no: 2 };

function inOrder(designs: readonly PricedDesign[]): readonly PricedDesign[] {
  return designs.toSorted(
    (a, b) => rank[a.works] - rank[b.works] || (a.monthly ?? Infinity) - (b.monthly ?? Infinity) || 0,
  );
}

/** Of those whose price is known; `unknowns` names the prices that are not. */
function cheapestOf(designs: readonly PricedDesign[]): DesignsAnswer["cheapest"] {
  return designs.find(({ works, monthly }) => works === "yes" && monthly !== null)?.name;
}

function volumeOf({ streams, survey, months }: Ground): Volume {
  const gbMonth = streams.reduce((sum, { gb }) => sum + gb, 0);
  const scaled: Bands<number> | undefined = months && {
    low: gbMonth * months.low,
    typical: gbMonth * months.typical,
    high: gbMonth * months.high,
  };
  return {
    isMeasured: survey.observed !== undefined,
    gbMonth,
    months: scaled,
    hosts: survey.observed?.summary.hosts ?? [],
  };
}

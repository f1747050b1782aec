/** What one class of sources reaches by the names of services, which DNS may answer otherwise in one network than in the other. */
import type { ServiceReached } from "../../../model/difference.ts";
import type { Outcome } from "../../outcome.ts";
import { createAlike, hostsOf } from "./alike.ts";
import type { AskedByName, ToAlike } from "./alike.ts";
import { standingOf } from "../../place.ts";
import { askedForService } from "../../plain-question.ts";
import type { Source } from "../../question.ts";
import { ask, clientOf, meet } from "../../walk.ts";
import type { Walk } from "../../walk.ts";
import type { World } from "../../world.ts";
import type { Compare, Comparing } from "../comparing.ts";
import { isLess, judge, turnOf } from "../judge.ts";
import type { Judged } from "../judge.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";

const https = 443;

export function createNameComparison(worlds: Sides<World>, comparing: Comparing): Compare {
  const namesOf = createNames(worlds, comparing, ({ judged, reached }) => ({ judged, reached }));
  return (source, collected) => {
    if (!comparing.changes.inNames(source)) return;
    for (const { judged, reached } of namesOf(source.source)) collected.addServices(judged, reached);
  };
}

/** A service that is reached otherwise by its name. */
export interface NameDifference {
  readonly service: string;
  /** What sends it another way, or lets it through no longer: the answer of DNS, the route, the policy. */
  readonly because: string;
}

/** For two worlds that call everything by the same ids: those of a plan. */
export function createNameDifferences(
  worlds: Sides<World>,
  strict: boolean,
): (source: Source) => readonly NameDifference[] {
  const namesOf = createNames(
    worlds,
    { matches: new Map(), strict, within: undefined },
    ({ reached, outcomes }) => {
      const because = turnOf(outcomes)?.rule ?? "";
      return reached.map(({ service }) => ({ service, because }));
    },
  );
  return (source) => namesOf({ before: source, after: source }).flat();
}

/** Whoever is of one class in both networks is told the same of every name. */
function createNames<T>(
  worlds: Sides<World>,
  judging: Judging,
  tell: (named: Named) => T,
): (source: Sides<Source>) => readonly T[] {
  const known = new Map<string, readonly T[]>();
  const naming: Naming = {
    worlds,
    alikeFor: createAlike(worlds, questionsOf(worlds, judging)),
    judgeOnce: createJudging(judging),
    isOfLosses: judging.within?.isOfLosses === true,
  };
  return (source) => {
    const key = sides.map((side) => worlds[side].numberOf(standingOf(worlds[side], source[side]))).join(" ");
    const found = known.get(key) ?? changedNames(naming, source).map(tell);
    known.set(key, found);
    return found;
  };
}

type Judging = Pick<Comparing, "matches" | "strict" | "within">;

interface Naming {
  readonly worlds: Sides<World>;
  readonly alikeFor: ToAlike;
  readonly judgeOnce: JudgeOnce;
  readonly isOfLosses: boolean;
}

/** Services that are reached alike, of which one was asked for. */
interface Named {
  readonly judged: Judged;
  readonly reached: readonly ServiceReached[];
  readonly outcomes: Sides<Outcome>;
}

type JudgeOnce = (walks: Sides<Walk>, outcomes: Sides<Outcome>) => Judged | undefined;

/** Walks that the sources' own groups have no part in are judged once for all who share them. */
function createJudging({ matches, strict }: Judging): JudgeOnce {
  const known = new WeakMap<Walk, WeakMap<Walk, { readonly judged: Judged | undefined }>>();
  return ({ before, after }, outcomes) => {
    if (before.isOwn || after.isOwn) return judge(outcomes, matches, strict);
    const ofBefore = known.get(before) ?? new WeakMap<Walk, { readonly judged: Judged | undefined }>();
    known.set(before, ofBefore);
    const found = ofBefore.get(after) ?? { judged: judge(outcomes, matches, strict) };
    ofBefore.set(after, found);
    return found.judged;
  };
}

function changedNames(
  { worlds, alikeFor, judgeOnce, isOfLosses }: Naming,
  source: Sides<Source>,
): readonly Named[] {
  const clients = both(worlds, (world, side) => clientOf(world, source[side]));
  const judgeName = ({ asked }: AskedByName): Pick<Named, "judged" | "outcomes"> | undefined => {
    const after = ask(clients.after, asked);
    // What is reached is not lost, whatever was before.
    if (isOfLosses && after.verdict === "reachable") return undefined;
    const walks = { before: ask(clients.before, asked), after };
    if (isPlainlySame(walks)) return undefined;
    if (isOfLosses && !isLess(walks.after.verdict, walks.before.verdict)) return undefined;
    const outcomes = both(clients, (client) => meet(client, asked));
    const judged = judgeOnce(walks, outcomes);
    return judged && { judged, outcomes };
  };
  return alikeFor(clients).flatMap(({ all, reached }): readonly Named[] => {
    const [first] = all;
    const found = judgeName(first);
    if (found === undefined) return [];
    if (all.length === 1 || !isNamed(found, hostsOf(clients, first))) return [{ ...found, reached }];
    return all.flatMap((one) => {
      const own = judgeName(one);
      return own === undefined ? [] : [{ ...own, reached: [one.reached] }];
    });
  });
}

/** Whether words that somebody may read name the service itself: then each has its own. */
function isNamed({ judged, outcomes }: Omit<Named, "reached">, hosts: readonly string[]): boolean {
  const { key, cause } = judged;
  const words = [key, cause.rule, cause.fix ?? "", turnOf(outcomes)?.rule ?? ""];
  return hosts.some((host) => words.some((text) => text.includes(host)));
}

/** Most names fare as they did, and what cannot be told is looked at more closely. */
const isPlainlySame = ({ before, after }: Sides<Walk>): boolean =>
  before.verdict === after.verdict &&
  (before.verdict === "blocked" ||
    (before.verdict !== "unknown" &&
      before.via?.kind === after.via?.kind &&
      before.via?.id === after.via?.id));

/** Every service that AWS is known to have, on the ports of its endpoints. */
function questionsOf({ before }: Sides<World>, { strict, within }: Judging): readonly AskedByName[] {
  const services = within?.services;
  const all = before.once("names that are compared", strict ? "strict" : "plain", () =>
    before.facts.services.flatMap(({ token, ports }) =>
      (ports.length === 0 ? [https] : ports).map((port): AskedByName => ({
        reached: { service: token, port },
        asked: askedForService(before.facts, token, port, strict),
      })),
    ),
  );
  return services === undefined ? all : all.filter(({ reached }) => services.has(reached.service));
}

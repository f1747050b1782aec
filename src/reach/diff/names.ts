/** What one class of sources reaches by the names of services, which DNS may answer otherwise in one network than in the other. */
import { protocolNumbers } from "../../model/traffic.ts";
import type { ServiceReached } from "../../model/difference.ts";
import type { Outcome } from "../outcome.ts";
import { standingOf } from "../place.ts";
import type { Source } from "../question.ts";
import { ask, clientOf, meet } from "../walk.ts";
import type { Asked, Walk } from "../walk.ts";
import type { World } from "../world.ts";
import type { Compare, Comparing } from "./comparing.ts";
import { judge, turnOf } from "./judge.ts";
import type { Judged } from "./judge.ts";
import { both, sides } from "./sides.ts";
import type { Sides } from "./sides.ts";

const https = 443;

export function createNameComparison(worlds: Sides<World>, comparing: Comparing): Compare {
  const namesOf = createNames(worlds, comparing, ({ judged, reached }) => ({ judged, reached }));
  return (source, collected) => {
    if (!comparing.changes.inNames(source)) return;
    for (const { judged, reached } of namesOf(source.source)) collected.addService(judged, reached);
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
  const namesOf = createNames(worlds, { matches: new Map(), strict }, ({ reached, outcomes }) => ({
    service: reached.service,
    because: turnOf(outcomes)?.rule ?? "",
  }));
  return (source) => namesOf({ before: source, after: source });
}

/** Whoever is of one class in both networks is told the same of every name. */
function createNames<T>(
  worlds: Sides<World>,
  judging: Judging,
  tell: (named: Named) => T,
): (source: Sides<Source>) => readonly T[] {
  const known = new Map<string, readonly T[]>();
  const judgeOnce = createJudging(judging);
  return (source) => {
    const key = sides.map((side) => worlds[side].numberOf(standingOf(worlds[side], source[side]))).join(" ");
    const found = known.get(key) ?? changedNames(worlds, source, judging.strict, judgeOnce).map(tell);
    known.set(key, found);
    return found;
  };
}

type Judging = Pick<Comparing, "matches" | "strict">;

interface Named {
  readonly judged: Judged;
  readonly reached: ServiceReached;
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
  worlds: Sides<World>,
  source: Sides<Source>,
  strict: boolean,
  judgeOnce: JudgeOnce,
): readonly Named[] {
  const clients = both(worlds, (world, side) => clientOf(world, source[side]));
  return questionsOf(worlds, strict).flatMap(({ asked, reached }): readonly Named[] => {
    const walks = both(clients, (client) => ask(client, asked));
    const { before, after } = walks;
    // Most names fare as they did, and what cannot be told is looked at more closely.
    const isSame =
      before.verdict === after.verdict &&
      before.verdict !== "unknown" &&
      before.via?.kind === after.via?.kind &&
      before.via?.id === after.via?.id;
    if (isSame || (before.verdict === "blocked" && after.verdict === "blocked")) return [];
    const outcomes = both(clients, (client) => meet(client, asked));
    const judged = judgeOnce(walks, outcomes);
    return judged === undefined ? [] : [{ judged, reached, outcomes }];
  });
}

interface AskedByName {
  readonly asked: Asked;
  readonly reached: ServiceReached;
}

/** Every service that AWS is known to have, on the ports of its endpoints. */
function questionsOf({ before }: Sides<World>, strict: boolean): readonly AskedByName[] {
  return before.once("names that are compared", strict ? "strict" : "plain", () =>
    before.facts.services.flatMap(({ token, ports }) =>
      (ports.length === 0 ? [https] : ports).map((port): AskedByName => ({
        reached: { service: token, port },
        asked: {
          destination: { kind: "service", service: token },
          protocol: protocolNumbers.tcp,
          port,
          sourcePort: undefined,
          strict,
          requests: undefined,
        },
      })),
    ),
  );
}

/** What one class of sources reaches by the names of services, which DNS may answer otherwise in one network than in the other. */
import { protocolNumbers } from "../../model/traffic.ts";
import type { ServiceReached } from "../../model/difference.ts";
import type { Outcome } from "../outcome.ts";
import { standingOf } from "../place.ts";
import type { Source } from "../question.ts";
import { ask, clientOf, meet } from "../walk.ts";
import type { Asked } from "../walk.ts";
import type { World } from "../world.ts";
import type { Compare, Comparing } from "./comparing.ts";
import { judge, turnOf } from "./judge.ts";
import type { Judged } from "./judge.ts";
import { both, sides } from "./sides.ts";
import type { Sides } from "./sides.ts";

const https = 443;

export function createNameComparison(worlds: Sides<World>, comparing: Comparing): Compare {
  const namesOf = createNames(worlds, comparing);
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
  const namesOf = createNames(worlds, { matches: new Map(), strict });
  return (source) =>
    namesOf({ before: source, after: source }).map(({ reached, outcomes }) => ({
      service: reached.service,
      because: turnOf(outcomes)?.rule ?? "",
    }));
}

/** Whoever is of one class in both networks is told the same of every name. */
function createNames(worlds: Sides<World>, judging: Judging): (source: Sides<Source>) => readonly Named[] {
  const known = new Map<string, readonly Named[]>();
  return (source) => {
    const key = sides.map((side) => worlds[side].numberOf(standingOf(worlds[side], source[side]))).join(" ");
    const found = known.get(key) ?? changedNames(worlds, source, judging);
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

function changedNames(
  worlds: Sides<World>,
  source: Sides<Source>,
  { matches, strict }: Judging,
): readonly Named[] {
  const clients = both(worlds, (world, side) => clientOf(world, source[side]));
  return questionsOf(worlds, strict).flatMap((asked): readonly Named[] => {
    const { before, after } = both(clients, (client) => ask(client, asked));
    // Most names fare as they did, and what cannot be told is looked at more closely.
    const isSame =
      before.verdict === after.verdict &&
      before.verdict !== "unknown" &&
      before.via?.kind === after.via?.kind &&
      before.via?.id === after.via?.id;
    if (isSame || asked.destination.kind !== "service") return [];
    const outcomes = both(clients, (client) => meet(client, asked));
    const judged = judge(outcomes, matches, strict);
    const reached = { service: asked.destination.service, port: asked.port };
    return judged === undefined ? [] : [{ judged, reached, outcomes }];
  });
}

/** Every service that AWS is known to have, on the ports of its endpoints. */
function questionsOf({ before }: Sides<World>, strict: boolean): readonly Asked[] {
  return before.once("names that are compared", strict ? "strict" : "plain", () =>
    before.facts.services.flatMap(({ token, ports }) =>
      (ports.length === 0 ? [https] : ports).map((port) => ({
        destination: { kind: "service", service: token } as const,
        protocol: protocolNumbers.tcp,
        port,
        sourcePort: undefined,
        strict,
        requests: undefined,
      })),
    ),
  );
}

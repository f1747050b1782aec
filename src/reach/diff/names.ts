/** What one class of sources reaches by the names of services, which DNS may answer otherwise in one network than in the other. */
import { protocolNumbers } from "../../model/traffic.ts";
import type { ServiceReached } from "../../model/difference.ts";
import { standingOf } from "../place.ts";
import { ask, clientOf, meet } from "../walk.ts";
import type { Asked } from "../walk.ts";
import type { World } from "../world.ts";
import type { Compare, Comparing } from "./comparing.ts";
import { judge } from "./judge.ts";
import type { Judged } from "./judge.ts";
import { both, sides } from "./sides.ts";
import type { Sides } from "./sides.ts";
import type { SourceClass } from "./sources.ts";

const https = 443;

export function createNameComparison(worlds: Sides<World>, comparing: Comparing): Compare {
  const known = new Map<string, readonly Named[]>();
  return (source, collected) => {
    if (!comparing.changes.inNames(source)) return;
    // Whoever is of one class in both networks is told the same of every name.
    const key = sides
      .map((side) => worlds[side].numberOf(standingOf(worlds[side], source.source[side])))
      .join(" ");
    const found = known.get(key) ?? changedNames(worlds, source, comparing);
    known.set(key, found);
    for (const { judged, reached } of found) collected.addService(judged, reached);
  };
}

interface Named {
  readonly judged: Judged;
  readonly reached: ServiceReached;
}

function changedNames(
  worlds: Sides<World>,
  { source }: SourceClass,
  { matches, strict }: Comparing,
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
    return judged === undefined ? [] : [{ judged, reached }];
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

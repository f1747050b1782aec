/**
 * Names of services that lead the same way from where somebody stands, in both networks: one of them is asked for all.
 *
 * Only public addresses are put together. Whatever answers for a name besides, an endpoint or a zone, is asked name by name,
 * and so is what a policy minds.
 */
import type { ServiceReached } from "../../../model/difference.ts";
import { aimsOf, hasDns64, hostOf } from "../../aim.ts";
import { endsOf } from "../../answer.ts";
import type { FamilyEnd } from "../../answer.ts";
import type { Finding } from "../../finding.ts";
import { mindsRequest } from "../../walk.ts";
import type { Asked, Client } from "../../walk.ts";
import type { World } from "../../world.ts";
import { both, sides } from "../sides.ts";
import type { Sides } from "../sides.ts";

export interface AskedByName {
  readonly asked: Asked;
  readonly reached: ServiceReached;
}

/** The first is asked, and the others fare as it does. */
export interface Alike {
  readonly all: readonly [first: AskedByName, ...others: AskedByName[]];
  readonly reached: readonly ServiceReached[];
}

export type ToAlike = (clients: Sides<Client>) => readonly Alike[];

export function createAlike(worlds: Sides<World>, questions: readonly AskedByName[]): ToAlike {
  const ofPlaces = new Map<string, readonly Alike[]>();
  const ofEnds = new Map<string, readonly Alike[]>();
  return (clients) => {
    const place = sides.map((side) => worlds[side].numberOf(clients[side].place)).join(" ");
    const known = ofPlaces.get(place);
    if (known !== undefined) return known;
    const ends = both(clients, ({ world, source }) => endsOf(world, source));
    const standing = sides.map((side) => ends[side].map(endText).join("+")).join(" ");
    const led = ofEnds.get(standing) ?? groupBy(questions, (one) => waysOf(worlds, ends, one));
    ofEnds.set(standing, led);
    const found = led.flatMap((group): readonly Alike[] =>
      isMinded(clients, group) ? group.all.map((one) => toAlike([one])) : [group],
    );
    ofPlaces.set(place, found);
    return found;
  };
}

const endText = ({ end, family }: FamilyEnd): string => `${end.vpc} ${family} ${hasDns64(end)}`;

const toAlike = (all: Alike["all"]): Alike => ({ all, reached: all.map(({ reached }) => reached) });

const isMinded = (clients: Sides<Client>, { all: [{ asked }, ...others] }: Alike): boolean =>
  others.length > 0 && sides.some((side) => mindsRequest(clients[side], asked));

function groupBy(questions: readonly AskedByName[], keyOf: (one: AskedByName) => string): readonly Alike[] {
  const groups = new Map<string, [AskedByName, ...AskedByName[]]>();
  for (const one of questions) {
    const key = keyOf(one);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()].map(toAlike);
}

/** What the words of an answer call the service. */
export const hostsOf = (clients: Sides<Client>, { reached }: AskedByName): readonly string[] =>
  sides.flatMap((side) => {
    const { world, source } = clients[side];
    return endsOf(world, source).map(({ end }) => hostOf(world, end, reached.service));
  });

/** Equal for names of which nothing but their words differs. */
function waysOf(
  worlds: Sides<World>,
  ends: Sides<readonly FamilyEnd[]>,
  { reached: { service, port } }: AskedByName,
): string {
  const ways = sides.map((side) => publicWays(worlds[side], ends[side], service));
  return ways.includes(undefined) ? `${service} alone, ${port}` : `${port} ${ways.join(" | ")}`;
}

/** Undefined where the name may lead anywhere else than to public addresses. */
function publicWays(world: World, ends: readonly FamilyEnd[], service: string): string | undefined {
  const ways: string[] = [];
  for (const { end, family } of ends) {
    const { doubts, alternatives } = aimsOf(world, end, { kind: "service", service }, family);
    const words = doubts.map(findingText);
    for (const { findings, aims } of alternatives) {
      words.push("or", ...findings.map(findingText));
      for (const aim of aims) {
        if (aim.kind !== "public") return undefined;
        words.push(String(world.numberOf(aim.span)));
      }
    }
    ways.push(words.join("\n").replaceAll(hostOf(world, end, service), "%"));
  }
  return ways.join("\n\n");
}

function findingText({ stage, component, outcome, rule, blockers, missing, assumed }: Finding): string {
  const said = `${stage} ${component.kind} ${component.id} ${outcome} ${rule}`;
  if (blockers.length + missing.length + assumed.length === 0) return said;
  return JSON.stringify([said, blockers, missing, assumed]);
}

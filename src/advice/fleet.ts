/**
 * Questions put to a world for many members at once.
 *
 * Members of one class get the same answers, so each question is walked once for each class, and a walk is explained
 * only when somebody asks why.
 */
import type { Trace, Verdict, Via } from "../model/answer.ts";
import { protocolNumbers } from "../model/traffic.ts";
import { classOf, explain, walk } from "../reach/index.ts";
import type { Question, Source, Walk, World } from "../reach/index.ts";
import { everyVerdict } from "../reach/outcome.ts";
import type { Member } from "./member.ts";
import type { WorkloadNeed } from "./need/index.ts";

/** What a member gets for one need: over all its interfaces, the ports and the requests. */
export interface Fare {
  readonly verdict: Verdict;
  readonly via: Via | null;
  readonly codes: () => readonly string[];
  readonly walks: readonly Walk[];
}

export interface Fleet {
  readonly world: World;
  /** A number that members with the same answers share. */
  readonly classOf: (member: Member) => number;
  readonly ask: (member: Member, need: WorkloadNeed) => Fare;
  readonly explain: (fare: Fare) => readonly Trace[];
}

/** A fleet whose answers still hold, except for members of some VPCs. */
export interface Earlier {
  readonly fleet: Fleet;
  readonly except: ReadonlySet<string>;
  /** Whether, for those too, what was reachable still is. */
  readonly onlyAdmitsMore: boolean;
}

export function createFleet(world: World, strict: boolean, earlier?: Earlier): Fleet {
  const numbers = new Map<string, Alike>();
  const classes = new Map<Member, Alike>();
  const traces = new Map<Walk, Trace>();
  const alikeOf = (member: Member): Alike => {
    const known = classes.get(member);
    if (known !== undefined) return known;
    const { key, sources } = classKey(world, member);
    const alike = numbers.get(key) ?? { number: numbers.size, sources, fares: new Map<string, Fare>() };
    numbers.set(key, alike);
    classes.set(member, alike);
    return alike;
  };
  return {
    world,
    classOf: (member) => alikeOf(member).number,
    ask: (member, need) => {
      const { sources, fares } = alikeOf(member);
      const known = fares.get(need.key);
      if (known !== undefined) return known;
      const fare = earlierFare(earlier, member, need) ?? walkAll(world, sources, { need, strict });
      fares.set(need.key, fare);
      return fare;
    },
    explain: ({ walks }) =>
      walks.map((one) => {
        const trace = traces.get(one) ?? explain(one);
        traces.set(one, trace);
        return trace;
      }),
  };
}

function earlierFare(earlier: Earlier | undefined, member: Member, need: WorkloadNeed): Fare | undefined {
  if (earlier === undefined) return undefined;
  if (!earlier.except.has(member.vpc)) return earlier.fleet.ask(member, need);
  if (!earlier.onlyAdmitsMore) return undefined;
  const fare = earlier.fleet.ask(member, need);
  return fare.verdict === "reachable" ? fare : undefined;
}

/** A class of members: the sources that stand for it, and what has been asked already. */
interface Alike {
  readonly number: number;
  /** One for each class of sources. */
  readonly sources: readonly Source[];
  readonly fares: Map<string, Fare>;
}

function classKey(
  world: World,
  { sources }: Member,
): { readonly key: string; readonly sources: readonly Source[] } {
  const [only] = sources;
  if (sources.length === 1 && only !== undefined) return { key: classOf(world, only), sources };
  const distinct = new Map(sources.map((source) => [classOf(world, source), source]));
  return { key: [...distinct.keys()].sort().join("\n"), sources: [...distinct.values()] };
}

interface Asked {
  readonly need: WorkloadNeed;
  readonly strict: boolean;
}

function walkAll(world: World, sources: readonly Source[], asked: Asked): Fare {
  const walks = new Set<Walk>();
  for (const source of sources) {
    for (const question of questionsOf(source, asked)) walks.add(walk(world, question));
  }
  const [only] = walks;
  if (only === undefined || walks.size > 1) return toFare([...walks], asked);
  // Members of many classes share a walk, and then the fare.
  const shared = world.once("fare", only, () => new Map<string, Fare>());
  const fare = shared.get(asked.need.key) ?? toFare([only], asked);
  shared.set(asked.need.key, fare);
  return fare;
}

function questionsOf(source: Source, asked: Asked): readonly Question[] {
  const { destination, ports, requests } = asked.need;
  return ports.flatMap((port) =>
    requests.map((request) => ({
      source,
      destination,
      protocol: protocolNumbers.tcp,
      port,
      sourcePort: undefined,
      strict: asked.strict,
      requests: request,
    })),
  );
}

function toFare(walks: readonly Walk[], { need }: Asked): Fare {
  const [only] = walks;
  const codes =
    walks.length === 1 && only !== undefined
      ? () => only.details().codes
      : () => [...new Set(walks.flatMap((one) => one.details().codes))];
  const verdict = everyVerdict(walks.map((one) => one.verdict));
  // A host outside AWS may be anywhere: where part of the internet is cut off for certain, so may it be.
  const isCutOff = verdict === "unknown" && !need.servable && codes().length > 0;
  return {
    verdict: isCutOff ? "blocked" : verdict,
    via: walks.find(({ via }) => via !== null)?.via ?? null,
    codes,
    walks,
  };
}

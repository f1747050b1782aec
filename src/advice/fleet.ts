/**
 * Questions put to a world for many members at once.
 *
 * Members of one class get the same answers, so each question is walked once for each class, and a walk is explained
 * only when somebody asks why.
 */
import type { Facts } from "../facts/index.ts";
import type { Explanation, Verdict, Via } from "../model/answer.ts";
import { protocolNumbers } from "../model/traffic.ts";
import { ask, askedForService, clientOf, explain, standingOf } from "../reach/index.ts";
import type { Asked, Client, Question, Source, Standing, Walk, World } from "../reach/index.ts";
import { everyVerdict } from "../reach/outcome.ts";
import type { Member } from "./member.ts";
import type { WorkloadNeed } from "./need/index.ts";

/** What a member gets for one need: over all its interfaces, the ports and the requests. Members may share one. */
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
  /** What is asked for it: by each class of the member's interfaces, at each port, for each request. */
  readonly questionsOf: (member: Member, need: WorkloadNeed) => readonly Question[];
  /** Every blocker of what a member gets, in words of its own. */
  readonly explain: (member: Member, need: WorkloadNeed) => readonly Explanation[];
}

/** A fleet of which some answers still hold: all, or those that say that something is reachable. */
export interface Earlier {
  readonly fleet: Fleet;
  readonly holds: (member: Member, need: WorkloadNeed) => "always" | "if reachable" | "never";
}

export function createFleet(world: World, strict: boolean, earlier?: Earlier): Fleet {
  const byKey = new Map<Standing | string, Class>();
  const classes = new Map<Member, Class>();
  const asks = new Map<string, Asking>();
  const fares = createFares();
  const words = new Map<Walk, readonly Explanation[]>();
  const findClass = (member: Member): Class => {
    const known = classes.get(member);
    if (known !== undefined) return known;
    const stands = standsOf(world, member);
    const key = keyOf(world, stands);
    const found = byKey.get(key) ?? toClass(world, byKey.size, stands);
    byKey.set(key, found);
    classes.set(member, found);
    return found;
  };
  const askingOf = (need: WorkloadNeed): Asking => {
    const known = asks.get(need.key);
    if (known !== undefined) return known;
    const made = { number: asks.size, questions: toQuestions(world.facts, need, strict) };
    asks.set(need.key, made);
    return made;
  };
  const explainWalk = (client: Client, asked: Asked): readonly Explanation[] => {
    const walk = ask(client, asked);
    const known = walk.isOwn ? undefined : words.get(walk);
    if (known !== undefined) return known;
    const explanations = explain(client, asked);
    if (!walk.isOwn) words.set(walk, explanations);
    return explanations;
  };
  return {
    world,
    classOf: (member) => findClass(member).number,
    ask: (member, need) => {
      const own = findClass(member);
      const { number, questions } = askingOf(need);
      const known = own.fares[number];
      if (known !== undefined) return known;
      const fare = earlierFare(earlier, member, need) ?? fares(own.clients, questions, need.servable);
      own.fares[number] = fare;
      return fare;
    },
    questionsOf: (member, need) =>
      standsOf(world, member).flatMap(({ source }) =>
        askingOf(need).questions.map((asked): Question => ({ ...asked, source })),
      ),
    explain: (member, need) =>
      earlier !== undefined && earlierFare(earlier, member, need) !== undefined
        ? earlier.fleet.explain(member, need)
        : findClass(member).clients.flatMap((client) =>
            askingOf(need).questions.flatMap((asked) => explainWalk(client, asked)),
          ),
  };
}

function earlierFare(earlier: Earlier | undefined, member: Member, need: WorkloadNeed): Fare | undefined {
  const holds = earlier?.holds(member, need) ?? "never";
  if (earlier === undefined || holds === "never") return undefined;
  const fare = earlier.fleet.ask(member, need);
  return holds === "always" || fare.verdict === "reachable" ? fare : undefined;
}

/** A class of members: the clients that stand for it, and what has been asked already. */
interface Class {
  readonly number: number;
  /** One for each class of sources. */
  readonly clients: readonly Client[];
  /** By the number of what was asked. */
  readonly fares: (Fare | undefined)[];
}

/** The questions of all needs with one key. */
interface Asking {
  readonly number: number;
  readonly questions: readonly Asked[];
}

function toClass(world: World, number: number, stands: readonly Stand[]): Class {
  const clients = stands.map(({ source, standing }) => clientOf(world, source, standing));
  return { number, clients, fares: [] };
}

interface Stand {
  readonly source: Source;
  readonly standing: Standing;
}

/** One for each class of the member's sources. */
function standsOf(world: World, { sources }: Member): readonly Stand[] {
  const stands = sources.map((source) => ({ source, standing: standingOf(world, source) }));
  return stands.length < 2 ? stands : [...new Map(stands.map((one) => [one.standing, one])).values()];
}

/** Equal for members whose sources are of the same classes. */
function keyOf(world: World, stands: readonly Stand[]): Standing | string {
  const [first, ...others] = stands;
  if (first !== undefined && others.length === 0) return first.standing;
  const numbers = stands.map(({ standing }) => world.numberOf(standing));
  return numbers.sort((a, b) => a - b).join(" ");
}

function toQuestions(
  facts: Facts,
  { destination, ports, requests }: WorkloadNeed,
  strict: boolean,
): readonly Asked[] {
  return ports.flatMap((port) =>
    requests.map((request) =>
      request === undefined && destination.kind === "service"
        ? askedForService(facts, destination.service, port, strict)
        : {
            destination,
            protocol: protocolNumbers.tcp,
            port,
            sourcePort: undefined,
            strict,
            requests: request,
          },
    ),
  );
}

type Fares = (clients: readonly Client[], questions: readonly Asked[], servable: boolean) => Fare;

/** Fares of what clients are told. Members of many classes share a walk, and then the fare. */
function createFares(): Fares {
  const shared = { servable: new Map<Walk, Fare>(), other: new Map<Walk, Fare>() };
  const fareOf = (walk: Walk, servable: boolean): Fare => {
    const fares = servable ? shared.servable : shared.other;
    const known = fares.get(walk);
    if (known !== undefined) return known;
    const fare = toFare([walk], servable);
    fares.set(walk, fare);
    return fare;
  };
  return (clients, questions, servable) => {
    const [client] = clients;
    const [asked] = questions;
    const isOne = clients.length === 1 && questions.length === 1;
    if (isOne && client !== undefined && asked !== undefined) return fareOf(ask(client, asked), servable);
    const walks = new Set(clients.flatMap((each) => questions.map((one) => ask(each, one))));
    const [only, ...others] = walks;
    return only !== undefined && others.length === 0 ? fareOf(only, servable) : toFare([...walks], servable);
  };
}

function toFare(walks: readonly Walk[], servable: boolean): Fare {
  const [only] = walks;
  const codes =
    walks.length === 1 && only !== undefined
      ? () => only.details().codes
      : () => [...new Set(walks.flatMap((one) => one.details().codes))];
  const verdict = everyVerdict(walks.map((one) => one.verdict));
  // A host outside AWS may be anywhere: where part of the internet is cut off for certain, so may it be.
  const isCutOff = verdict === "unknown" && !servable && codes().length > 0;
  return {
    verdict: isCutOff ? "blocked" : verdict,
    via: walks.find(({ via }) => via !== null)?.via ?? null,
    codes,
    walks,
  };
}

/** The walk: one answer for many sources. Each is worked out once for a place, and closed by the groups of who asks. */
import type { MissingFact, Verdict, Via } from "../model/answer.ts";
import type { SecurityGroupId } from "../model/entity/entity.ts";
import { valueOr } from "../model/known.ts";
import { answer, isForAnyClient } from "./answer.ts";
import { flattened, settle } from "./outcome.ts";
import type { Gate, Outcome } from "./outcome.ts";
import { groupsOf, standingOf } from "./place.ts";
import type { Place, Standing } from "./place.ts";
import type { Destination, Question, Source } from "./question.ts";
import { passesGroups, screenGroups } from "./screen/security-group.ts";
import { symptomOf } from "./symptom.ts";
import type { World } from "./world.ts";

export interface WalkDetails {
  /** Codes of every blocker, in order of the walk, without repetition; empty when reachable. */
  readonly codes: readonly string[];
  /** What the client would see; undefined when nothing is sure to fail. */
  readonly symptom: string | undefined;
  /** Facts that the answer waits for, and those that it takes for granted. */
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
}

/** One question answered. Sources that share an answer share the object. */
export interface Walk {
  readonly verdict: Verdict;
  readonly via: Via | null;
  /** Made when first asked for: most walks are only asked for their verdict. */
  readonly details: () => WalkDetails;
  /** Whether the client's own groups have a part in it: then sources share the answer, and each has its own words. */
  readonly isOwn: boolean;
}

/** A question, whoever asks it. Answers are kept by the object: ask the same one of many clients. */
export type Asked = Omit<Question, "source">;

/** A source ready to be asked about. */
export interface Client {
  readonly world: World;
  readonly source: Source;
  readonly place: Place;
  readonly groups: ReturnType<typeof groupsOf>;
  /** Equal for clients whose groups answer alike; `gates` and `hasRules` hang on it alone. */
  readonly own: string;
  readonly gates: Map<number, GateState>;
  readonly hasRules: boolean;
  /** What its place is told, by the question. */
  readonly answers: Map<Asked, Answered>;
  /** What anybody is told there, whoever waits for answers. */
  readonly common: Map<Asked, Answered>;
}

/** `ajar`: for part of the packets, or not for certain, or under an assumption. */
type GateState = "open" | "shut" | "ajar";

interface Answered {
  readonly outcome: Outcome;
  /** One of each number. */
  readonly gates: readonly Gate[];
  readonly walks: Map<Passage, Walk>;
}

/**
 * How a client gets through gates: 0 where all are open; else a bit for each that is shut, negative where the client has
 * no rules at all, which is another code; the client's own rules where none of this tells all.
 */
export type Passage = number | string;

const mostGates = 30;

const clientsOf = { interface: "clients at an interface", subnet: "clients in a subnet" } as const;

export function clientOf(world: World, source: Source, standing?: Standing): Client {
  return world.once(clientsOf[source.kind], source.id, () => {
    const { place, own } = standing ?? standingOf(world, source);
    const groups = groupsOf(world, source);
    const rules = groups === "ignored" ? [] : valueOr(groups, []);
    return {
      world,
      source,
      place,
      groups,
      own,
      gates: world.once("gates of groups", own, () => new Map<number, GateState>()),
      hasRules: rules.some((id) => hasRules(world, id)),
      answers: world.once("answers of a place", place, () => new Map<Asked, Answered>()),
      common: world.once("answers of a stand", place.stand, () => new Map<Asked, Answered>()),
    };
  });
}

const hasRules = ({ network }: World, id: SecurityGroupId): boolean => {
  const rules = network.securityGroups.get(id)?.egress;
  return rules?.known === true && rules.value.length > 0;
};

export function walk(world: World, question: Question): Walk {
  return ask(clientOf(world, question.source), question);
}

/** One question answered, as cheaply as others of the client's place and groups allow. */
export function ask(client: Client, asked: Asked): Walk {
  if (!isShared(client.world, asked.destination)) return walkAlone(client, asked);
  const answered = client.answers.get(asked) ?? answerFor(client, asked);
  const passage = passageOf(client, answered.gates);
  return answered.walks.get(passage) ?? kept(answered.walks, passage, walkBy(client, asked, passage));
}

/** Everything that a client's packets meet. */
export function meet(client: Client, asked: Asked): Outcome {
  const { world, source, groups } = client;
  const outcome = isShared(world, asked.destination)
    ? (client.answers.get(asked) ?? answerFor(client, asked)).outcome
    : answer(world, { ...asked, source });
  return groups === "ignored" ? outcome : settle(outcome, (gate) => screenGroups(world, gate, groups));
}

/** Whether what is asked for has a part in the answer, and not only where it is: policies mind it. */
export const mindsRequest = (client: Client, asked: Asked): boolean =>
  flattened(meet(client, asked).findings).some(({ stage }) => stage === "policy");

/** The question of one source, with nobody else's addresses in the words. */
export function meetAlone(world: World, question: Question): Outcome {
  const groups = groupsOf(world, question.source);
  const outcome = answer(world, question);
  return groups === "ignored" ? outcome : settle(outcome, (gate) => screenGroups(world, gate, groups));
}

function walkAlone({ world, source }: Client, asked: Asked): Walk {
  return toWalk(meetAlone(world, { ...asked, source }), asked.strict, true);
}

function answerFor({ world, place, answers, common }: Client, asked: Asked): Answered {
  const told = common.get(asked);
  if (told !== undefined) return kept(answers, asked, told);
  const outcome = answer(world, { ...asked, source: place.source });
  const gates = new Map(outcome.gates.map((gate) => [gate.number, gate]));
  const answered = { outcome, gates: [...gates.values()], walks: new Map<Passage, Walk>() };
  if (isForAnyClient(world, place.source, outcome)) common.set(asked, answered);
  return kept(answers, asked, answered);
}

export function passageOf(client: Client, gates: readonly Gate[]): Passage {
  const { groups, own } = client;
  if (groups === "ignored") return 0;
  if (gates.length > mostGates) return own;
  let shut = 0;
  let bit = 1;
  for (const gate of gates) {
    const state = client.gates.get(gate.number) ?? kept(client.gates, gate.number, askGate(client, gate));
    if (state === "ajar") return own;
    if (state === "shut") shut += bit;
    bit *= 2;
  }
  return client.hasRules ? shut : -shut;
}

const stateOf = { all: "open", none: "shut", some: "ajar" } as const;

function askGate({ world, groups }: Client, gate: Gate): GateState {
  return groups === "ignored" ? "open" : stateOf[passesGroups(world, gate, groups)];
}

function walkBy(client: Client, asked: Asked, passage: Passage): Walk {
  const { outcome, gates } = client.answers.get(asked) ?? answerFor(client, asked);
  const { strict } = asked;
  if (passage === 0) return toWalk(outcome, strict, false);
  const isShut = typeof passage === "number" && Math.abs(passage) === 2 ** gates.length - 1;
  if (!isShut || !outcome.isGated) return toWalk(meet(client, asked), strict, true);
  // Where nothing gets past the client's own groups, nothing behind them need be added up.
  const details = later(() => detailsOf(meet(client, asked), "blocked", strict));
  return { verdict: "blocked", via: null, isOwn: true, details };
}

/** Whether a destination is the same to every source of a place: another interface may tell them apart. */
function isShared(world: World, destination: Destination): boolean {
  if (destination.kind === "interface") return false;
  return (
    destination.kind !== "address" ||
    world.once("vacant address", destination.address, () => {
      return world.topology.vpcsHolding(destination.address).length === 0;
    })
  );
}

/** The verdict at once, and the rest when somebody asks for it. */
export function toWalk(outcome: Outcome, strict: boolean, isOwn: boolean): Walk {
  const verdict = strict ? outcome.strict : outcome.verdict;
  const via = verdict === "blocked" && isHeldBack(outcome.findings) ? null : outcome.via;
  return { verdict, via, isOwn, details: later(() => detailsOf(outcome, verdict, strict)) };
}

function later<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function kept<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value {
  map.set(key, value);
  return value;
}

/** Whether the first thing that drops is the name, the source itself, or its own groups: then nothing leaves. */
function isHeldBack(findings: Outcome["findings"]): boolean {
  for (const { outcome, stage, blockers } of flattened(findings)) {
    if (outcome !== "drop") continue;
    const isOwnGroup =
      stage === "security-group" && blockers.every(({ direction }) => direction === "egress");
    return stage === "source" || stage === "dns" || isOwnGroup;
  }
  return false;
}

function detailsOf(outcome: Outcome, verdict: Verdict, strict: boolean): WalkDetails {
  const findings = new Set(flattened(outcome.findings));
  const codes = new Set<string>();
  const missing = new Set<MissingFact>();
  const assumed = new Set<MissingFact>();
  for (const finding of findings) {
    for (const { code } of finding.blockers) codes.add(code);
    for (const fact of finding.missing) missing.add(fact);
    for (const fact of finding.assumed) assumed.add(fact);
  }
  const isReachable = verdict === "reachable";
  return {
    codes: isReachable ? [] : [...codes],
    symptom: symptomOf(verdict, findings),
    unknowns: isReachable ? [] : [...missing, ...(strict ? assumed : [])],
    assumptions: strict ? [] : [...assumed],
  };
}

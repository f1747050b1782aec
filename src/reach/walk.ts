/** The walk: one answer for many sources. Each is worked out once for a place, and closed by the groups of who asks. */
import type { MissingFact, Verdict, Via } from "../model/answer.ts";
import { answer } from "./answer.ts";
import { flattened, settle } from "./outcome.ts";
import type { Gate, Outcome } from "./outcome.ts";
import { groupsOf, ownRulesOf, placeOf } from "./place.ts";
import type { Place } from "./place.ts";
import type { Destination, Question, Source } from "./question.ts";
import type { GroupQuestion } from "./screen/group-rule.ts";
import { screenGroups } from "./screen/security-group.ts";
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
  readonly strict: boolean;
  /** Everything that was met, worked out again for whoever asks. */
  readonly met: () => Outcome;
}

/** One question answered, as cheaply as others of its place and its groups allow. */
export function walk(world: World, question: Question): Walk {
  const { source, destination, strict } = question;
  if (!isShared(world, destination)) return walkAlone(world, question);
  const { place, groups, own, gates } = clientOf(world, source);
  const key = keyOf(world, question);
  const outcome =
    place.outcomes.get(key) ??
    kept(place.outcomes, key, answer(world, { ...question, source: place.source }));
  if (outcome.gates.length === 0 || groups === "ignored") {
    return world.once("walk", outcome, () => toWalk(() => outcome, strict));
  }
  const met = () => settle(outcome, (gate) => screenGroups(world, { ...gate, groups }));
  const states = new Set(
    outcome.gates.map((gate) => gates.get(gate.number) ?? askGate(world, gates, { ...gate, groups })),
  );
  const only = states.size === 1 ? [...states][0] : undefined;
  if (only === "open") return world.once("walk through open gates", outcome, () => toWalk(met, strict));
  const shut = world.once("walks at shut gates", outcome, () => new Map<string, Walk>());
  const known = shut.get(own);
  if (known !== undefined) return known;
  const isSurelyBlocked = only === "shut" && outcome.isGated;
  return kept(shut, own, isSurelyBlocked ? blockedWalk(met, strict) : toWalk(met, strict));
}

function kept<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value {
  map.set(key, value);
  return value;
}

/** What questions of one source start from. */
interface Client {
  readonly place: Place & { readonly outcomes: Map<string, Outcome> };
  readonly groups: ReturnType<typeof groupsOf>;
  readonly own: string;
  /** How its groups answer at gates, by their number. */
  readonly gates: Map<number, GateState>;
}

/** `ajar`: for part of the packets, or not for certain, or under an assumption. */
type GateState = "open" | "shut" | "ajar";

function clientOf(world: World, source: Source): Client {
  return world.once(`client ${source.kind}`, source.id, () => {
    const place = placeOf(world, source);
    const outcomes = world.once("outcomes of a place", place, () => new Map<string, Outcome>());
    const groups = groupsOf(world, source);
    const own = ownRulesOf(world, source);
    const gates = world.once("gates of groups", own, () => new Map<number, GateState>());
    return { place: { ...place, outcomes }, groups, own, gates };
  });
}

function askGate(
  world: World,
  gates: Map<number, GateState>,
  gate: Gate & Pick<GroupQuestion, "groups">,
): GateState {
  const { outcome, assumed } = screenGroups(world, gate);
  const state = outcome === "drop" ? "shut" : outcome === "pass" && assumed.length === 0 ? "open" : "ajar";
  return kept(gates, gate.number, state);
}

/** The question of one source, with nobody else's addresses in the words. */
export function walkAlone(world: World, question: Question): Walk {
  const groups = groupsOf(world, question.source);
  const outcome = answer(world, question);
  const met = () =>
    groups === "ignored" ? outcome : settle(outcome, (gate) => screenGroups(world, { ...gate, groups }));
  return toWalk(met, question.strict);
}

function keyOf(world: World, question: Question): string {
  const { destination, protocol, port, sourcePort, strict, requests } = question;
  const asked = requests === undefined ? "" : world.numberOf(requests);
  return `${nameOf(destination)} ${protocol} ${port} ${sourcePort ?? ""} ${strict} ${asked}`;
}

function nameOf(destination: Destination): string {
  switch (destination.kind) {
    case "service":
      return `service ${destination.service}`;
    case "host":
      return `host ${destination.host}`;
    case "address":
      return `address ${destination.address}`;
    case "interface":
      return `interface ${destination.id}`;
  }
}

/** Whether a destination is the same to every source of a place: another interface may tell them apart. */
function isShared({ topology }: World, destination: Destination): boolean {
  if (destination.kind === "interface") return false;
  return destination.kind !== "address" || topology.vpcsHolding(destination.address).length === 0;
}

/** The verdict at once, and the rest when somebody asks for it. */
function toWalk(met: () => Outcome, strict: boolean): Walk {
  const outcome = met();
  const verdict = strict ? outcome.strict : outcome.verdict;
  const via = verdict === "blocked" && isHeldBack(outcome.findings) ? null : outcome.via;
  return { verdict, via, strict, met, details: detailsLater(met, verdict, strict) };
}

/** Where nothing gets past the client's own groups, nothing behind them need be added up. */
function blockedWalk(met: () => Outcome, strict: boolean): Walk {
  return { verdict: "blocked", via: null, strict, met, details: detailsLater(met, "blocked", strict) };
}

function detailsLater(met: () => Outcome, verdict: Verdict, strict: boolean): Walk["details"] {
  let made: WalkDetails | undefined;
  return () => (made ??= detailsOf(met(), verdict, strict));
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

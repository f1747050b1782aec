/** The walk: from a question to its answer, over both families, every address, and every alternative. */
import type { Family } from "../model/address.ts";
import { familyOf } from "../model/address.ts";
import type { MissingFact, Verdict, Via } from "../model/answer.ts";
import { find } from "../model/network.ts";
import { aimsOf } from "./aim.ts";
import type { Aimed } from "./aim.ts";
import { endOfInterface, endOfSubnet, ephemeralPortsOf } from "./end.ts";
import type { VpcEnd } from "./end.ts";
import { cannotTell, drop } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { isIcmp, toFlow } from "./flow.ts";
import { at, home, spanOf } from "./hop.ts";
import { after, best, either, every, flattened, inSeries, settle } from "./outcome.ts";
import type { Gate, Outcome } from "./outcome.ts";
import { groupsOf, placeOf } from "./place.ts";
import type { Place } from "./place.ts";
import type { Destination, Question, Source } from "./question.ts";
import type { GroupQuestion } from "./screen/group-rule.ts";
import { symptomOf } from "./symptom.ts";
import { screenGroups } from "./screen/security-group.ts";
import { send } from "./send.ts";
import type { World } from "./world.ts";

/** One question answered. Sources that share an answer share the object. */
export interface Walk {
  readonly verdict: Verdict;
  readonly via: Via | null;
  /** Codes of every blocker, in order of the walk, without repetition; empty when reachable. */
  readonly codes: readonly string[];
  /** What the client would see; undefined when nothing is sure to fail. */
  readonly symptom: string | undefined;
  /** Facts that the answer waits for, and those that it takes for granted. */
  readonly unknowns: readonly MissingFact[];
  readonly assumptions: readonly MissingFact[];
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
  if (outcome.gates.every((gate) => gates.get(gate.number) ?? isOpen(world, gates, { ...gate, groups }))) {
    return world.once("walk through open gates", outcome, () => toWalk(met, strict));
  }
  const shut = world.once("walks at shut gates", outcome, () => new Map<string, Walk>());
  return shut.get(own) ?? kept(shut, own, toWalk(met, strict));
}

function kept<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): Value {
  map.set(key, value);
  return value;
}

/** What questions of one source start from. */
interface Client {
  readonly place: Place & { readonly outcomes: Map<string, Outcome> };
  readonly groups: ReturnType<typeof groupsOf>;
  /** Equal for sources with the same groups. */
  readonly own: string;
  /** Which gates its groups leave open, by their number. */
  readonly gates: Map<number, boolean>;
}

function clientOf(world: World, source: Source): Client {
  return world.once(`client ${source.kind}`, source.id, () => {
    const place = placeOf(world, source);
    const outcomes = world.once("outcomes of a place", place, () => new Map<string, Outcome>());
    const groups = groupsOf(world, source);
    const own = groups !== "ignored" && groups.known ? groups.value.join("+") : source.id;
    const gates = world.once("gates of groups", own, () => new Map<number, boolean>());
    return { place: { ...place, outcomes }, groups, own, gates };
  });
}

/** Whether the groups let everything through a gate for certain. */
function isOpen(
  world: World,
  gates: Map<number, boolean>,
  gate: Gate & Pick<GroupQuestion, "groups">,
): boolean {
  const { outcome, assumed } = screenGroups(world, gate);
  return kept(gates, gate.number, outcome === "pass" && assumed.length === 0);
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

function toWalk(met: () => Outcome, strict: boolean): Walk {
  const outcome = met();
  const verdict = strict ? outcome.strict : outcome.verdict;
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
    verdict,
    via: outcome.via,
    codes: isReachable ? [] : [...codes],
    symptom: symptomOf(verdict, findings),
    unknowns: isReachable ? [] : [...missing, ...(strict ? assumed : [])],
    assumptions: strict ? [] : [...assumed],
    strict,
    met,
  };
}

const families: readonly Family[] = [4, 6];

/** A client that has both families tries both, IPv4 first, and takes the one that works. */
function answer(world: World, question: Question): Outcome {
  const { source, destination } = question;
  const ends = families.flatMap((family) => {
    const end = endOf(world, source, family);
    return end === undefined ? [] : [{ family, end }];
  });
  if (ends.length === 0) return inSeries([nowhere(world, source)]);
  const own =
    destination.kind === "address"
      ? ends.filter(({ family }) => family === familyOf(destination.address))
      : ends;
  if (own.length === 0) return inSeries([otherFamily(source)]);
  const [first, second] = own.map(({ family, end }) => answerIn(world, question, end, family));
  if (first === undefined || second === undefined) return first ?? inSeries([]);
  const isCertain = destination.kind !== "host" || world.facts.classifyHost(destination.host).kind === "aws";
  return best(first, isCertain ? second : after([perhapsIpv6(destination.host)], second));
}

/** Many hosts outside AWS have no IPv6 address. */
function perhapsIpv6(host: string): Finding {
  const missing = { fact: `whether ${host} has IPv6 addresses`, settledBy: `dig +short AAAA ${host}` };
  return cannotTell(at("forward", "dns", "dns", "public"), `${host} over IPv6`, [missing]);
}

function answerIn(world: World, question: Question, end: VpcEnd, family: Family): Outcome {
  const { doubts, alternatives } = aimsOf(world, end, question.destination, family);
  return either(
    doubts,
    alternatives.map((aimed) => reach(world, question, end, aimed)),
  );
}

function reach(world: World, question: Question, end: VpcEnd, { findings, aims }: Aimed): Outcome {
  const started = [...startOf(end), ...findings];
  if (aims.length === 0) return inSeries(started, { kind: "local", id: end.vpc });
  const { protocol, port, sourcePort } = question;
  const ports = portsOf(world, protocol, port);
  const srcPorts =
    sourcePort === undefined
      ? isIcmp(protocol)
        ? ports
        : ephemeralPortsOf(end.client)
      : portsOf(world, protocol, sourcePort);
  const outcomes = aims.map((aim) =>
    send({
      world,
      question,
      client: end,
      sender: end,
      at: end,
      aim,
      flow: toFlow(end.span, spanOf(aim), { protocol, srcPorts, dstPorts: ports }),
      junction: "vpc",
      back: home,
      trail: [],
      onward: send,
    }),
  );
  return after(started, every(outcomes));
}

const portsOf = (world: World, protocol: number, port: number) =>
  world.once("ports", `${protocol} ${port}`, () => [[port, port]] as const);

/** https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html, VPCE_INTRA_VPC_TRAFFIC (read 2026-11-24) */
function startOf({ client, component, vpc }: VpcEnd): readonly Finding[] {
  if (client !== "endpoint") return [];
  return [
    drop(at("forward", "source", component.kind, component.id), "an endpoint opens no connections", "", {
      code: "VPCE_INTRA_VPC_TRAFFIC",
      direction: "egress",
      message: `${component.id} belongs to a VPC endpoint, which opens no connections into ${vpc}`,
      fix: "ask from a client's interface",
    }),
  ];
}

function endOf(world: World, source: Source, family: Family): VpcEnd | undefined {
  if (source.kind === "interface") {
    const row = find(world.network, "networkInterfaces", source.id);
    return row.known ? endOfInterface(world, row.value, family) : undefined;
  }
  const row = find(world.network, "subnets", source.id);
  return row.known ? endOfSubnet(world, row.value, family) : undefined;
}

function nowhere({ network }: World, source: Source): Finding {
  const place = at("forward", "source", source.kind, source.id);
  const row = find(network, source.kind === "interface" ? "networkInterfaces" : "subnets", source.id);
  const addresses = {
    fact: `the addresses of ${source.id}`,
    settledBy: "aws ec2 describe-network-interfaces",
  };
  return cannotTell(place, `where ${source.id} is`, [row.known ? addresses : row]);
}

function otherFamily(source: Source): Finding {
  return drop(at("forward", "source", source.kind, source.id), "no address of the destination's family", "", {
    code: "NO_POSSIBLE_DESTINATION",
    direction: "egress",
    message: `${source.id} has no address of the destination's family`,
    fix: "use a destination of the source's family",
  });
}

/**
 * One packet walked in both networks. Sources that differ in nothing but their own groups share the walk, whose gates are
 * then asked for each of them, as for any client of a place.
 */
import { valueOr } from "../../model/known.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import { answer } from "../answer.ts";
import { settle } from "../outcome.ts";
import type { Gate, Outcome } from "../outcome.ts";
import { likenessOf, standingOf } from "../place.ts";
import type { Destination } from "../question.ts";
import { screenGroups } from "../screen/security-group.ts";
import { clientOf, passageOf } from "../walk.ts";
import type { Client, Passage } from "../walk.ts";
import { renewed } from "../world.ts";
import type { World } from "../world.ts";
import type { Comparing } from "./comparing.ts";
import type { DestinationCell } from "./cells/destination.ts";
import { endpointOf } from "./cells/ends.ts";
import { rulesOfGroups } from "./cells/block.ts";
import type { TrafficCell } from "./cells/traffic.ts";
import { judge } from "./judge.ts";
import type { Judged } from "./judge.ts";
import { both } from "./sides.ts";
import type { Side, Sides } from "./sides.ts";
import type { SourceClass } from "./sources.ts";

export type PairWalk = (
  source: SourceClass,
  cell: DestinationCell,
  packet: TrafficCell,
) => Judged | undefined;

/** After so many walks all is forgotten that was remembered of them: memory is not to grow with the question. */
const mostWalks = 4_000;

interface Walked {
  readonly number: number;
  readonly outcome: Outcome;
  /** One of each number. */
  readonly gates: readonly Gate[];
}

interface Memory {
  /** Where what tells sources apart stays known. */
  readonly lasting: Sides<World>;
  readonly worlds: Sides<World>;
  readonly walked: Sides<Map<string, Walked>>;
  /** Of walks whose gates are all open, by their numbers. */
  readonly judged: Map<string, Judged | undefined>;
  readonly sources: Map<SourceClass, Sides<Asking>>;
}

/** A source ready to be asked about. */
interface Asking {
  readonly client: Client;
  /** Equal for sources that share what is walked to a destination, by the groups there. */
  readonly lies: Map<string, string>;
}

export function createPairWalk(worlds: Sides<World>, { matches, strict }: Comparing): PairWalk {
  let memory = createMemory(worlds);
  return (source, cell, packet) => {
    if (memory.walked.before.size > mostWalks) memory = createMemory(worlds);
    const askings = memory.sources.get(source) ?? askingsOf(memory, source);
    const met = both(askings, (asking, side) => {
      const walked = walkOnce(memory, { asking, source, cell, packet, strict }, side);
      return { walked, passage: passageOf(asking.client, walked.gates), client: asking.client };
    });
    const { before, after } = met;
    if (isBlocked(before, strict) && isBlocked(after, strict)) return undefined;
    if (before.passage !== 0 || after.passage !== 0) return judge(both(met, settled), matches, strict);
    const key = `${before.walked.number} ${after.walked.number}`;
    if (!memory.judged.has(key)) memory.judged.set(key, judge(both(met, settled), matches, strict));
    return memory.judged.get(key);
  };
}

interface Met {
  readonly walked: Walked;
  readonly passage: Passage;
  readonly client: Client;
}

/** Seen without closing any gate: what is blocked with all of them open stays so. */
const isBlocked = (met: Met, strict: boolean): boolean =>
  isShut(met) || met.walked.outcome[strict ? "strict" : "verdict"] === "blocked";

/** Whether nothing gets past the client's own groups, for certain. */
const isShut = ({ walked, passage }: Met): boolean =>
  walked.outcome.isGated &&
  typeof passage === "number" &&
  Math.abs(passage) === 2 ** walked.gates.length - 1 &&
  passage !== 0;

function settled({ walked, passage, client }: Met): Outcome {
  const { groups, world } = client;
  if (passage === 0 || groups === "ignored") return walked.outcome;
  return settle(walked.outcome, (gate) => screenGroups(world, gate, groups));
}

function createMemory(worlds: Sides<World>): Memory {
  return {
    lasting: worlds,
    worlds: both(worlds, renewed),
    walked: { before: new Map(), after: new Map() },
    judged: new Map(),
    sources: new Map(),
  };
}

function askingsOf(memory: Memory, source: SourceClass): Sides<Asking> {
  const askings = both(memory.worlds, (world, side) => ({
    client: clientOf(world, source.source[side], standingOf(memory.lasting[side], source.source[side])),
    lies: new Map<string, string>(),
  }));
  memory.sources.set(source, askings);
  return askings;
}

interface Question {
  readonly asking: Asking;
  readonly source: SourceClass;
  readonly cell: DestinationCell;
  readonly packet: TrafficCell;
  readonly strict: boolean;
}

function walkOnce(memory: Memory, { asking, source, cell, packet, strict }: Question, side: Side): Walked {
  const { protocol, port } = packet;
  const { client } = asking;
  const { world } = client;
  const destination = cell.destination[side];
  const key = [
    world.numberOf(client.place),
    lieOf(asking, cell.rows[side], { world: memory.lasting[side], side }),
    nameOf(destination),
    protocol,
    port,
  ].join(" ");
  const known = memory.walked[side].get(key);
  if (known !== undefined) return known;
  const outcome = answer(world, {
    source: source.source[side],
    destination,
    protocol,
    port,
    sourcePort: undefined,
    strict,
    requests: undefined,
  });
  const gates = new Map(outcome.gates.map((gate) => [gate.number, gate]));
  const walked = { number: memory.walked[side].size, outcome, gates: [...gates.values()] };
  memory.walked[side].set(key, walked);
  return walked;
}

function nameOf(destination: Destination): string {
  if (destination.kind === "address") return String(destination.address);
  return destination.kind === "interface" ? destination.id : "";
}

/** How groups at the destination see the source: equal for sources that none of their rules tells apart. */
function lieOf(
  { client: { source }, lies }: Asking,
  row: NetworkInterface | undefined,
  seen: { readonly world: World; readonly side: Side },
): string {
  if (row === undefined) return "";
  const { world } = seen;
  const groups = row.groups.known ? row.groups.value : [];
  const key = endpointOf(world, row) !== undefined || !row.groups.known ? "any rule" : groups.join("+");
  const known = lies.get(key);
  if (known !== undefined) return known;
  const own = source.kind === "interface" ? world.network.networkInterfaces.get(source.id) : undefined;
  const isTold = own !== undefined && own.addresses.known && own.groups.known && key !== "any rule";
  const lie = isTold ? seenBy(seen, groups, own) : likenessOf(world, source);
  lies.set(key, lie);
  return lie;
}

function seenBy(
  { world, side }: { readonly world: World; readonly side: Side },
  groups: Parameters<typeof rulesOfGroups>[1],
  { addresses, groups: own }: NetworkInterface,
): string {
  const { blocks } = rulesOfGroups({ world, side }, groups, "ingress");
  const within = blocks.filter(({ first, last }) =>
    valueOr(addresses, []).some((address) => first <= address && address <= last),
  );
  const named = groups.flatMap((id) => {
    const rules = world.network.securityGroups.get(id)?.ingress;
    return (rules === undefined ? [] : valueOr(rules, [])).flatMap(({ peer }) =>
      peer.known && peer.value.kind === "security-group" ? [peer.value.id] : [],
    );
  });
  const members = valueOr(own, []).filter((id) => named.includes(id));
  return [...within.map(({ label }) => label), ...members].toSorted().join(" ");
}

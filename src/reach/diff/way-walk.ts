/**
 * One packet walked in both networks with the groups of either end left open. All sources of a place and all destinations
 * of a cell share the walk; what their groups make of it is told without walking again (`src/reach/diff/gates/`).
 */
import { isSame } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import { familyOf } from "../../model/address.ts";
import type { Family } from "../../model/address.ts";
import { answer, isForAnyClient } from "../answer.ts";
import { drop, pass } from "../finding.ts";
import { at } from "../hop.ts";
import { flattened, settle } from "../outcome.ts";
import type { Gate, Outcome } from "../outcome.ts";
import type { Destination } from "../question.ts";
import { renewed } from "../world.ts";
import type { World } from "../world.ts";
import type { FieldCell } from "./cells/field.ts";
import type { TrafficCell } from "./cells/traffic.ts";
import type { Comparing } from "./comparing.ts";
import type { TrafficSet } from "./gates/traffic-set.ts";
import { judge } from "./judge.ts";
import type { Judged } from "./judge.ts";
import type { Sender } from "./sender.ts";
import { both, sides } from "./sides.ts";
import type { Side, Sides } from "./sides.ts";

/** Traffic that nothing on the way tells apart. */
export interface WayTraffic extends TrafficCell {
  readonly set: TrafficSet;
}

/** The groups of one end, as a walk has come by them. */
export type Guard =
  /** They are not asked. */
  | { readonly kind: "none" }
  /** Asked once, and past them nothing goes that they shut out. */
  | { readonly kind: "one"; readonly gate: Gate }
  /** Only each packet itself tells. */
  | { readonly kind: "several" };

/** Of one network, with the groups of both ends left open. */
export interface Led {
  readonly outcome: Outcome;
  readonly isBlocked: boolean;
  readonly client: Guard;
  readonly destination: Guard;
  /** The addresses that the walked packet was sent from, of each family. */
  readonly from: readonly AddressSet[];
}

export interface Met {
  readonly number: number;
  readonly led: Sides<Led>;
  /** Where the groups of both ends are open, on either side. */
  readonly judged: () => Judged | undefined;
}

/** By whom, and whether others who stand there would have met the same, whoever waits for answers. */
interface Walked {
  readonly met: Met | undefined;
  readonly place: string;
  readonly isForAny: boolean;
}

export type WayWalk = (sender: Sender, cell: FieldCell, packet: WayTraffic) => Met | undefined;

/** After so many walks all is forgotten that was remembered of them: memory is not to grow with the question. */
const mostWalks = 20_000;

/** Undefined where nothing gets through on either side, whatever groups say. */
export function createWayWalk(worlds: Sides<World>, { matches, strict }: Comparing): WayWalk {
  const known = new Map<FieldCell, Map<string, Map<WayTraffic, Walked>>>();
  let fresh = both(worlds, renewed);
  let count = 0;
  const walk = (sender: Sender, cell: FieldCell, packet: WayTraffic): Walked => {
    count += 1;
    if (count % mostWalks === 0) fresh = both(worlds, renewed);
    const led = both(fresh, (world, side) =>
      walkOpen(world, { sender, destination: cell.destination[side], packet, side, strict }),
    );
    const isForAny = sides.every((side) =>
      isForAnyClient(fresh[side], sender.source.source[side], led[side].outcome),
    );
    const from = { place: sender.place, isForAny };
    if (led.before.isBlocked && led.after.isBlocked) return { ...from, met: undefined };
    const judged = later(() =>
      judge(
        both(led, ({ outcome }) => outcome),
        matches,
        strict,
      ),
    );
    return { ...from, met: { number: count, led, judged } };
  };
  const keep = (name: string, sender: Sender, cell: FieldCell, packet: WayTraffic): Walked => {
    const ofCell = known.get(cell) ?? new Map<string, Map<WayTraffic, Walked>>();
    known.set(cell, ofCell);
    const own = ofCell.get(name) ?? new Map<WayTraffic, Walked>();
    ofCell.set(name, own);
    const walked = own.get(packet) ?? walk(sender, cell, packet);
    own.set(packet, walked);
    return walked;
  };
  return (sender, cell, packet) => {
    const common = keep(`anybody at ${sender.stand}`, sender, cell, packet);
    const isOurs = common.isForAny || common.place === sender.place;
    const { met } = isOurs ? common : keep(sender.place, sender, cell, packet);
    if (met === undefined || sender.isKnown || !isNamingFacts(met)) return met;
    const { before, after } = sender.source.source;
    return keep(`${before.id} | ${after.id}`, sender, cell, packet).met;
  };
}

function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const isNamingFacts = ({ led }: Met): boolean =>
  sides.some((side) =>
    flattened(led[side].outcome.findings).some(
      ({ missing, assumed }) => missing.length > 0 || assumed.length > 0,
    ),
  );

interface Asked {
  readonly sender: Sender;
  readonly destination: Destination;
  readonly packet: Pick<WayTraffic, "protocol" | "port">;
  readonly side: Side;
  readonly strict: boolean;
}

/** With the groups of both ends left open. */
export function walkOpen(world: World, { sender, destination, packet, side, strict }: Asked): Led {
  const outcome = answer(world, {
    source: sender.source.source[side],
    destination,
    protocol: packet.protocol,
    port: packet.port,
    sourcePort: undefined,
    strict,
    requests: undefined,
    destinationGroups: "apart",
  });
  const verdictOf = (one: Outcome) => (strict ? one.strict : one.verdict);
  const guard = (end: Gate["end"]) => guardAt(outcome, end, verdictOf);
  return {
    outcome,
    isBlocked: verdictOf(outcome) === "blocked",
    client: guard("client"),
    destination: guard("destination"),
    from: families.flatMap((family) => {
      const span = sender.spanIn(side, family);
      return span === undefined ? [] : [span.set];
    }),
  };
}

const families: readonly Family[] = [4, 6];
const here = at("forward", "security-group", "security-group", "?");
const shut = drop(here, "shut", "");
const open = pass(here, "open");

function guardAt(outcome: Outcome, end: Gate["end"], verdictOf: (one: Outcome) => string): Guard {
  const [gate, ...others] = outcome.gates.filter((one) => one.end === end);
  if (gate === undefined) return { kind: "none" };
  if (others.some(({ number }) => number !== gate.number)) return { kind: "several" };
  const isPassedBy = verdictOf(settle(outcome, (one) => (one.end === end ? shut : open))) !== "blocked";
  return isPassedBy ? { kind: "several" } : { kind: "one", gate };
}

/** Whether the gate sees the sender's own address: no NAT has taken its place. */
export const seesSender = ({ from }: Led, { flow }: Gate): boolean =>
  from.some((set) => isSame(set, flow.packets.src));

/** The family that a gate was asked in. */
export const familyAt = ({ flow }: Gate): Family => familyOf(flow.packets.dst[0]?.[0] ?? 0n);

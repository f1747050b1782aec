/** One packet between two ends, with their groups asked in words: where sets cannot tell, and where somebody is to be told why. */
import { onceEach } from "../../../facts/once.ts";
import { pass } from "../../finding.ts";
import type { Finding } from "../../finding.ts";
import { addressLabel } from "../../flow.ts";
import type { Flow, Span } from "../../flow.ts";
import { at } from "../../hop.ts";
import type { PortSet } from "../../../model/interval-set.ts";
import { settle } from "../../outcome.ts";
import type { Gate, Outcome } from "../../outcome.ts";
import { screenGroups } from "../../screen/security-group.ts";
import type { Groups } from "../../screen/group-rule.ts";
import type { World } from "../../world.ts";
import type { OwnGroups } from "../cells/ends.ts";
import type { Comparing } from "../comparing.ts";
import { judge } from "../judge.ts";
import type { Judged } from "../judge.ts";
import type { Receiver, Sender } from "../sender.ts";
import { both } from "../sides.ts";
import type { Side, Sides } from "../sides.ts";
import { familyAt, seesSender } from "../way-walk.ts";
import type { Led, Met } from "../way-walk.ts";
import type { Point } from "./traffic-set.ts";

export interface Between {
  readonly sender: Sender;
  readonly receiver: Receiver;
}

/** Undefined where the packet fares the same. */
export function judgePacket(
  worlds: Sides<World>,
  { matches, strict }: Comparing,
  { led }: Met,
  between: Between,
  point: Point,
): Judged | undefined {
  const outcomes = both(led, (one, side) => settleOne(worlds[side], one, { ...between, point, side }));
  return judge(outcomes, matches, strict);
}

interface Asked extends Between {
  readonly point: Point;
  readonly side: Side;
}

const settleOne = (world: World, led: Led, asked: Asked): Outcome =>
  settle(led.outcome, (gate) => askGate(world, led, gate, asked));

function askGate(world: World, led: Led, gate: Gate, { sender, receiver, point, side }: Asked): Finding {
  const family = familyAt(gate);
  const to = receiver.spanIn(side, family);
  const from = sender.spanIn(side, family);
  const own = gate.end === "client" ? sender.groups[side] : receiver.groups[side];
  if (own === undefined || own === "ignored") return notAsked;
  const isOwn = gate.end === "client" || seesSender(led, gate);
  const sent = withPoint(gate.flow, point);
  const flow = isOwn && from !== undefined ? withSource(sent, from) : sent;
  const peer = gate.end === "client" ? receiver.groups[side] : sender.groups[side];
  const question = {
    direction: gate.direction,
    junction: gate.junction,
    // Where it was asked of nobody whom we see, it is so for all of them.
    peerGroups: gate.peerGroups === undefined || !isOwn ? gate.peerGroups : groupsSeen(peer),
    flow: to === undefined ? flow : withDestination(flow, to),
  };
  return screenGroups(world, question, own);
}

const notAsked = pass(at("forward", "security-group", "security-group", "none"), "no groups are asked");

const groupsSeen = (groups: OwnGroups): Groups | undefined => (groups === "ignored" ? undefined : groups);

const portsOf = onceEach((port: number): PortSet => [[port, port]]);

const withPoint = (flow: Flow, { protocol, port }: Point): Flow => ({
  ...flow,
  protocol,
  packets: { ...flow.packets, dstPorts: portsOf(port) },
});

/** Only what is known to be one address is another than that of who was walked. */
const isSingle = ({ set }: Span): boolean => set.length === 1 && set[0]?.[0] === set[0]?.[1];

const withSource = (flow: Flow, span: Span): Flow => ({
  ...flow,
  from: span.label,
  packets: isSingle(span) ? { ...flow.packets, src: span.set } : flow.packets,
});

const withDestination = (flow: Flow, span: Span): Flow => ({
  ...flow,
  to: span.label === "" ? addressLabel(span.set) : span.label,
  packets: isSingle(span) ? { ...flow.packets, dst: span.set } : flow.packets,
});

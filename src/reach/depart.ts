/**
 * Sends a client's packets off to whom they are for, and walks each way only once.
 *
 * Most services of AWS answer from the same public addresses, and the endpoints of many stand in the same subnets: the
 * way there is one way, whichever of them is asked for.
 */
import { onceEach } from "../facts/once.ts";
import type { VpcEndpoint } from "../model/entity/vpc-endpoint.ts";
import type { PortSet } from "../model/interval-set.ts";
import { ephemeralPortsOf } from "./end.ts";
import type { VpcEnd } from "./end.ts";
import { isIcmp, toFlow } from "./flow.ts";
import { home, spanOf } from "./hop.ts";
import type { Aim, Hop } from "./hop.ts";
import { before, every, flattened, withVia } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import type { Question } from "./question.ts";
import { send, staysInside } from "./send.ts";
import { askBehind } from "./way/deliver.ts";
import type { World } from "./world.ts";

export interface Departure {
  readonly world: World;
  readonly question: Question;
  readonly client: VpcEnd;
}

/** To any of `aims`, of which there is at least one. */
export function depart(departure: Departure, aims: readonly Aim[]): Outcome {
  const { world } = departure;
  const called = world.once("called at", aims, () => toCalled(world, aims));
  return (called && callAt(departure, called)) ?? every(aims.map((aim) => sendTo(departure, aim)));
}

function sendTo(departure: Departure, aim: Aim): Outcome {
  const walk = () => send(firstHop(departure, aim));
  return aim.kind === "public" ? walkOnce(departure, departure.world.numberOf(aim.span), walk) : walk();
}

/** The interfaces of one endpoint, any of which may be called at. */
interface Called {
  readonly endpoint: VpcEndpoint;
  readonly aims: readonly [Aim, ...Aim[]];
  readonly ends: readonly VpcEnd[];
  /** Equal for endpoints that cannot be told apart by the way to them. */
  readonly name: string;
}

function toCalled(world: World, aims: readonly Aim[]): Called | undefined {
  const [first, ...others] = aims;
  if (first?.kind !== "interface" || first.endpoint === undefined) return undefined;
  const { endpoint } = first;
  const ends: VpcEnd[] = [];
  for (const aim of aims) {
    if (aim.kind !== "interface" || aim.endpoint !== endpoint) return undefined;
    ends.push(aim.end);
  }
  return { endpoint, aims: [first, ...others], ends, name: ends.map(world.numberOf).join("+") };
}

/** Where packets stay in the VPC, the way and what stands at its end are asked apart. Undefined where they may not. */
function callAt(departure: Departure, { endpoint, aims, ends, name }: Called): Outcome | undefined {
  const { world, client } = departure;
  if (!ends.every((end) => staysInside(world, client, end))) return undefined;
  const way = walkOnce(departure, name, () =>
    every(ends.map((end) => send(firstHop(departure, { kind: "interface", end, endpoint: undefined })))),
  );
  const behind = askBehind(firstHop(departure, aims[0]), endpoint);
  return withVia(before(way, behind), { kind: "interface-endpoint", id: endpoint.id });
}

/** Only a policy on the way minds what is asked for: such a way is walked anew. */
function walkOnce({ world, question, client }: Departure, to: number | string, walk: () => Outcome): Outcome {
  const ways = world.once("ways from an end", client, () => new Map<string, Outcome>());
  const { protocol, port, sourcePort } = question;
  const key = `${to} ${protocol} ${port} ${sourcePort}`;
  const known = ways.get(key);
  if (known !== undefined) return known;
  const way = walk();
  if (!flattened(way.findings).some(({ stage }) => stage === "policy")) ways.set(key, way);
  return way;
}

function firstHop({ world, question, client }: Departure, aim: Aim): Hop {
  const { protocol, port, sourcePort } = question;
  const dstPorts = portsOf(port);
  const srcPorts =
    sourcePort === undefined
      ? isIcmp(protocol)
        ? dstPorts
        : ephemeralPortsOf(client.client)
      : portsOf(sourcePort);
  const flow = toFlow(client.span, spanOf(aim), { protocol, srcPorts, dstPorts });
  const ends = { client, sender: client, at: client };
  return { world, question, ...ends, aim, flow, junction: "vpc", back: home, trail: [], onward: send };
}

const portsOf = onceEach((port: number): PortSet => [[port, port]]);

/** What a difference says of one packet, and what two single walks say of it, worked out apart. */
import type { Address } from "../../../src/model/address.ts";
import type { NetworkInterfaceId, SubnetId } from "../../../src/model/entity/entity.ts";
import { includes } from "../../../src/model/interval-set.ts";
import type { Network } from "../../../src/model/network.ts";
import type { Change, ChangeKind, Difference } from "../../../src/model/difference.ts";
import { createWorld, diffNetworks, walk } from "../../../src/reach/index.ts";
import type { Destination, World } from "../../../src/reach/index.ts";
import { facts } from "../ask.ts";

export interface Packet {
  readonly source: string;
  readonly address: bigint;
  readonly protocol: number;
  readonly port: number;
}

export function diff(before: Network, after: Network): Difference {
  const worlds = { before: createWorld(before, facts), after: createWorld(after, facts) };
  return diffNetworks(worlds, { strict: false });
}

/** Every change whose boxes hold the packet: one at most, or the boxes overlap. */
export function changesAt({ differences }: Difference, packet: Packet): readonly ChangeKind[] {
  return differences
    .filter(({ sources }) => sources.some(({ id }) => id === packet.source))
    .flatMap(({ changes }) => changes)
    .filter((change) => holds(change, packet))
    .map(({ kind }) => kind);
}

function holds({ boxes }: Change, { address, protocol, port }: Packet): boolean {
  return boxes.some(
    ({ addresses, traffic }) =>
      includes(addresses, address) &&
      traffic.some(({ protocols, ports }) => includes(protocols, protocol) && includes(ports, port)),
  );
}

/** Every change that names the service as the source reaches it: one at most. */
export function changesOfName({ differences }: Difference, { source, service }: Name): readonly ChangeKind[] {
  return differences
    .filter(({ sources }) => sources.some(({ id }) => id === source))
    .flatMap(({ changes }) => changes)
    .flatMap(({ kind, services }) => services.flatMap((one) => (one.service === service ? kind : [])));
}

/** A service of one port, by the name that DNS answers for. */
export interface Name {
  readonly source: string;
  readonly service: string;
}

/** Asks for the same packet in both networks, in worlds that remember nothing of the difference. */
export function createSingleWalks(
  before: Network,
  after: Network,
): (packet: Packet) => readonly ChangeKind[] {
  const worlds = [createWorld(before, facts), createWorld(after, facts)];
  return ({ source, address, protocol, port }) => {
    const destination = { kind: "address", address: address as Address } as const;
    const [was, is] = worlds.map((world) => told(world, { source, destination, protocol, port }));
    if (was === undefined || is === undefined) throw new Error("a walk is missing");
    return kindOf(was, is);
  };
}

/** The same for a name, each source in worlds of its own. */
export function createSingleNames(before: Network, after: Network): (name: Name) => readonly ChangeKind[] {
  return ({ source, service }) => {
    const asked = { source, destination: { kind: "service", service }, protocol: 6, port: 443 } as const;
    const [was, is] = [before, after].map((network) => told(createWorld(network, facts), asked));
    if (was === undefined || is === undefined) throw new Error("a walk is missing");
    return kindOf(was, is);
  };
}

interface Asked {
  readonly source: string;
  readonly destination: Destination;
  readonly protocol: number;
  readonly port: number;
}

function told(world: World, { source, ...asked }: Asked): Told {
  const { verdict, via, details } = walk(world, {
    source: source.startsWith("subnet")
      ? { kind: "subnet", id: source as SubnetId }
      : { kind: "interface", id: source as NetworkInterfaceId },
    ...asked,
    sourcePort: undefined,
    strict: false,
    requests: undefined,
  });
  const way = verdict === "blocked" ? "none" : `${via?.kind} ${via?.id}`;
  const doubts = details().unknowns.map(({ fact }) => fact);
  return { verdict, way, doubts: doubts.toSorted().join() };
}

interface Told {
  readonly verdict: string;
  readonly way: string;
  readonly doubts: string;
}

const order = ["blocked", "partial", "reachable"];

function kindOf(was: Told, is: Told): readonly ChangeKind[] {
  if (was.verdict === "unknown" || is.verdict === "unknown") {
    const isSame = was.verdict === is.verdict && was.way === is.way && was.doubts === is.doubts;
    return isSame ? [] : ["undecided"];
  }
  if (was.verdict !== is.verdict)
    return order.indexOf(is.verdict) < order.indexOf(was.verdict) ? ["lost"] : ["gained"];
  return was.way === is.way ? [] : ["rerouted"];
}

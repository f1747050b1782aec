/**
 * The cheapest choice of ways out, endpoints and zones of one Region: exactly, whatever its size.
 *
 * An estate (a VPC, or several that share their NATs) takes one of its ways, and each service goes by it or by interface
 * endpoints in some zones. All gigabytes through endpoints of the Region share falling tiers, so that no choice stands
 * alone. But a price that falls with volume is the least of the straight lines that its tiers lie on, and the least over
 * choices of the least over lines is the least over lines of the least over choices: with one price per GB every service
 * and estate is chosen for itself. docs/decisions/0017 has the proof in full.
 */
import type { PriceTier } from "../../../pricing/index.ts";

/** A way out of an estate, such as its NAT gateways in two zones. */
export interface Way {
  readonly fixedUsd: number;
  /** For each GB from each zone, cross-zone transfer included; undefined when it carries nothing. */
  readonly perGbUsd: readonly number[] | undefined;
}

/** What goes to one service from one VPC, and where that may have endpoints. */
export interface Stream {
  /** A month, by zone of the clients. */
  readonly gb: readonly number[];
  /** Zones that may hold an interface of its endpoint; none when no endpoint serves it. */
  readonly zones: readonly number[];
  /** Endpoints need at least so many zones, or all of `zones` where these are fewer. */
  readonly leastZones: number;
  /** It has to have an endpoint even beside a way that carries it. */
  readonly mustHave: boolean;
}

export interface Estate {
  readonly ways: readonly Way[];
  readonly streams: readonly Stream[];
}

export interface Search {
  readonly estates: readonly Estate[];
  readonly endpointUsd: {
    /** A month, for each endpoint and zone. */
    readonly perZone: number;
    /** For each GB that reaches it from a zone where it has no interface. */
    readonly perCrossGb: number;
    /** On the sum of the Region. */
    readonly tiers: readonly PriceTier[];
  };
}

export interface EstateChoice {
  /** Index into `ways`. */
  readonly way: number;
  /** For each stream the zones of its endpoint, ascending; none when it goes by the way. */
  readonly zones: readonly (readonly number[])[];
}

export interface Found {
  readonly usd: number;
  readonly choices: readonly EstateChoice[];
}

/** Undefined where some estate has no way that will do, or where tiers rise with volume: that is no price of AWS's. */
export function findCheapest(search: Search): Found | undefined {
  const lines = linesOf(search.endpointUsd.tiers);
  if (lines === undefined) return undefined;
  const placed = search.estates.map(({ streams }) => streams.map((stream) => place(stream, search)));
  let best: Found | undefined;
  for (const line of lines) {
    const found = chooseAll(search.estates, placed, line);
    if (found !== undefined && (best === undefined || found.usd < best.usd)) best = found;
  }
  return best;
}

/** A tier's price as if it held for all volumes. */
interface Line {
  readonly fixedUsd: number;
  readonly perGbUsd: number;
}

function linesOf(tiers: readonly PriceTier[]): readonly Line[] | undefined {
  let height = 0;
  let previous: PriceTier | undefined;
  const lines: Line[] = [];
  for (const tier of tiers) {
    if (previous !== undefined && tier.price > previous.price) return undefined;
    height += previous === undefined ? 0 : (tier.from - previous.from) * previous.price;
    lines.push({ fixedUsd: height - tier.from * tier.price, perGbUsd: tier.price });
    previous = tier;
  }
  return lines;
}

/** An endpoint at its best place, whatever else is chosen. */
interface Placed {
  readonly zones: readonly number[];
  readonly fixedUsd: number;
  readonly gb: number;
}

/** Zones with the most traffic first: one more pays when its cross-zone traffic costs more than its hours. */
function place({ gb, zones, leastZones }: Stream, { endpointUsd }: Search): Placed | undefined {
  if (zones.length === 0) return undefined;
  const { perZone, perCrossGb } = endpointUsd;
  const all = sum(gb);
  const order = zones.toSorted((a, b) => (gb[b] ?? 0) - (gb[a] ?? 0) || a - b);
  const taken = order.filter(
    (zone, rank) => rank < Math.max(1, leastZones) || (gb[zone] ?? 0) * perCrossGb > perZone,
  );
  const inside = sum(taken.map((zone) => gb[zone] ?? 0));
  return {
    zones: taken.toSorted((a, b) => a - b),
    fixedUsd: taken.length * perZone + (all - inside) * perCrossGb,
    gb: all,
  };
}

function chooseAll(
  estates: readonly Estate[],
  placed: readonly (readonly (Placed | undefined)[])[],
  line: Line,
): Found | undefined {
  let usd = line.fixedUsd;
  const choices: EstateChoice[] = [];
  for (const [index, estate] of estates.entries()) {
    const chosen = chooseWay(estate, placed[index] ?? [], line);
    if (chosen === undefined) return undefined;
    usd += chosen.usd;
    choices.push(chosen.choice);
  }
  return { usd, choices };
}

interface Chosen {
  readonly usd: number;
  readonly choice: EstateChoice;
}

function chooseWay(
  { ways, streams }: Estate,
  placed: readonly (Placed | undefined)[],
  line: Line,
): Chosen | undefined {
  let best: Chosen | undefined;
  for (const [index, way] of ways.entries()) {
    let usd = way.fixedUsd;
    const zones = streams.map((stream, at) => {
      const byWay = stream.mustHave ? Infinity : costByWay(way, stream);
      const endpoint = placed[at];
      const byEndpoint = endpoint === undefined ? Infinity : endpoint.fixedUsd + endpoint.gb * line.perGbUsd;
      usd += Math.min(byWay, byEndpoint);
      return endpoint !== undefined && byEndpoint < byWay ? endpoint.zones : [];
    });
    if (usd < (best?.usd ?? Infinity)) best = { usd, choice: { way: index, zones } };
  }
  return best;
}

function costByWay({ perGbUsd }: Way, { gb }: Stream): number {
  if (perGbUsd === undefined) return Infinity;
  return sum(gb.map((units, zone) => (units === 0 ? 0 : units * (perGbUsd[zone] ?? Infinity))));
}

const sum = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0);

/**
 * The ways of a walk through the boxes of a picture. Findings tell what was met, one after the other, branch behind branch: a
 * route table that is asked again is where the way forks.
 */
import type { ComponentRef } from "../../../model/answer.ts";
import type { Finding } from "../../../reach/index.ts";
import type { PicturedWay } from "../picture.ts";

/** Stages at which a packet stands at something that takes it further. */
const devices = new Set<Finding["stage"]>([
  "nat",
  "gateway",
  "peering",
  "transit-gateway",
  "endpoint",
  "policy",
]);

interface Way {
  readonly hops: readonly (readonly string[])[];
  readonly outcome: PicturedWay["outcome"];
  /** Nothing goes further than the last hop. */
  readonly isLost: boolean;
  /** A route has sent it on, and it has yet to arrive. */
  readonly isUnderWay: boolean;
  /** Route tables that were asked, and the way as it then was. */
  readonly forks: ReadonlyMap<string, Way>;
}

const start: Way = { hops: [], outcome: "pass", isLost: false, isUnderWay: false, forks: new Map() };

export interface Sight {
  readonly find: (component: ComponentRef) => readonly string[];
  /** What lies behind the last hop of a way that leads there; undefined where it leads nowhere. */
  readonly behind: (last: readonly string[]) => string | undefined;
}

export function waysOf(findings: readonly Finding[], sight: Sight): readonly PicturedWay[] {
  let ways: readonly Way[] = [];
  let way = start;
  // Groups and ACLs that a packet passes before the route: of this way, or of the next.
  let waiting: readonly Finding[] = [];
  const settle = () => {
    way = waiting.reduce(screened, way);
    waiting = [];
  };
  for (const finding of findings) {
    const { leg, stage, component } = finding;
    if (leg === "return" || behind.has(stage)) {
      settle();
      way = { ...way, outcome: worse(way.outcome, finding.outcome) };
    } else if (stage === "route") {
      const fork = way.forks.get(component.id);
      if (fork !== undefined) ways = [...ways, way];
      way = fork ?? way;
      const forks = new Map(way.forks).set(component.id, way);
      settle();
      way = routed({ ...way, forks }, finding);
    } else if (devices.has(stage)) {
      settle();
      const boxes = sight.find(component);
      // What stands at the end of several ways is told once, behind the last of them.
      ways = ways.map((one) => (one.isUnderWay ? met(one, finding, boxes) : one));
      way = met(way, finding, boxes);
    } else waiting = [...waiting, finding];
  }
  settle();
  return together([...ways, way].map((one) => ended(one, sight)));
}

/** What is asked once the packet has arrived. */
const behind = new Set<Finding["stage"]>(["tls"]);

function screened(way: Way, { outcome }: Finding): Way {
  const isLost = way.isLost || (outcome === "drop" && !way.isUnderWay);
  return { ...way, isLost, outcome: worse(way.outcome, outcome) };
}

function routed(way: Way, { outcome }: Finding): Way {
  const isLost = way.isLost || outcome === "drop";
  return { ...way, isLost, isUnderWay: !isLost, outcome: worse(way.outcome, outcome) };
}

/** What is lost under way is lost at what it would have come to. */
function met(way: Way, { outcome }: Finding, boxes: readonly string[]): Way {
  const isNew = boxes.length > 0 && way.hops.at(-1)?.join(" ") !== boxes.join(" ");
  const hops = isNew && !way.isLost ? [...way.hops, boxes] : way.hops;
  const isLost = way.isLost || outcome === "drop" || (way.isUnderWay && way.outcome === "drop");
  return { ...way, hops, isLost, isUnderWay: false, outcome: worse(way.outcome, outcome) };
}

function ended({ hops, outcome, isLost }: Way, { behind }: Sight): PicturedWay {
  const last = hops.at(-1);
  const end = last === undefined || isLost ? undefined : behind(last);
  return { hops: end === undefined ? hops : [...hops, [end]], outcome };
}

const badness: Readonly<Record<PicturedWay["outcome"], number>> = { pass: 0, some: 1, unknown: 2, drop: 3 };

const worse = (one: PicturedWay["outcome"], other: PicturedWay["outcome"]) =>
  badness[one] >= badness[other] ? one : other;

/** Interfaces of an endpoint are one hop, and may fare otherwise. */
function together(ways: readonly PicturedWay[]): readonly PicturedWay[] {
  const byHops = new Map<string, PicturedWay>();
  for (const way of ways) {
    const key = JSON.stringify(way.hops);
    const known = byHops.get(key);
    byHops.set(key, known === undefined ? way : { ...way, outcome: either(known.outcome, way.outcome) });
  }
  return [...byHops.values()];
}

function either(one: PicturedWay["outcome"], other: PicturedWay["outcome"]): PicturedWay["outcome"] {
  if (one === other) return one;
  return one === "unknown" || other === "unknown" ? "unknown" : "some";
}

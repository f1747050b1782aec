/**
 * From lines of a trace to the packets that were dropped. A rule that drops says so. A route that leads nowhere says nothing:
 * a packet is known to have met one when no chain after the routes has seen it a moment later.
 */
import type { Drop } from "./drop.ts";
import type { TraceLine, TracedPacket } from "./trace-line.ts";
import { tracingChains } from "./tracing.ts";

export interface Follower {
  /** What is known to be dropped now that `line` came. */
  readonly take: (line: TraceLine, nowMs: number) => readonly Drop[];
  /** What is known to be dropped because nothing more came. */
  readonly settle: (nowMs: number) => readonly Drop[];
}

interface Sighting {
  readonly packet: TracedPacket;
  readonly atMs: number;
  readonly mark: number;
  readonly isRouted: boolean;
}

/** From the chain before the routes to the one after them takes microseconds; the lines may be read late. */
const patienceMs = 300;

/** `table` is the one that makes the packets traced. */
export function createFollower(table: string): Follower {
  const seen = new Map<string, Sighting>();
  const isAt = (line: { readonly table: string; readonly chain: string }, chain: string) =>
    line.table === table && line.chain === chain;

  const takePacket = (line: Extract<TraceLine, { kind: "packet" }>, nowMs: number): readonly Drop[] => {
    const before = seen.get(line.id);
    if (isAt(line, tracingChains.seen)) {
      seen.set(line.id, { packet: line.packet, atMs: nowMs, mark: 0, isRouted: false });
      // The number of a packet that is gone is free for the next one.
      return before === undefined || before.isRouted ? [] : [unrouted(before)];
    }
    if (isAt(line, tracingChains.routed)) {
      seen.set(line.id, { packet: line.packet, atMs: nowMs, mark: 0, ...before, isRouted: true });
    }
    return [];
  };

  return {
    take: (line, nowMs) => {
      switch (line.kind) {
        case "lost":
          // What did not come may be what was lost: of these packets nothing can be said.
          seen.clear();
          return [];
        case "packet":
          return takePacket(line, nowMs);
        case "policy": {
          const own = seen.get(line.id);
          if (own !== undefined && isAt(line, tracingChains.seen)) {
            seen.set(line.id, { ...own, mark: line.mark });
          }
          return [];
        }
        case "drop": {
          const own = seen.get(line.id);
          seen.delete(line.id);
          if (own === undefined) return [];
          const { rule, table: where, chain } = line;
          const cause = { kind: "rule", rule, table: where, chain } as const;
          return [{ packet: own.packet, atMs: own.atMs, cause }];
        }
      }
    },
    settle: (nowMs) => {
      const old = [...seen].filter(([, { atMs }]) => nowMs - atMs >= patienceMs);
      for (const [id] of old) seen.delete(id);
      return old.flatMap(([, sighting]) => (sighting.isRouted ? [] : [unrouted(sighting)]));
    },
  };
}

const unrouted = ({ packet, atMs, mark }: Sighting): Drop => ({
  packet,
  atMs,
  cause: { kind: "unrouted", mark },
});

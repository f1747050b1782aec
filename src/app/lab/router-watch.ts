/** The watch of one router: its tracer, and what follows from the lines of it. */
import type { Drop } from "../../lab/watch/drop.ts";
import { createFollower } from "../../lab/watch/follow.ts";
import { findRuleName, readNoWay, startTracer } from "../../lab/watch/tracer.ts";
import type { Tracer } from "../../lab/watch/tracer.ts";
import type { DropShown } from "../../report/index.ts";
import type { LabRouter } from "./directory.ts";

export interface RouterWatch extends Tracer {
  readonly router: LabRouter;
}

export interface RouterWatchOptions {
  /** Of the lab's process. */
  readonly pid: number;
  readonly router: LabRouter;
  readonly addresses: readonly string[];
  /** Other workloads' packets come by the same device. */
  readonly isShared: boolean;
  readonly onReady: () => void;
  readonly onDrops: (drops: readonly Drop[], router: LabRouter) => void;
  /** Some packets were not looked at. */
  readonly onLost: () => void;
}

const settleMs = 100;

export function startRouterWatch(options: RouterWatchOptions): RouterWatch {
  const { pid, router, addresses, isShared, onReady, onDrops, onLost } = options;
  const table = `denat_watch_${process.pid}`;
  const follower = createFollower(table);
  const tracer = startTracer({
    pid,
    router: router.namespace,
    table,
    addresses,
    device: router.device,
    isShared,
    onReady,
    onLine: (line) => {
      if (line.kind === "lost") onLost();
      onDrops(follower.take(line, Date.now()), router);
    },
  });
  const settling = setInterval(() => onDrops(follower.settle(Date.now()), router), settleMs);
  void tracer.ended.then(() => clearInterval(settling));
  return { ...tracer, router };
}

/** When the lab goes, its tables go; that the packet was dropped is known all the same. */
export async function findCause(
  { packet, cause }: Drop,
  where: Parameters<typeof readNoWay>[0],
): Promise<DropShown["cause"]> {
  if (cause.kind === "rule") {
    const rule = await findRuleName(where, cause).catch(() => undefined);
    return { kind: "rule", rule, chain: cause.chain };
  }
  const noWay = await readNoWay(where, cause.mark, packet.destination).catch(() => undefined);
  return noWay ?? { kind: "no-route" };
}

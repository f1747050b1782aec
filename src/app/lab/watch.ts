/** `denat lab watch`: the packets of a workload that the lab drops, as they happen, each with what decided. */
import type { Drop } from "../../lab/watch/drop.ts";
import { createFollower } from "../../lab/watch/follow.ts";
import { findRuleName, readNoWay, startTracer } from "../../lab/watch/tracer.ts";
import { AppError } from "../../model/app-error.ts";
import { dropLine } from "../../report/index.ts";
import type { DropShown } from "../../report/index.ts";
import type { Outcome } from "../outcome.ts";
import { findCard, mustFindCard } from "./directory.ts";
import type { LabWorkload } from "./directory.ts";
import { findWorkload } from "./workloads.ts";

export interface WatchRequest {
  readonly lab: string;
  readonly workload: string;
  /** Prints a line of the answer while the lab is watched. */
  readonly say: (text: string) => void;
  /** Prints what is beside the answer. */
  readonly note: (text: string) => void;
  /** When the user has seen enough. */
  readonly dismissed: Promise<void>;
}

const settleMs = 100;
const renewMs = 1000;

export async function runLabWatch({ lab, workload, say, note, dismissed }: WatchRequest): Promise<Outcome> {
  const card = mustFindCard(lab);
  const { router, addresses, ...named } = findWorkload(card, workload);
  const where = { pid: card.pid, router: router.namespace };
  const table = `denat_watch_${process.pid}`;
  const follower = createFollower(table);
  let told = Promise.resolve();
  const tell = (drops: readonly Drop[]): void => {
    for (const drop of drops) {
      told = told.then(async () => say(dropLine(await toShown(drop, where, routeTableNow(lab, named)))));
    }
  };
  const tracer = startTracer({
    ...where,
    table,
    addresses,
    device: router.device,
    onReady: () => note(`watching ${named.id} (${addresses.join(" ")}); Ctrl-C ends it\n`),
    onLine: (line) => {
      if (line.kind === "lost") note("too many packets at once: some were not looked at\n");
      tell(follower.take(line, Date.now()));
    },
  });
  const settling = setInterval(() => tell(follower.settle(Date.now())), settleMs);
  const renewing = setInterval(() => {
    if (findCard(lab)?.pid === card.pid) tracer.renew();
    else tracer.stop();
  }, renewMs);
  void dismissed.then(tracer.stop);
  const failure = await tracer.ended;
  clearInterval(settling);
  clearInterval(renewing);
  await told;
  if (failure !== undefined && findCard(lab) !== undefined) throw failed(failure);
  return { status: 0, text: "" };
}

/** Another one may have taken its place meanwhile. */
function routeTableNow(lab: string, { id, namespace, routeTable }: Named): string {
  const now = findCard(lab)?.workloads.find((one) => one.namespace === namespace);
  return (now ?? { routeTable }).routeTable ?? `the route table of ${id}`;
}

type Named = Pick<LabWorkload, "id" | "namespace" | "routeTable">;

async function toShown(
  { packet, atMs, cause }: Drop,
  where: Parameters<typeof readNoWay>[0],
  routeTable: string,
): Promise<DropShown> {
  const shown = { packet, at: new Date(atMs), routeTable };
  // When the lab goes, its tables go; that the packet was dropped is known all the same.
  if (cause.kind === "rule") {
    const rule = await findRuleName(where, cause).catch(() => undefined);
    return { ...shown, cause: { kind: "rule", rule, chain: cause.chain } };
  }
  const noWay = await readNoWay(where, cause.mark, packet.destination).catch(() => undefined);
  return { ...shown, cause: noWay ?? { kind: "no-route" } };
}

const failed = (said: string): AppError =>
  new AppError("LAB_WATCH_FAILED", `the lab cannot be watched: ${said}`, "see that nft works as this user", {
    source: "tool",
  });

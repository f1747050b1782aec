/**
 * `denat lab watch`: the packets of a workload that the lab drops, as they happen, each with what decided. Looked at is the
 * router of its own VPC, and that of each VPC that is peered with it; behind a NAT its packets bear another's address.
 */
import type { Drop } from "../../lab/watch/drop.ts";
import { AppError } from "../../model/app-error.ts";
import { dropFormats } from "../../report/index.ts";
import type { Format } from "../../report/index.ts";
import type { Outcome } from "../outcome.ts";
import { findCard, mustFindCard } from "./directory.ts";
import type { LabCard, LabRouter, LabWorkload } from "./directory.ts";
import { withNames } from "./names.ts";
import { findCause, startRouterWatch } from "./router-watch.ts";
import type { RouterWatch } from "./router-watch.ts";
import { findWorkload } from "./workloads.ts";

export interface WatchRequest {
  readonly lab: string;
  readonly workload: string;
  readonly format: Format;
  /** Prints a line of the answer while the lab is watched. */
  readonly say: (text: string) => void;
  /** Prints what is beside the answer. */
  readonly note: (text: string) => void;
  /** When the user has seen enough. */
  readonly dismissed: Promise<void>;
}

const renewMs = 1000;

export async function runLabWatch(asked: WatchRequest): Promise<Outcome> {
  const { lab, dismissed } = asked;
  const card = mustFindCard(lab);
  const request = inNamesOf(card, asked);
  const { note } = request;
  const own = findWorkload(card, request.workload);
  const teller = createTeller(request, { pid: card.pid, own });
  const start = (router: LabRouter, onReady: () => void): RouterWatch =>
    startRouterWatch({
      pid: card.pid,
      router,
      addresses: own.addresses,
      isShared: router !== own.router,
      onReady,
      onDrops: teller.tell,
      onLost: () => note("too many packets at once: some were not looked at\n"),
    });
  const startPeer = (router: LabRouter, onReady: () => void): RouterWatch => {
    const watch = start(router, onReady);
    void watch.ended.then((said) => {
      if (said !== undefined && findCard(lab) !== undefined) note(`${router.vpc} is not watched: ${said}\n`);
    });
    return watch;
  };
  let unready = 1 + own.peers.length;
  const ready = () => {
    unready -= 1;
    if (unready === 0) note(beginning(own));
  };
  const home = start(own.router, ready);
  const peers = new Map(own.peers.map((router) => [keyOf(router), startPeer(router, ready)]));
  const stop = () => [home, ...peers.values()].forEach((watch) => watch.stop());
  const renewing = setInterval(() => {
    const now = findCard(lab);
    if (now?.pid !== card.pid) return stop();
    const { peers: wanted = [] } = now.workloads.find(({ namespace }) => namespace === own.namespace) ?? {};
    follow(peers, wanted, (router) => startPeer(router, () => note(`watching in ${router.vpc} as well\n`)));
    for (const watch of [home, ...peers.values()]) watch.renew();
  }, renewMs);
  void dismissed.then(stop);
  const failure = await home.ended;
  clearInterval(renewing);
  stop();
  await Promise.all([...peers.values()].map(({ ended }) => ended));
  await teller.told();
  if (failure !== undefined && findCard(lab) !== undefined) throw failed(failure);
  return { status: 0, text: "" };
}

/** What it says is said in the names that the user gave. */
const inNamesOf = ({ names }: LabCard, request: WatchRequest): WatchRequest => ({
  ...request,
  say: (text) => request.say(withNames(text, names)),
  note: (text) => request.note(withNames(text, names)),
});

const keyOf = ({ namespace, device }: LabRouter): string => `${namespace} ${device}`;

/** Peering connections come and go while a lab is watched. */
function follow(
  peers: Map<string, RouterWatch>,
  wanted: readonly LabRouter[],
  start: (router: LabRouter) => RouterWatch,
): void {
  const keys = new Set(wanted.map(keyOf));
  for (const [key, watch] of peers) {
    if (keys.has(key)) continue;
    watch.stop();
    peers.delete(key);
  }
  for (const router of wanted) if (!peers.has(keyOf(router))) peers.set(keyOf(router), start(router));
}

const beginning = ({ id, addresses, router, peers }: LabWorkload): string => {
  const places = [...new Set([router, ...peers].map(({ vpc }) => vpc))].join(", ");
  const left = "what is dropped behind a NAT is not seen";
  return `watching ${id} (${addresses.join(" ")}) in ${places}; ${left}; Ctrl-C ends it\n`;
};

interface Teller {
  readonly tell: (drops: readonly Drop[], router: LabRouter) => void;
  readonly told: () => Promise<void>;
}

/** One line after the other, in the order of the drops. */
function createTeller(
  { lab, format, say }: WatchRequest,
  { pid, own }: { readonly pid: number; readonly own: LabWorkload },
): Teller {
  let told = Promise.resolve();
  const line = async (drop: Drop, router: LabRouter): Promise<void> => {
    const cause = await findCause(drop, { pid, router: router.namespace });
    const routeTable = routeTableNow(lab, { own, router, source: drop.packet.source });
    const { packet, atMs } = drop;
    say(
      dropFormats[format]({
        workload: own.id,
        vpc: router.vpc,
        packet,
        at: new Date(atMs),
        cause,
        routeTable,
      }),
    );
  };
  return {
    tell: (drops, router) => {
      for (const drop of drops) told = told.then(() => line(drop, router));
    },
    told: () => told,
  };
}

interface Sent {
  readonly own: LabWorkload;
  readonly router: LabRouter;
  readonly source: string;
}

/** Of whoever sent the packet. Another one may have taken its place meanwhile. */
function routeTableNow(lab: string, { own, router, source }: Sent): string {
  const workloads = findCard(lab)?.workloads ?? [own];
  const sender = workloads.find(
    (one) => one.router.namespace === router.namespace && one.addresses.includes(source),
  );
  const forwarder = workloads.find(({ namespace }) => namespace === own.namespace) ?? own;
  const known = sender ?? (router.namespace === own.router.namespace ? forwarder : undefined);
  return known?.routeTable ?? `the route table of ${known?.id ?? source}`;
}

const failed = (said: string): AppError =>
  new AppError("LAB_WATCH_FAILED", `the lab cannot be watched: ${said}`, "see that nft works as this user", {
    source: "tool",
  });

/** Made-up traffic of one window of delivery, the same for the same seed. */
import { createRandom } from "../estate/random.ts";
import type { Random } from "../estate/random.ts";
import { flowsOf } from "./flow.ts";
import type { Exchange, Flow } from "./flow.ts";
import { makeNoise } from "./noise.ts";
import type { Moment } from "./noise.ts";
import type { Remote } from "./remote.ts";
import type { Client, Scene } from "./scene.ts";
import type { Ledger } from "./truth.ts";

/** Files hold the records that ended in five minutes, and the capture window is one. */
export const windowSeconds = 300;
const captureSeconds = 60;

export interface Traffic {
  readonly scene: Scene;
  readonly remotes: readonly Remote[];
  readonly seed: number;
  /** How much a day's tide takes away at its lowest: 0 for traffic that is always the same. */
  readonly tide: number;
  /** Of what one side sends in a minute, as a power of two. */
  readonly largest: { readonly store: number; readonly other: number };
}

/** The flows of window `number`, about `count` of them, each entered into the ledger. */
export function* windowFlows(
  traffic: Traffic,
  ledger: Ledger,
  { number, begin, count }: { readonly number: number; readonly begin: number; readonly count: number },
): Generator<Flow> {
  const random = createRandom(traffic.seed * 100_003 + number);
  const around = { scene: traffic.scene, remotes: traffic.remotes, random };
  let made = 0;
  while (made < count) {
    const flows = random.chance(0.12)
      ? makeNoise(around, momentIn(begin, random.integer(0, 4), random))
      : [...connection(traffic, ledger, random, begin)];
    yield* flows;
    made += flows.length;
  }
}

function momentIn(begin: number, minute: number, random: Random): Moment {
  const first = begin + minute * captureSeconds;
  return { start: first + random.integer(0, 20), end: first + random.integer(40, captureSeconds - 1) };
}

/** A connection lasts for one to three captures of one minute, and each side logs each of them. */
function* connection(traffic: Traffic, ledger: Ledger, random: Random, begin: number): Generator<Flow> {
  const client = oftenFirst(traffic.scene.clients, random);
  const remote = friendOf(client, traffic, random);
  const isAnswered = !random.chance(0.03);
  const fixed = {
    client,
    remote,
    clientPort: random.integer(32_768, 60_999),
    natPort: random.integer(1024, 65_535),
    remotePort: random.chance(0.94) ? 443 : 80,
    protocol: random.chance(0.97) ? 6 : 17,
  };
  const minutes = isAnswered && random.chance(0.25) ? random.integer(2, 3) : 1;
  const from = random.integer(0, 5 - minutes);
  for (let minute = from; minute < from + minutes; minute += 1) {
    const exchange: Exchange = {
      ...fixed,
      ...momentIn(begin, minute, random),
      // Without an answer there are only the first packets, sent again and again.
      ...(isAnswered
        ? drawBytes(remote, traffic, random)
        : { bytesOut: 60 * random.integer(1, 6), bytesIn: 0 }),
      tcpFlags: isAnswered ? 19 : 2,
    };
    ledger.enter(exchange);
    yield* flowsOf(exchange, random, begin + windowSeconds - 1);
  }
}

/** The first of the list most often. */
function oftenFirst(clients: readonly Client[], random: Random): Client {
  return (
    clients[Math.min(random.integer(0, clients.length - 1), random.integer(0, clients.length - 1))] ??
    random.pick(clients)
  );
}

/** Half of what a client talks to are the few that it always talks to. */
function friendOf(client: Client, { remotes }: Traffic, random: Random): Remote {
  if (random.chance(0.5)) return random.pick(remotes);
  const own = client.number * 7919 + random.integer(0, 11) * 104_729;
  return remotes[own % remotes.length] ?? random.pick(remotes);
}

/** Object stores are read by the megabyte; most other answers are small. */
function drawBytes(
  { kind }: Remote,
  { largest }: Traffic,
  random: Random,
): Pick<Exchange, "bytesOut" | "bytesIn"> {
  const isStore = kind.tags.includes("S3");
  const most = isStore ? largest.store : largest.other;
  // In whole numbers, which are the same on every machine.
  const large = () => Math.floor((2 ** random.integer(7, most) * random.integer(1024, 2047)) / 1024);
  return isStore && random.chance(0.2)
    ? { bytesOut: large(), bytesIn: random.integer(400, 3000) }
    : { bytesOut: random.integer(400, 9000), bytesIn: large() };
}

/** What stands in flow logs and passed no NAT gateway, or was dropped by it: none of it may be counted. */
import type { Random } from "../estate/random.ts";
import { packetsOf } from "./flow.ts";
import type { Flow } from "./flow.ts";
import type { Remote } from "./remote.ts";
import { mustHave } from "./scene.ts";
import type { Nat, Port, Scene } from "./scene.ts";

export interface Moment {
  readonly start: number;
  readonly end: number;
}

export interface Surroundings {
  readonly scene: Scene;
  readonly remotes: readonly Remote[];
  readonly random: Random;
}

type Noise = (around: Surroundings, moment: Moment) => readonly Flow[];

/** Each with how many of a hundred noises it is. */
const kinds: readonly { readonly share: number; readonly make: Noise }[] = [
  { share: 30, make: insideTheVpc },
  { share: 18, make: scanOfNat },
  { share: 12, make: refusedAtClient },
  { share: 12, make: throughInternetGateway },
  { share: 12, make: throughGatewayEndpoint },
  { share: 11, make: idle },
  { share: 5, make: lost },
];

export function makeNoise(around: Surroundings, moment: Moment): readonly Flow[] {
  let draw = around.random.integer(1, 100);
  for (const { share, make } of kinds) {
    if (draw <= share) return make(around, moment);
    draw -= share;
  }
  throw new Error("the shares are less than a hundred");
}

function plain(port: Port, { start, end }: Moment, bytes: number) {
  const tags: readonly string[] = [];
  return {
    port,
    start,
    end,
    bytes,
    packets: packetsOf(bytes),
    status: "OK",
    protocol: 6,
    tcpFlags: 3,
    action: "ACCEPT",
    direction: "ingress",
    path: "-",
    sourceTags: tags,
    targetTags: tags,
    nextHop: undefined,
  } as const;
}

type Ends = Pick<Flow, "source" | "target" | "sourcePort" | "targetPort">;

/** Where no gateway stands between, a packet's addresses are those of the flow. */
const between = (ends: Ends) => ({ ...ends, packetSource: ends.source, packetTarget: ends.target });

const reversed = ({ source, target, sourcePort, targetPort }: Ends): Ends => ({
  source: target,
  target: source,
  sourcePort: targetPort,
  targetPort: sourcePort,
});

/** Both interfaces log it, in both directions. */
function insideTheVpc({ scene, random }: Surroundings, moment: Moment): readonly Flow[] {
  const [from, to] = [random.pick(scene.clients), random.pick(scene.clients)];
  if (from === to) return idle({ scene, random, remotes: [] }, moment);
  const asked = { source: from.address, target: to.address, sourcePort: ephemeral(random), targetPort: 5432 };
  const answered = reversed(asked);
  const [out, back] = [random.integer(200, 4000), random.integer(200, 900_000)];
  return [
    { ...plain(from, moment, out), ...between(asked), direction: "egress", path: "1", nextHop: to },
    { ...plain(to, moment, out), ...between(asked) },
    { ...plain(to, moment, back), ...between(answered), direction: "egress", path: "1", nextHop: from },
    { ...plain(from, moment, back), ...between(answered) },
  ];
}

/** Unasked-for packets from the internet: logged as ACCEPT, for a NAT gateway has no group, and then dropped. */
function scanOfNat({ scene, random }: Surroundings, moment: Moment): readonly Flow[] {
  const nat: Nat = random.pick(scene.nats);
  const ends = {
    source: scanner(random),
    target: nat.address,
    sourcePort: ephemeral(random),
    targetPort: random.integer(1, 1023),
  };
  return [{ ...plain(nat, moment, random.integer(40, 120)), ...between(ends), tcpFlags: 2 }];
}

function refusedAtClient({ scene, random }: Surroundings, moment: Moment): readonly Flow[] {
  const [from, to] = [random.pick(scene.clients), random.pick(scene.clients)];
  const ends = { source: from.address, target: to.address, sourcePort: ephemeral(random), targetPort: 22 };
  return [{ ...plain(to, moment, random.integer(40, 400)), ...between(ends), action: "REJECT", tcpFlags: 2 }];
}

function throughInternetGateway(around: Surroundings, moment: Moment): readonly Flow[] {
  const { scene, random, remotes } = around;
  if (scene.bastion === undefined) return idle(around, moment);
  return toRemote(scene.bastion, random.pick(remotes), "8", random, moment);
}

/** From a subnet whose table sends S3 to a gateway endpoint. */
function throughGatewayEndpoint(around: Surroundings, moment: Moment): readonly Flow[] {
  const { scene, random, remotes } = around;
  const start = random.integer(0, remotes.length - 1);
  const bucket = [...remotes.slice(start, start + 40), ...remotes.slice(0, 40)].find(
    ({ kind }) => kind.tags.includes("S3") && kind.region === scene.region,
  );
  if (scene.bastion === undefined || bucket === undefined) return idle(around, moment);
  return toRemote(scene.bastion, bucket, "7", random, moment);
}

function toRemote(port: Port, remote: Remote, path: string, random: Random, moment: Moment): readonly Flow[] {
  const asked = {
    source: port.address,
    target: remote.address,
    sourcePort: ephemeral(random),
    targetPort: 443,
  };
  const { tags } = remote.kind;
  return [
    {
      ...plain(port, moment, random.integer(500, 9000)),
      ...between(asked),
      direction: "egress",
      path,
      targetTags: tags,
    },
    { ...plain(port, moment, random.integer(500, 400_000)), ...between(reversed(asked)), sourceTags: tags },
  ];
}

function idle({ scene, random }: Surroundings, moment: Moment): readonly Flow[] {
  return [silent(random.pick(scene.clients), moment, "NODATA")];
}

/** Rather on a busy interface than on an idle one. */
function lost({ scene, random }: Surroundings, moment: Moment): readonly Flow[] {
  return [
    silent(random.chance(0.5) ? random.pick(scene.nats) : mustHave(scene.clients[0]), moment, "SKIPDATA"),
  ];
}

function silent(port: Port, moment: Moment, status: "NODATA" | "SKIPDATA"): Flow {
  const ends = { source: "-", target: "-", sourcePort: 0, targetPort: 0 };
  return { ...plain(port, moment, 0), ...between(ends), status };
}

const ephemeral = (random: Random) => random.integer(32_768, 60_999);

const scanner = (random: Random) =>
  `45.${random.integer(130, 150)}.${random.integer(0, 255)}.${random.integer(1, 254)}`;

/** The lab: how long until its networks stand, and what its ways cost against a plain wire. */
import { readFacts } from "../src/app/facts.ts";
import { workloadsIn } from "../src/app/lab/workloads.ts";
import { readReading } from "../src/app/reading.ts";
import type { Facts } from "../src/facts/index.ts";
import { deployNetwork } from "../src/lab/deploy/index.ts";
import { internet, servicesName } from "../src/lab/fabric/wire.ts";
import { formatAddress, mustCidr } from "../src/model/address.ts";
import { known, valueOr } from "../src/model/known.ts";
import type { Network } from "../src/model/network.ts";
import { allTraffic } from "../src/model/traffic.ts";
import { createEstate } from "./estate.ts";
import type { Carried } from "./lab/client.ts";
import { plain, startPlainPair } from "./lab/plain.ts";
import { withLab } from "./lab/run.ts";
import { measureWay } from "./lab/way.ts";
import type { Way } from "./lab/way.ts";
import { median } from "./measure.ts";

export interface BuildTimes {
  readonly fewMs: number;
  readonly handsOnMs: number;
  readonly manyMs: number;
}

const noAgent = { kind: "none" } as const;
export const fewInstances = 60;
export const manyInstances = 1000;

/** From a lab that runs and is empty, until its network is there; the median of `times` labs. */
export async function measureBuilds(times: number): Promise<BuildTimes> {
  const facts = await readFacts();
  const timeOf = async (network: Network): Promise<number> => {
    const took: number[] = [];
    for (let count = 0; count < times; count += 1) took.push(await buildMs(network));
    return median(took);
  };
  return {
    fewMs: await timeOf(deployNetwork(createEstate(fewInstances), facts)),
    handsOnMs: await timeOf(await readHandsOn(facts, "3Gateway")),
    manyMs: await timeOf(deployNetwork(createEstate(manyInstances), facts)),
  };
}

async function buildMs(network: Network): Promise<number> {
  return withLab(noAgent, async (lab) => {
    const start = performance.now();
    await lab.ask({ kind: "update", network });
    return performance.now() - start;
  });
}

async function readHandsOn(facts: Facts, state: "0Nat" | "3Gateway"): Promise<Network> {
  const path = `examples/session-manager/cdk.out/SessionManager${state}.template.json`;
  const stdin = (async function* () {})();
  const input = { paths: [path], region: "ap-northeast-1", parameters: new Map<string, string>(), stdin };
  const { network } = await readReading(input, facts);
  return deployNetwork(network, facts);
}

export const wayNames = ["plain", "endpoint", "nat"] as const;
export type WayName = (typeof wayNames)[number];
/** Measured one after the other, so that what else the machine does falls on all of them alike. */
export type Round = Readonly<Record<WayName, Carried>>;

export async function measureWays(times: number): Promise<readonly Round[]> {
  const facts = await readFacts();
  const networks = { endpoint: await readHandsOn(facts, "3Gateway"), nat: await readHandsOn(facts, "0Nat") };
  const pair = await startPlainPair();
  const rounds: Round[] = [];
  try {
    for (let count = 0; count < times; count += 1) {
      rounds.push({
        plain: await measureWay({ pid: pair.pid, ...plain, isGuarded: false }),
        endpoint: await measureIn(networks.endpoint, toEndpoint),
        nat: await measureIn(networks.nat, toInternet),
      });
    }
  } finally {
    pair.stop();
  }
  return rounds;
}

const measureIn = (network: Network, wayTo: (network: Network) => Omit<Way, "pid" | "client">) =>
  withLab(noAgent, async (lab) => {
    const open = withOpenGroups(network);
    await lab.ask({ kind: "update", network: open });
    const [workload] = workloadsIn(open);
    if (workload === undefined) throw new Error("nothing runs in the hands-on");
    return measureWay({ pid: lab.pid(), client: workload.namespace, ...wayTo(open) });
  });

function toEndpoint(network: Network): Omit<Way, "pid" | "client"> {
  const row = [...network.networkInterfaces.values()].find(({ client }) => client === "endpoint");
  const [address] = row === undefined ? [] : valueOr(row.addresses, []);
  if (row === undefined || address === undefined) throw new Error("the hands-on has no interface endpoint");
  return { server: servicesName(row.vpc), address: formatAddress(address), isGuarded: true };
}

const toInternet = (): Omit<Way, "pid" | "client"> => ({
  server: internet,
  address: "93.184.215.14",
  isGuarded: true,
});

/** The sink's port is none of AWS's: the groups are asked all the same, and let it pass. */
function withOpenGroups(network: Network): Network {
  const securityGroups = new Map(
    [...network.securityGroups].map(([id, group]) => {
      const peer = known({ kind: "cidr", cidr: mustCidr("0.0.0.0/0") } as const);
      const all = known([{ traffic: known(allTraffic), peer, origin: group.origin }]);
      return [id, { ...group, ingress: all, egress: all }];
    }),
  );
  return { ...network, securityGroups };
}

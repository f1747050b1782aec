/** Single questions in a process that has the network loaded: what a console or an editor would wait for. */
import { readFacts } from "../src/app/facts.ts";
import type { NetworkInterfaceId } from "../src/model/entity/entity.ts";
import { protocolNumbers } from "../src/model/traffic.ts";
import { createWorld, trace } from "../src/reach/index.ts";
import type { Destination, Question } from "../src/reach/index.ts";
import { createEstate } from "./estate.ts";
import { services } from "./estate/endpoint.ts";
import { createRandom } from "./estate/random.ts";
import type { Random } from "./estate/random.ts";
import { quantile, timeMs } from "./measure.ts";

export interface TraceRun {
  readonly questions: number;
  readonly medianMs: number;
  readonly slowMs: number;
  readonly verdicts: ReadonlyMap<string, number>;
}

/** Random sources of the estate and random destinations: services, hosts outside AWS, other interfaces. */
export async function measureTraces(interfaces: number, questions: number): Promise<TraceRun> {
  const facts = await readFacts();
  const network = createEstate(interfaces);
  const world = createWorld(network, facts);
  const senders = [...network.workloads.values()].flatMap(({ networkInterfaces }) => networkInterfaces);
  const random = createRandom(2);
  const verdicts = new Map<string, number>();
  const times = Array.from({ length: questions }, () => {
    const question = createQuestion(random, senders);
    return timeMs(() => {
      const { verdict } = trace(world, question);
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    });
  });
  return { questions, medianMs: quantile(times, 0.5), slowMs: quantile(times, 0.99), verdicts };
}

function createQuestion(random: Random, senders: readonly NetworkInterfaceId[]): Question {
  return {
    source: { kind: "interface", id: random.pick(senders) },
    destination: createDestination(random, senders),
    protocol: protocolNumbers.tcp,
    port: 443,
    sourcePort: undefined,
    strict: false,
    requests: undefined,
  };
}

function createDestination(random: Random, senders: readonly NetworkInterfaceId[]): Destination {
  const draw = random.integer(1, 10);
  if (draw <= 6) return { kind: "service", service: random.pick(services) };
  if (draw <= 8) return { kind: "interface", id: random.pick(senders) };
  return { kind: "host", host: random.pick(["registry-1.docker.io", "pypi.org", "api.example.com"]) };
}

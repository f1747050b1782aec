/** Puts one question to a network, in the words of the command line. */
import { readFacts } from "../../src/app/facts.ts";
import type { Trace } from "../../src/model/answer.ts";
import type { Network } from "../../src/model/network.ts";
import {
  combineTraces,
  createWorld,
  resolveDestination,
  resolveSources,
  trace,
} from "../../src/reach/index.ts";
import type { Question } from "../../src/reach/index.ts";

export const facts = await readFacts();

export interface Asked {
  readonly from?: string;
  readonly to: string;
  readonly more?: Partial<Pick<Question, "protocol" | "port" | "sourcePort" | "strict" | "requests">>;
}

export function ask(network: Network, { from = "eni-a", to, more = {} }: Asked): Trace {
  const world = createWorld(network, facts);
  const destination = resolveDestination(network, facts, to);
  const question = {
    destination,
    protocol: 6,
    port: 443,
    sourcePort: undefined,
    strict: false,
    requests: undefined,
    ...more,
  };
  return combineTraces(resolveSources(network, from).map((source) => trace(world, { ...question, source })));
}

/** `blocked NO_ROUTE_TO_DESTINATION`, `reachable nat-gateway`, `unknown`: what most tests compare. */
export function inShort({ verdict, via, explanations }: Trace): string {
  const codes = [...new Set(explanations.map(({ code }) => code))].join(" ");
  return [verdict, verdict === "reachable" ? (via?.kind ?? "") : codes].join(" ").trim();
}

/** `denat trace`: may this source open a connection to that destination, and which rule decides. */
import type { Facts } from "../facts/index.ts";
import type { Verdict } from "../model/answer.ts";
import type { Network } from "../model/network.ts";
import { formatTraffic } from "../model/traffic.ts";

import {
  combineTraces,
  createWorld,
  resolveDestination,
  resolveSources,
  trace,
  withoutNat,
} from "../reach/index.ts";

import { traceFormats } from "../report/index.ts";
import type { AnswerFormat, TraceReport } from "../report/index.ts";
import { readFacts } from "./facts.ts";
import type { ExitStatus, InputRequest, Look, Outcome } from "./outcome.ts";
import { readReading } from "./reading.ts";

export interface TraceRequest {
  readonly input: InputRequest;
  readonly asked: TraceQuestion;
}

export interface TraceQuestion {
  readonly from: string;
  readonly to: string;
  /** IANA protocol number. */
  readonly protocol: number;
  /** For ICMP `type * 256 + code`. */
  readonly port: number;
  readonly sourcePort: number | undefined;
  readonly withoutNat: boolean;
  readonly strict: boolean;
}

const statuses: Readonly<Record<Verdict, ExitStatus>> = { reachable: 0, blocked: 1, partial: 1, unknown: 2 };

export async function runTrace(
  { input, asked }: TraceRequest,
  { format, page }: Look<AnswerFormat>,
): Promise<Outcome> {
  const facts = await readFacts();
  const { network } = await readReading(input, facts);
  const report = askTrace(network, facts, asked);
  return { status: statuses[report.trace.verdict], text: traceFormats[format](report, page) };
}

/** One question in the user's own words, put to every interface that its source has. */
export function askTrace(network: Network, facts: Facts, asked: TraceQuestion): TraceReport {
  const { from, to, protocol, port, sourcePort, strict } = asked;
  const world = createWorld(asked.withoutNat ? withoutNat(network) : network, facts);
  const sources = resolveSources(network, from);
  const destination = resolveDestination(network, facts, to);
  const traces = sources.map((source) =>
    trace(world, { source, destination, protocol, port, sourcePort, strict, requests: undefined }),
  );
  const traffic = formatTraffic({ protocols: [[protocol, protocol]], ports: [[port, port]] });
  return { asked: { from, to, traffic, withoutNat: asked.withoutNat }, trace: combineTraces(traces) };
}

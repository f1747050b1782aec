/** Flow logs beside a network, for the verbs that plan with what they show. */
import type { Facts } from "../../facts/index.ts";
import type { Network } from "../../model/network.ts";
import type { TrafficAnswer } from "../../model/traffic-answer.ts";
import type { InputRequest } from "../outcome.ts";

export interface LogsRequest {
  /** Files, directories or prefixes of flow logs; none when none were given. */
  readonly flowLogs: readonly string[];
  /** Resolver query logs, which name what addresses cannot. */
  readonly dnsLogs: readonly string[];
}

/** Undefined without flow logs. Loaded only then: the engine that reads them is large. */
export async function readObserved(
  network: Network,
  facts: Facts,
  { flowLogs, dnsLogs, input }: LogsRequest & { readonly input: Pick<InputRequest, "region" | "progress"> },
): Promise<TrafficAnswer | undefined> {
  if (flowLogs.length === 0) return undefined;
  const { measureTraffic } = await import("./index.ts");
  return measureTraffic(network, facts, {
    logs: flowLogs,
    dnsLogs,
    nats: [],
    bills: [],
    metrics: [],
    logFormat: undefined,
    from: undefined,
    to: undefined,
    region: input.region,
    memoryLimit: undefined,
    asksEndpoints: true,
    progress: input.progress,
  });
}

/** A need as questions: where the workload dials, on which ports, and what it will ask for. */
import type { Facts } from "../../facts/index.ts";
import type { Destination, Requests } from "../../reach/index.ts";
import type { Evidence } from "../plan.ts";
import type { Sign } from "./sign.ts";

/** The service of needs that no endpoint of AWS serves. */
export const internet = "internet";

/** Stands for any host outside AWS. */
const anyHost = "example.com";

export interface WorkloadNeed {
  readonly service: string;
  readonly destination: Destination;
  /** The host it dials, where that is known and not the service's own name in the Region. */
  readonly host: string | undefined;
  /** The other Region that the host is in. */
  readonly region: string | undefined;
  /** The kind of clue that tells it; undefined where no clue does. */
  readonly trigger: Sign["trigger"];
  /** The Region's own endpoints may serve it. */
  readonly servable: boolean;
  readonly ports: readonly number[];
  /** Each is asked on its own; `undefined` alone when nothing is known of them. */
  readonly requests: readonly (Requests | undefined)[];
  readonly why: string;
  readonly evidence: Evidence;
  readonly origin: string;
  /** Equal for needs that ask the same questions. */
  readonly key: string;
  /** GB a month that flow logs showed of it; left out where they did not. */
  readonly gbMonth?: number | undefined;
}

const httpsPorts = [443];

/** The questions that stand for a service when nothing is known of its clients. */
export function needOfService(facts: Facts, service: string): WorkloadNeed {
  const unsaid = {
    host: undefined,
    region: undefined,
    trigger: undefined,
    actions: [],
    resources: [],
  } as const;
  return toNeed(facts, [{ ...unsaid, service, why: "", evidence: "inferred", origin: "" }]);
}

/** One need of `signs`, which name the same service and host; the first has the best evidence. */
export function toNeed(facts: Facts, signs: readonly [Sign, ...Sign[]]): WorkloadNeed {
  const [{ service, host, region, why, evidence, origin, trigger }] = signs;
  const ports = facts.findService(service)?.ports ?? httpsPorts;
  const requests = requestsOf(signs);
  return {
    service,
    destination: destinationOf(facts, service, host),
    host,
    region,
    trigger,
    servable: service !== internet && region === undefined,
    ports: ports.length === 0 ? httpsPorts : ports,
    requests,
    why,
    evidence,
    origin,
    key: [service, host ?? "", ...requests.map(requestsKey)].join("\n"),
    gbMonth: signs.find(({ gbMonth }) => gbMonth !== undefined)?.gbMonth,
  };
}

function destinationOf(facts: Facts, service: string, host: string | undefined): Destination {
  if (host !== undefined) return { kind: "host", host };
  if (facts.findService(service) !== undefined) return { kind: "service", service };
  return { kind: "host", host: anyHost };
}

function requestsOf(signs: readonly Sign[]): readonly (Requests | undefined)[] {
  const asked = new Map<string, Requests>();
  for (const { actions, resources } of signs) {
    if (actions.length === 0) continue;
    const requests = { actions, resources };
    asked.set(requestsKey(requests), requests);
  }
  return asked.size === 0 ? [undefined] : [...asked.values()];
}

function requestsKey(requests: Requests | undefined): string {
  return requests === undefined ? "" : `${requests.actions.join(" ")} on ${requests.resources.join(" ")}`;
}

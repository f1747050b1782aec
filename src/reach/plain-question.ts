/** Whether a service is reached by its name, with nothing known of the requests: what plans and comparisons ask alike. */
import type { Facts } from "../facts/index.ts";
import { protocolNumbers } from "../model/traffic.ts";
import type { Asked } from "./walk.ts";

const known = new WeakMap<Facts, Map<string, Asked>>();

/** One object for each service and port: answers are kept by the object that was asked for. */
export function askedForService(facts: Facts, service: string, port: number, strict: boolean): Asked {
  const ofFacts = known.get(facts) ?? new Map<string, Asked>();
  known.set(facts, ofFacts);
  const key = `${service} ${port} ${strict}`;
  const asked = ofFacts.get(key) ?? {
    destination: { kind: "service", service },
    protocol: protocolNumbers.tcp,
    port,
    sourcePort: undefined,
    strict,
    requests: undefined,
  };
  ofFacts.set(key, asked);
  return asked;
}

/** What visits from all interfaces of a workload, to all addresses of a name, come to. */
import type { AddressVisit, Visited } from "../../lab/probe/visit.ts";

export interface SeenVerdict {
  readonly verdict: "reachable" | "blocked" | "partial";
  /** How the service was reached, or what the first failure looked like. */
  readonly detail: string;
}

export function seenIn(visits: readonly Visited[]): SeenVerdict {
  const ends = visits.flatMap(endsOf);
  const good = ends.filter(({ isGood }) => isGood);
  const verdict = good.length === 0 ? "blocked" : good.length === ends.length ? "reachable" : "partial";
  const told = verdict === "reachable" ? good[0] : ends.find(({ isGood }) => !isGood);
  return { verdict, detail: told?.detail ?? "nothing was tried" };
}

interface End {
  readonly isGood: boolean;
  readonly detail: string;
}

function endsOf(visited: Visited): readonly End[] {
  if (visited.stage === "dns") return [{ isGood: false, detail: visited.detail }];
  return visited.addresses.map(endOf);
}

/** How the services of the lab begin the rule by which they refused. */
const endpointPolicy = "VPC endpoint policy:";

/** Any answer of the service is a way that works, but for a refusal by a policy on the way. */
function endOf({ address, connected, tls, status, arrival, detail }: AddressVisit): End {
  if (connected !== "connected") return { isGood: false, detail: `${address}: ${detail}` };
  if (tls !== "trusted") return { isGood: false, detail: `${address}: TLS: ${detail}` };
  const isDenied = detail.startsWith(endpointPolicy);
  return isDenied
    ? { isGood: false, detail: `${address}: ${status}: ${detail}` }
    : { isGood: true, detail: arrival ?? `${address}: ${status}` };
}

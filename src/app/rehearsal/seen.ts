/** What visits from all interfaces of a workload, to all addresses of a name, come to. */
import type { AddressVisit, Visited } from "../../lab/probe/visit.ts";

export interface SeenVerdict {
  readonly verdict: "reachable" | "blocked" | "partial";
  /** How the service was reached, or what the first failure looked like. */
  readonly detail: string;
  /** The VPC endpoint that took what `detail` tells of; undefined where none did. */
  readonly endpoint: string | undefined;
  /** Whether all that was reached was reached by an endpoint, or none of it; undefined where some was. */
  readonly isByEndpoint: boolean | undefined;
}

/** `names` has what people call endpoints whose id says nothing to them. */
export function seenIn(visits: readonly Visited[], names: ReadonlyMap<string, string>): SeenVerdict {
  const ends = visits.flatMap((visited) => endsOf(visited, names));
  const good = ends.filter(({ isGood }) => isGood);
  const verdict = good.length === 0 ? "blocked" : good.length === ends.length ? "reachable" : "partial";
  const told = verdict === "reachable" ? good[0] : ends.find(({ isGood }) => !isGood);
  const [isByEndpoint, ...others] = new Set(good.map(({ endpoint }) => endpoint !== undefined));
  return {
    verdict,
    detail: told?.detail ?? "nothing was tried",
    endpoint: told?.endpoint,
    isByEndpoint: others.length === 0 ? isByEndpoint : undefined,
  };
}

interface End {
  readonly isGood: boolean;
  readonly detail: string;
  readonly endpoint: string | undefined;
}

function endsOf(visited: Visited, names: ReadonlyMap<string, string>): readonly End[] {
  if (visited.stage === "dns") return [{ isGood: false, detail: visited.detail, endpoint: undefined }];
  return visited.addresses.map((visit) => ({ ...endOf(visit, names), endpoint: visit.endpoint }));
}

/** How the services of the lab begin the rules by which they refused, if the endpoint's is among them. */
const endpointPolicy = "VPC endpoint policy:";

/** Any answer of the service is a way that works, but for a refusal by a policy on the way. */
function endOf(visit: AddressVisit, names: ReadonlyMap<string, string>): Omit<End, "endpoint"> {
  const { address, connected, tls, status, detail } = visit;
  if (connected !== "connected") return { isGood: false, detail: `${address}: ${detail}` };
  if (tls !== "trusted") return { isGood: false, detail: `${address}: TLS: ${detail}` };
  const isDenied = detail.startsWith(endpointPolicy);
  return isDenied
    ? { isGood: false, detail: `${address}: ${status}: ${detail}` }
    : { isGood: true, detail: wayOf(visit, names) };
}

function wayOf(
  { address, status, arrival, endpoint = "" }: AddressVisit,
  names: ReadonlyMap<string, string>,
): string {
  const name = names.get(endpoint);
  if (arrival === undefined) return `${address}: ${status}`;
  return name === undefined ? arrival : arrival.replace(`endpoint ${endpoint}`, () => name);
}

/** A design put into a network: the network as it would be, a new value. Says nothing about whether it works. */
import type { Facts } from "../../facts/index.ts";
import type { Network } from "../../model/network.ts";
import type { Design } from "../design.ts";
import { withEndpoint, withGroup } from "./endpoint.ts";
import { withRepair } from "./repair.ts";

export { listOf } from "./endpoint.ts";

export function applyDesign(network: Network, facts: Facts, { endpoints, groups, repairs }: Design): Network {
  const grouped = groups.reduce(withGroup, network);
  const extended = endpoints.reduce(
    (next, endpoint) =>
      withEndpoint(
        next,
        facts,
        endpoint,
        groups.find(({ vpc }) => vpc === endpoint.vpc),
      ),
    grouped,
  );
  return repairs.reduce((next, repair) => withRepair(next, facts, repair), extended);
}

/** How a route joins two ends, which decides whether a rule that names a group can match. */
import type { RouteTarget, RouteTargetKind } from "../model/entity/route-table.ts";
import { unknownRegion } from "../model/network.ts";
import type { Network } from "../model/network.ts";

/** `none`: a gateway or a NAT stands between them, and there is no member of a group to match. */
export type Junction =
  | "vpc"
  | "peering"
  | "inter-region-peering"
  /** Of which it is not known whether both sides are in one Region. */
  | "some-peering"
  | "transit-gateway"
  | "none";

const byKind: Partial<Readonly<Record<RouteTargetKind, Junction>>> = {
  local: "vpc",
  "transit-gateway": "transit-gateway",
};

export function junctionBy(network: Network, { kind, id }: RouteTarget): Junction {
  return kind === "peering" ? peeringJunction(network, id) : (byKind[kind] ?? "none");
}

/** A peering that the input does not show is doubted on its own account. */
export function peeringJunction(network: Network, id: string): Junction {
  const regions = [network.peerings.get(id as never)].flatMap((row) =>
    row === undefined ? [] : [row.requester.region, row.accepter.region],
  );
  if (new Set(regions).size < 2) return "peering";
  return regions.includes(unknownRegion) ? "some-peering" : "inter-region-peering";
}

/** Whether the packet came over a peering connection, of whichever Regions. */
export const isPeering = (junction: Junction): boolean => junction.endsWith("peering");

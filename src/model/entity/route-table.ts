import type { Cidr } from "../address.ts";
import type { Known } from "../known.ts";
import type { Entity, Origin, PrefixListId, RouteTableId, SubnetId, VpcId } from "./entity.ts";

export const routeTargetKinds = [
  "local",
  "internet-gateway",
  "egress-only-internet-gateway",
  "nat-gateway",
  "instance",
  "network-interface",
  "vpc-endpoint",
  "peering",
  "transit-gateway",
  "vpn-gateway",
  "carrier-gateway",
  "local-gateway",
  "core-network",
] as const;
export type RouteTargetKind = (typeof routeTargetKinds)[number];

/** `id` is the target's own id; `local` for the local route. */
export interface RouteTarget {
  readonly kind: RouteTargetKind;
  readonly id: string;
}

export type RouteDestination =
  | { readonly kind: "cidr"; readonly cidr: Cidr }
  | { readonly kind: "prefix-list"; readonly id: PrefixListId };

export interface Route {
  readonly destination: Known<RouteDestination>;
  readonly target: Known<RouteTarget>;
  readonly state: "active" | "blackhole" | "filtered";
  /** Decides between equal prefixes: static before prefix list before propagated. */
  readonly via: "local" | "static" | "propagated";
  readonly origin: Origin;
}

export interface RouteTable extends Entity<RouteTableId> {
  readonly vpc: VpcId;
  /** The table of every subnet without an association of its own. */
  readonly main: boolean;
  readonly subnets: readonly SubnetId[];
  /** Gateways whose ingress this table routes (an edge table), or a regional NAT gateway. */
  readonly gateways: readonly string[];
  /** Includes the local routes. Unknown when the reader saw only part of them. */
  readonly routes: Known<readonly Route[]>;
}

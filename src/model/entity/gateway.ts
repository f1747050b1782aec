/** What a route may point at, at the edge of a VPC. */
import type { Address, Cidr } from "../address.ts";
import type { Known } from "../known.ts";
import type {
  Entity,
  GatewayId,
  NatGatewayId,
  NetworkInterfaceId,
  PeeringId,
  SubnetId,
  VpcId,
} from "./entity.ts";

export interface NatAddress {
  readonly privateAddress: Known<Address>;
  /** Absent on a private NAT gateway. */
  readonly publicAddress: Known<Address> | undefined;
  readonly networkInterface: Known<NetworkInterfaceId> | undefined;
  readonly availabilityZone: Known<string>;
}

export interface NatGateway extends Entity<NatGatewayId> {
  readonly vpc: Known<VpcId>;
  /** A zonal NAT gateway sits in a subnet; a regional one in the VPC, with a route table of its own. */
  readonly availability: "zonal" | "regional";
  readonly connectivity: "public" | "private";
  readonly subnet: Known<SubnetId> | undefined;
  readonly addresses: Known<readonly NatAddress[]>;
  readonly state: "pending" | "available" | "deleting" | "deleted" | "failed";
}

export interface Gateway extends Entity<GatewayId> {
  readonly kind: "internet-gateway" | "egress-only-internet-gateway" | "vpn-gateway";
  /** VPCs it is attached to, in state attached or available. */
  readonly vpcs: readonly VpcId[];
}

export interface PeeringSide {
  readonly vpc: Known<VpcId>;
  readonly cidrs: Known<readonly Cidr[]>;
  readonly region: string;
  readonly account: string;
}

export interface Peering extends Entity<PeeringId> {
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
  /** AWS's status code: only `active` passes traffic. */
  readonly status: string;
}

import type { Cidr } from "../address.ts";
import type { Known } from "../known.ts";
import type {
  Entity,
  Origin,
  PrefixListId,
  SubnetId,
  TransitGatewayAttachmentId,
  TransitGatewayId,
  TransitGatewayRouteTableId,
} from "./entity.ts";

export interface TransitGateway extends Entity<TransitGatewayId> {
  readonly securityGroupReferencing: Known<boolean>;
  readonly state: string;
}

export interface TransitGatewayAttachment extends Entity<TransitGatewayAttachmentId> {
  readonly transitGateway: TransitGatewayId;
  readonly resource: "vpc" | "vpn" | "direct-connect-gateway" | "peering" | "connect" | "other";
  /** The VPC's id for `vpc`. */
  readonly resourceId: Known<string>;
  /** For a VPC: where the attachment has its interfaces; a zone without one cannot use it. */
  readonly subnets: Known<readonly SubnetId[]>;
  readonly state: string;
  /** The table that routes what enters by this attachment; `none` when there is no association. */
  readonly association: Known<TransitGatewayRouteTableId | "none">;
}

export interface TransitGatewayRoute {
  readonly destination: Known<{ kind: "cidr"; cidr: Cidr } | { kind: "prefix-list"; id: PrefixListId }>;
  readonly state: "active" | "blackhole" | "pending" | "deleting" | "deleted";
  readonly via: "static" | "propagated";
  readonly attachment: Known<TransitGatewayAttachmentId> | undefined;
  readonly origin: Origin;
}

export interface TransitGatewayRouteTable extends Entity<TransitGatewayRouteTableId> {
  readonly transitGateway: TransitGatewayId;
  readonly routes: Known<readonly TransitGatewayRoute[]>;
}

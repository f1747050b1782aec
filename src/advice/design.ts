/** What the plan would change: endpoints to add, the group in front of them, and repairs of what stands. */
import type { Cidr } from "../model/address.ts";
import type {
  NetworkAclId,
  RouteTableId,
  SecurityGroupId,
  SubnetId,
  VpcEndpointId,
  VpcId,
} from "../model/entity/entity.ts";
import type { GroupPeer } from "../model/entity/firewall.ts";
import type { PortSet } from "../model/interval-set.ts";

export interface NewEndpoint {
  readonly id: VpcEndpointId;
  readonly vpc: VpcId;
  readonly service: string;
  /** In full: `com.amazonaws.ap-northeast-1.ssm`. */
  readonly serviceName: string;
  readonly type: "gateway" | "interface";
  readonly routeTables: readonly RouteTableId[];
  /** One for each zone. */
  readonly subnets: readonly SubnetId[];
  readonly ports: readonly number[];
  readonly because: readonly string[];
}

/** The one group of a VPC's new interface endpoints. */
export interface EndpointGroup {
  readonly id: SecurityGroupId;
  readonly vpc: VpcId;
  readonly admits: readonly GroupPeer[];
  /** One group of each client, which admits no more than the clients; left out where a client has none that is known. */
  readonly clientGroups?: readonly SecurityGroupId[] | undefined;
  readonly ports: readonly number[];
}

export type Repair = {
  readonly vpc: VpcId;
} & (
  | { readonly kind: "vpc-dns" }
  | { readonly kind: "private-dns"; readonly endpoint: VpcEndpointId }
  | { readonly kind: "route-table"; readonly endpoint: VpcEndpointId; readonly table: RouteTableId }
  | {
      readonly kind: "group-rule";
      readonly group: SecurityGroupId;
      readonly direction: "ingress" | "egress";
      readonly peer: GroupPeer;
      readonly ports: readonly number[];
      /** The standing endpoint whose group it is, for `ingress`. */
      readonly endpoint: VpcEndpointId | undefined;
    }
  | {
      readonly kind: "acl-entry";
      readonly acl: NetworkAclId;
      readonly direction: "ingress" | "egress";
      readonly cidr: Cidr;
      readonly ports: PortSet;
    }
);

export interface Design {
  readonly endpoints: readonly NewEndpoint[];
  readonly groups: readonly EndpointGroup[];
  readonly repairs: readonly Repair[];
}

/** Equal for repairs that do the same. */
export function repairKey(repair: Repair): string {
  switch (repair.kind) {
    case "vpc-dns":
      return `${repair.kind} ${repair.vpc}`;
    case "private-dns":
      return `${repair.kind} ${repair.endpoint}`;
    case "route-table":
      return `${repair.kind} ${repair.endpoint} ${repair.table}`;
    case "group-rule":
      return `${repair.kind} ${repair.group} ${repair.direction} ${peerText(repair.peer)} ${repair.ports.join(",")}`;
    case "acl-entry":
      return `${repair.kind} ${repair.acl} ${repair.direction} ${repair.cidr.text} ${repair.ports.join(",")}`;
  }
}

export function peerText(peer: GroupPeer): string {
  return peer.kind === "cidr" ? peer.cidr.text : peer.id;
}

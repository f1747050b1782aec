import type { Address } from "../address.ts";
import type { Known } from "../known.ts";
import type { Entity, NetworkInterfaceId, SecurityGroupId, SubnetId, VpcId } from "./entity.ts";

/** Who sends from an interface; decides the ephemeral port range it listens for answers on. */
export type ClientKind =
  | "linux"
  | "windows"
  | "lambda"
  | "nat-gateway"
  | "load-balancer"
  | "endpoint"
  | "unknown";

export interface NetworkInterface extends Entity<NetworkInterfaceId> {
  readonly vpc: VpcId;
  readonly subnet: Known<SubnetId>;
  /**
   * Private addresses of both families. Unknown in a template: then it is some address of the subnet, one per family
   * that the subnet has.
   */
  readonly addresses: Known<readonly Address[]>;
  readonly groups: Known<readonly SecurityGroupId[]>;
  readonly sourceDestCheck: Known<boolean>;
  /** Whether any private IPv4 address has a public one mapped to it. */
  readonly hasPublicIpv4: Known<boolean>;
  readonly client: ClientKind;
  /** What the interface belongs to: a workload, NAT gateway or endpoint id, or AWS's description of it. */
  readonly owner: string;
}

/** Security groups, network ACLs and the prefix lists they may name. */
import type { Cidr } from "../address.ts";
import type { Known } from "../known.ts";
import type { Traffic } from "../traffic.ts";
import type {
  Entity,
  NetworkAclId,
  Origin,
  PrefixListId,
  SecurityGroupId,
  SubnetId,
  VpcId,
} from "./entity.ts";

export type GroupPeer =
  | { readonly kind: "cidr"; readonly cidr: Cidr }
  | { readonly kind: "prefix-list"; readonly id: PrefixListId }
  /** `peering`: the peering connection a reference to another VPC's group goes through, when the input names it. */
  | { readonly kind: "security-group"; readonly id: SecurityGroupId; readonly peering?: string };

export interface GroupRule {
  readonly traffic: Known<Traffic>;
  readonly peer: Known<GroupPeer>;
  readonly origin: Origin;
}

export interface SecurityGroup extends Entity<SecurityGroupId> {
  readonly vpc: VpcId;
  readonly groupName: string;
  /** Further VPCs the group is associated with (state `associated` only). */
  readonly associatedVpcs: Known<readonly VpcId[]>;
  readonly ingress: Known<readonly GroupRule[]>;
  readonly egress: Known<readonly GroupRule[]>;
}

export interface AclEntry {
  readonly ruleNumber: number;
  readonly direction: "ingress" | "egress";
  readonly action: "allow" | "deny";
  readonly traffic: Known<Traffic>;
  readonly cidr: Known<Cidr>;
  readonly origin: Origin;
}

export interface NetworkAcl extends Entity<NetworkAclId> {
  readonly vpc: VpcId;
  /** The ACL of every subnet without an association of its own. */
  readonly isDefault: boolean;
  readonly subnets: readonly SubnetId[];
  /** In any order: evaluation sorts by rule number. */
  readonly entries: Known<readonly AclEntry[]>;
}

export interface PrefixList extends Entity<PrefixListId> {
  /** `com.amazonaws.REGION.s3` for AWS's own. */
  readonly listName: string;
  readonly owner: "aws" | "customer";
  readonly entries: Known<readonly Cidr[]>;
}

import type { Known } from "../known.ts";
import type { DnsFirewallId, Entity, HostedZoneId, ResolverRuleId, VpcId } from "./entity.ts";

export interface ZoneRecord {
  /** Fully qualified, lower case, no trailing dot; `*.` stands for one or more labels, as in DNS. */
  readonly name: string;
  readonly type: string;
  /** Record values as written; an alias is its target's DNS name. */
  readonly values: readonly string[];
}

export interface HostedZone extends Entity<HostedZoneId> {
  /** Lower case, no trailing dot. */
  readonly zoneName: string;
  readonly visibility: "public" | "private";
  readonly vpcs: Known<readonly VpcId[]>;
  readonly records: Known<readonly ZoneRecord[]>;
}

export interface ResolverRule extends Entity<ResolverRuleId> {
  /** Lower case, no trailing dot; empty for the root. */
  readonly domainName: string;
  readonly kind: "forward" | "system" | "recursive";
  readonly targets: readonly string[];
  readonly vpcs: Known<readonly VpcId[]>;
}

/** A rule group of DNS Firewall at work in a VPC: the association, with no word on what its rules block. */
export interface DnsFirewall extends Entity<DnsFirewallId> {
  readonly ruleGroup: Known<string>;
  readonly vpc: Known<VpcId>;
}

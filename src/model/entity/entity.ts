/** What every part of a network has: an id, the names a user may call it by, and where it was read. */
import type { Unknown } from "../known.ts";

type Brand<Kind extends string> = string & { readonly __brand: Kind };

export type VpcId = Brand<"Vpc">;
export type SubnetId = Brand<"Subnet">;
export type RouteTableId = Brand<"RouteTable">;
export type SecurityGroupId = Brand<"SecurityGroup">;
export type NetworkAclId = Brand<"NetworkAcl">;
export type NetworkInterfaceId = Brand<"NetworkInterface">;
export type NatGatewayId = Brand<"NatGateway">;
export type GatewayId = Brand<"Gateway">;
export type PeeringId = Brand<"Peering">;
export type TransitGatewayId = Brand<"TransitGateway">;
export type TransitGatewayAttachmentId = Brand<"TransitGatewayAttachment">;
export type TransitGatewayRouteTableId = Brand<"TransitGatewayRouteTable">;
export type PrefixListId = Brand<"PrefixList">;
export type DhcpOptionsId = Brand<"DhcpOptions">;
export type HostedZoneId = Brand<"HostedZone">;
export type ResolverRuleId = Brand<"ResolverRule">;
export type DnsFirewallId = Brand<"DnsFirewall">;
export type VpcEndpointId = Brand<"VpcEndpoint">;
export type WorkloadId = Brand<"Workload">;
export type RoleId = Brand<"Role">;
export type ScopeId = Brand<"Scope">;

/**
 * The id written in `text`. Ids are AWS's own (`vpc-…`), logical ids of a template, or the symbol a reader made for a
 * thing outside the input; any non-empty text is one, and only readers make them.
 */
export function parseId<Id extends Brand<string>>(text: string): Id {
  if (text === "") throw new Error("an id is empty");
  return text as Id;
}

/**
 * Where a fact was read: a file, with the line in it or the API call that answered with it. Of Terraform the address of a
 * resource, which stands in place of the call, or of the file where there is only one.
 */
export interface Origin {
  readonly file: string;
  readonly line?: number;
  readonly call?: string;
}

export function formatOrigin(origin: Origin): string {
  if (origin.line !== undefined) return `${origin.file}:${origin.line}`;
  return origin.call === undefined ? origin.file : `${origin.file} (${origin.call})`;
}

export interface Entity<Id extends string> {
  readonly id: Id;
  /** Other names a user may write for it: construct path, Name tag, function name. */
  readonly aliases: readonly string[];
  readonly scope: ScopeId;
  readonly origin: Origin;
  /** What the reader took for granted in reading it: a judge that asks it lists these. */
  readonly assumed?: readonly Unknown[];
}

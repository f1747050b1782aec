import type { Cidr, Family } from "../address.ts";
import type { Known, Unknown } from "../known.ts";
import type { DhcpOptionsId, Entity, SubnetId, VpcId } from "./entity.ts";

export interface VpcCidr {
  readonly cidr: Cidr;
  readonly primary: boolean;
  /** Only `associated` blocks have a local route and addresses. */
  readonly state: "associating" | "associated" | "disassociating" | "disassociated" | "failing" | "failed";
}

/** A block that exists, of addresses not known yet: the IPv6 block that Amazon will pick for a VPC of a template. */
export interface UnreadCidr {
  readonly family: Family;
  readonly missing: Unknown;
}

export interface Vpc extends Entity<VpcId> {
  readonly cidrs: Known<readonly VpcCidr[]>;
  /** Beside `cidrs`, never in it. */
  readonly unreadCidrs?: readonly UnreadCidr[];
  readonly isDefault: boolean;
  readonly enableDnsSupport: Known<boolean>;
  readonly enableDnsHostnames: Known<boolean>;
  /** `default`: no option set of its own, which means AmazonProvidedDNS on Nitro. */
  readonly dhcpOptions: Known<DhcpOptionsId | "default">;
  readonly encryptionControl: Known<"off" | "monitor" | "enforce">;
}

export interface DhcpOptions extends Entity<DhcpOptionsId> {
  /** As written: addresses, or the word AmazonProvidedDNS. Empty: no server is handed out. */
  readonly domainNameServers: Known<readonly string[]>;
}

export interface Subnet extends Entity<SubnetId> {
  readonly vpc: VpcId;
  readonly cidrs: Known<readonly Cidr[]>;
  /** Beside `cidrs`, never in it. */
  readonly unreadCidrs?: readonly UnreadCidr[];
  readonly availabilityZone: Known<string>;
  /** The zone's id (`apne1-az1`), the same in every account. */
  readonly availabilityZoneId: Known<string>;
  readonly mapPublicIpOnLaunch: Known<boolean>;
  readonly enableDns64: Known<boolean>;
}

/** Account- and Region-wide VPC Block Public Access. https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html */
export interface BlockPublicAccess extends Entity<string> {
  readonly mode: Known<"off" | "block-bidirectional" | "block-ingress">;
  readonly exclusions: Known<readonly PublicAccessExclusion[]>;
}

export interface PublicAccessExclusion {
  readonly resource: VpcId | SubnetId;
  readonly mode: "allow-bidirectional" | "allow-egress";
}

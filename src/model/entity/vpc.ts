import type { Cidr } from "../address.ts";
import type { Known } from "../known.ts";
import type { DhcpOptionsId, Entity, SubnetId, VpcId } from "./entity.ts";

export interface VpcCidr {
  readonly cidr: Cidr;
  readonly primary: boolean;
  /** Only `associated` blocks have a local route and addresses. */
  readonly state: "associating" | "associated" | "disassociating" | "disassociated" | "failing" | "failed";
}

export interface Vpc extends Entity<VpcId> {
  readonly cidrs: Known<readonly VpcCidr[]>;
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
  readonly availabilityZone: Known<string>;
  /** The zone's id (`apne1-az1`), the same in every account. */
  readonly availabilityZoneId: Known<string>;
  readonly mapPublicIpOnLaunch: Known<boolean>;
  readonly enableDns64: Known<boolean>;
}

/** Account- and Region-wide VPC Block Public Access. https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html */
export interface BlockPublicAccess extends Entity<string> {
  readonly mode: Known<"off" | "block-bidirectional" | "block-ingress">;
  readonly exclusions: readonly {
    readonly resource: VpcId | SubnetId;
    readonly mode: "allow-bidirectional" | "allow-egress";
  }[];
}

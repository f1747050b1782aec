/** What the walk is asked, and the ways a question may name its two ends. */
import type { Address } from "../model/address.ts";
import type { NetworkInterfaceId, SubnetId } from "../model/entity/entity.ts";

/** Where a packet starts: one interface, or any interface of a subnet with its groups left out. */
export type Source =
  | { readonly kind: "interface"; readonly id: NetworkInterfaceId }
  | { readonly kind: "subnet"; readonly id: SubnetId };

export type Destination =
  /** A service by its token (`s3`, `ecr.api`), dialled at the name its SDK uses in the source's Region. */
  | { readonly kind: "service"; readonly service: string }
  | { readonly kind: "host"; readonly host: string }
  | { readonly kind: "address"; readonly address: Address }
  | { readonly kind: "interface"; readonly id: NetworkInterfaceId };

/** What the client will ask of a service, as far as it is known: IAM actions and ARNs, both with wildcards. */
export interface Requests {
  readonly actions: readonly string[];
  /** Empty: any resource, it is not known which. */
  readonly resources: readonly string[];
}

export interface Question {
  readonly source: Source;
  readonly destination: Destination;
  /** IANA protocol number. */
  readonly protocol: number;
  /** Destination port; for ICMP `type * 256 + code`. */
  readonly port: number;
  /** The client's port; its kind's ephemeral range when undefined. */
  readonly sourcePort: number | undefined;
  /** Turns every assumption into an unknown. */
  readonly strict: boolean;
  /** Put to endpoint policies; undefined when nothing is known of them. */
  readonly requests: Requests | undefined;
  /** `apart`: the groups of an interface that it is for are left open, like the client's own. */
  readonly destinationGroups?: "apart";
}

/** What a phase does to the network, in no tool's words. */
import type { Cidr } from "../../model/address.ts";
import type {
  NatGatewayId,
  NetworkAclId,
  RouteTableId,
  SecurityGroupId,
  VpcEndpointId,
  VpcId,
} from "../../model/entity/entity.ts";
import type { GroupPeer } from "../../model/entity/firewall.ts";
import type { RouteDestination } from "../../model/entity/route-table.ts";
import type { NewEndpoint } from "../../advice/design.ts";

/** An IAM policy document, as JSON. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: "Allow";
    readonly Principal: "*";
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
  }[];
}

export type Action = { readonly vpc: VpcId } & (
  | {
      readonly kind: "add-endpoint";
      readonly endpoint: NewEndpoint;
      readonly group: SecurityGroupId | undefined;
      /** Left open where undefined. */
      readonly policy: PolicyDocument | undefined;
    }
  | {
      readonly kind: "add-group";
      readonly id: SecurityGroupId;
      /** Groups of the clients, or their blocks where a client has none that is known. */
      readonly admits: readonly GroupPeer[];
      readonly blocks: readonly GroupPeer[];
      readonly ports: readonly number[];
    }
  /** Of an endpoint that an earlier phase made, or of one that stood before. */
  | { readonly kind: "enable-private-dns"; readonly endpoint: VpcEndpointId }
  | { readonly kind: "enable-vpc-dns" }
  | { readonly kind: "associate-table"; readonly endpoint: VpcEndpointId; readonly table: RouteTableId }
  | {
      readonly kind: "add-group-rule";
      readonly group: SecurityGroupId;
      readonly direction: "ingress" | "egress";
      readonly peer: GroupPeer;
      readonly ports: readonly number[];
    }
  | {
      readonly kind: "add-acl-entry";
      readonly acl: NetworkAclId;
      readonly direction: "ingress" | "egress";
      readonly cidr: Cidr;
      readonly ports: readonly [first: number, last: number];
      readonly ruleNumber: number;
    }
  | {
      readonly kind: "delete-route";
      readonly table: RouteTableId;
      readonly destination: RouteDestination;
      readonly nat: string;
    }
  | { readonly kind: "delete-nat"; readonly nat: NatGatewayId }
);

export type ActionOf<Kind extends Action["kind"]> = Extract<Action, { readonly kind: Kind }>;

export const phaseNumbers = [1, 2, 3, 4, 5, 6] as const;
export type PhaseNumber = (typeof phaseNumbers)[number];

export interface Phase {
  readonly number: PhaseNumber;
  /** The name of its directory, behind the number. */
  readonly slug: string;
  readonly title: string;
  readonly actions: readonly Action[];
  /** Why it holds less than it would in a plan that is safe; empty when it holds all. */
  readonly withheld: readonly string[];
}

export interface Migration {
  readonly phases: readonly Phase[];
  /** VPCs that lose their NATs in it. */
  readonly leaving: ReadonlySet<VpcId>;
  /** VPCs that need no NAT, their own or another's. */
  readonly needingNone: ReadonlySet<VpcId>;
}

import type { Family } from "../address.ts";
import type { Known } from "../known.ts";
import type {
  Entity,
  NetworkInterfaceId,
  RouteTableId,
  SecurityGroupId,
  SubnetId,
  VpcEndpointId,
  VpcId,
} from "./entity.ts";

export type EndpointType =
  | "interface"
  | "gateway"
  | "gateway-load-balancer"
  | "resource"
  | "service-network"
  | "tunnel"
  | "other";

export type EndpointState =
  | "pending-acceptance"
  | "pending"
  | "available"
  | "deleting"
  | "deleted"
  | "rejected"
  | "failed"
  | "expired"
  | "partial";

export type EndpointFamilies = "ipv4" | "ipv6" | "dualstack";

export const familiesOfType: Readonly<Record<EndpointFamilies, readonly Family[]>> = {
  ipv4: [4],
  ipv6: [6],
  dualstack: [4, 6],
};

/** An IAM policy document as JSON, or `full-access` for the default document. */
export type EndpointPolicy =
  | { readonly kind: "full-access" }
  | { readonly kind: "document"; readonly json: unknown };

export interface VpcEndpoint extends Entity<VpcEndpointId> {
  readonly vpc: Known<VpcId>;
  readonly type: EndpointType;
  /** In full: `com.amazonaws.ap-northeast-1.ssm`. */
  readonly serviceName: Known<string>;
  /** Of the service; differs from the VPC's for cross-Region endpoints. */
  readonly serviceRegion: Known<string>;
  readonly state: Known<EndpointState>;
  readonly policy: Known<EndpointPolicy>;
  readonly privateDnsEnabled: Known<boolean>;
  /** S3 only: VPC traffic keeps to the gateway endpoint when true. Undefined where the option does not apply. */
  readonly privateDnsOnlyForInboundResolver: Known<boolean> | undefined;
  /** Names as DescribeVpcEndpoints lists them; unknown before the endpoint exists. */
  readonly dnsNames: Known<readonly string[]>;
  readonly subnets: Known<readonly SubnetId[]>;
  readonly groups: Known<readonly SecurityGroupId[]>;
  readonly networkInterfaces: Known<readonly NetworkInterfaceId[]>;
  readonly routeTables: Known<readonly RouteTableId[]>;
  readonly ipAddressType: Known<EndpointFamilies>;
  /** Which of its addresses DNS answers with; left out where that follows `ipAddressType`. */
  readonly dnsRecordIpType?: Known<EndpointFamilies>;
}

/** One row of DescribeVpcEndpointServices: the truth for zones, names and policy support, per account and Region. */
export interface EndpointService extends Entity<string> {
  readonly serviceName: string;
  readonly types: readonly EndpointType[];
  readonly availabilityZones: readonly string[];
  readonly privateDnsNames: readonly string[];
  readonly policySupported: Known<boolean>;
}

const plannedSuffix = ".planned.vpce.amazonaws.com";

/** Stands for the Regional DNS name of an endpoint that is not there yet, in the records of a template that point at it. */
export function plannedNameOf(id: string): string {
  return `${id}${plannedSuffix}`;
}

/** The id, in lower case, that a stand-in was made of; undefined for every other name. */
export function findPlannedId(host: string): string | undefined {
  return host.endsWith(plannedSuffix) ? host.slice(0, -plannedSuffix.length).toLowerCase() : undefined;
}

/** What the services of the lab are told by whoever runs it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Facts } from "../../facts/index.ts";
import type { EndpointPolicy } from "../../model/entity/vpc-endpoint.ts";
import type { Arrival } from "../arrival.ts";
import type { Credential, CredentialStore } from "../credential.ts";
import type { Denial } from "./authorise/decide.ts";
import type { GatewayEvents } from "./ssmmessages/gateway.ts";
import type { Timing } from "./ssmmessages/timing.ts";

export interface LabEndpoint {
  readonly type: "interface" | "gateway";
  readonly policy: EndpointPolicy;
  /** Token of the service it serves: `s3`, `ssm`. */
  readonly service: string;
  readonly region: string;
  readonly vpc: string;
  readonly account: string;
}

/** An IAM role that AssumeRole may give the keys of. */
export interface Role {
  readonly arn: string;
  /** `AROA…`. */
  readonly id: string;
  /** Undefined trusts every principal of its own account. */
  readonly trustPolicy: unknown;
  readonly policies: readonly unknown[];
}

/**
 * What a service built elsewhere is handed: `mayCall` puts an action to every policy that the request passes, for
 * resources that are ARNs, `*` for an action that knows none, or left out where they cannot be told.
 */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  arrival: Arrival,
  mayCall: (credential: Credential, action: string, resources?: readonly string[]) => Denial | undefined,
) => Promise<void>;

export interface ServicesOptions {
  readonly facts: Facts;
  readonly credentials: CredentialStore;
  /** Whose the lab is: buckets and roles are of this account. */
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of a defect that no request can be answered with: it happened on a WebSocket, or by itself. */
  readonly report: (error: unknown) => void;
  readonly endpointOf: (id: string) => LabEndpoint | undefined;
  readonly findRole: (arn: string) => Role | undefined;
  /** Tags of an instance, where somebody knows them. */
  readonly tagsOf?: ((region: string, instance: string) => ReadonlyMap<string, string>) | undefined;
  /** After IAM changed, and before that is answered. */
  readonly onRolesChanged?: (() => Promise<void>) | undefined;
  /** Where buckets and objects are kept; made when it is not there. */
  readonly storageDirectory: string;
  /** Left out, Systems Manager listens to the message gateway, which waits as long as AWS does. */
  readonly gateway?: { readonly events?: GatewayEvents; readonly timing?: Partial<Timing> } | undefined;
  /** Asked for at each request: an account may come later. */
  readonly ec2?: Handler | undefined;
}

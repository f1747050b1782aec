/** One request on its way through a service: what is known of it before its own service reads it. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Arrival } from "../arrival.ts";
import type { Credential } from "../credential.ts";
import { findDenial } from "./authorise/decide.ts";
import type { Denial, Need } from "./authorise/decide.ts";
import { globalKeys } from "./authorise/keys.ts";
import type { KeyValues } from "./authorise/keys.ts";
import type { LabEndpoint, ServicesOptions } from "./options.ts";
import type { Target } from "./target.ts";

/** What a service asks of whoever runs the lab, while it answers. */
export type CallOptions = Pick<ServicesOptions, "facts" | "credentials" | "account" | "findRole">;

export interface Call {
  readonly request: IncomingMessage;
  readonly url: string;
  readonly arrival: Arrival;
  readonly target: Target;
  /** What the request came through; undefined for one that came to a public address. */
  readonly endpoint: LabEndpoint | undefined;
  /** Host and port of the lab's own listener, for a client outside that came by it: AWS's names lead it nowhere. */
  readonly outside?: string | undefined;
  readonly requestId: string;
  readonly nowMs: number;
  readonly options: CallOptions;
}

/** `4442587FB7D0A2F9` at S3, a UUID elsewhere. */
export function createRequestId(service: string): string {
  const hex = randomBytes(16).toString("hex");
  if (service === "s3") return hex.slice(0, 16).toUpperCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

interface Asking {
  readonly credential: Credential | undefined;
  readonly need: Need;
  readonly keys?: KeyValues;
  readonly resourcePolicy?: unknown;
  readonly resourceAccount?: string;
  readonly asksIdentity?: boolean;
}

/** Undefined when every policy lets it pass. */
export function askPolicies(call: Call, asking: Asking): Denial | undefined {
  const { credential, need, keys = {} } = asking;
  const resourceAccount = asking.resourceAccount ?? credential?.account ?? call.options.account;
  const global = globalKeys({
    request: call.request,
    arrival: call.arrival,
    credential,
    region: call.target.region,
    endpointAccount: call.endpoint?.account,
    resourceAccount,
    nowMs: call.nowMs,
  });
  return findDenial({
    need,
    credential,
    keys: { ...global, ...keys },
    endpoint: call.endpoint,
    resourcePolicy: asking.resourcePolicy,
    resourceAccount,
    asksIdentity: asking.asksIdentity ?? true,
  });
}

/** `endpoint vpce-0abc of vpc-0abc, from 10.0.1.5`. */
export function describeArrival(arrival: Arrival): string {
  return arrival.kind === "endpoint"
    ? `endpoint ${arrival.endpoint} of ${arrival.vpc}, from ${arrival.sourceAddress}`
    : `public address, from ${arrival.sourceAddress}`;
}

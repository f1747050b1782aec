/** One request to S3 that was found to be signed, or not signed at all, and what its operation answers. */
import type { IncomingMessage } from "node:http";
import type { Denial } from "../authorise/decide.ts";
import type { KeyValues } from "../authorise/keys.ts";
import type { Call } from "../call.ts";
import type { Answer } from "../wire/answer.ts";
import { formatXml } from "../wire/xml.ts";
import type { XmlContent } from "../wire/xml.ts";
import type { Verified } from "../../sigv4/index.ts";
import { fault } from "./fault.ts";
import type { S3Fault } from "./fault.ts";
import type { StoredBucket } from "./store/bucket.ts";
import type { S3Store } from "./store/index.ts";

export interface Exchange {
  readonly call: Call;
  readonly request: IncomingMessage;
  readonly store: S3Store;
  /** Undefined for an anonymous request. */
  readonly signature: Verified | undefined;
  readonly query: ReadonlyMap<string, string>;
  readonly bucketName: string;
  readonly key: string;
  /** Of bucketName; undefined for requests to the service, and for CreateBucket of a new one. */
  readonly bucket: StoredBucket | undefined;
  /** Puts an action to all policies; the ARN is made of bucket and key. */
  readonly mayDo: (action: string, of: ResourceName, keys?: KeyValues) => Denial | undefined;
}

export interface ResourceName {
  readonly bucket: StoredBucket | undefined;
  readonly bucketName: string;
  readonly key?: string | undefined;
}

/** An exchange whose bucket is there. */
export interface BucketExchange extends Exchange {
  readonly bucket: StoredBucket;
}

export type S3Outcome = Answer | S3Fault;

export const isFault = (value: object): value is S3Fault => "kind" in value && value.kind === "fault";

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

export function xmlAnswer(root: string, content: XmlContent, headers: Answer["headers"] = {}): Answer {
  return {
    status: 200,
    headers: { "content-type": "application/xml", ...headers },
    body: formatXml(root, content, namespace),
  };
}

export const emptyAnswer = (status: number, headers: Answer["headers"] = {}): Answer => ({
  status,
  headers,
  body: "",
});

export function headerOf({ request }: Exchange, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

export function deniedFault({ message, rule }: Denial): S3Fault {
  return fault("AccessDenied", { message, headers: { "x-denat-rule": rule } });
}

/** `2026-11-29T10:00:00.000Z`. */
export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

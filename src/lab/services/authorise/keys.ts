/**
 * Condition keys of a request: in the lab each one is known, to have a value or to be absent.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import { known } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { AskedRequests } from "../../../policy/index.ts";
import type { Arrival } from "../../arrival.ts";
import type { Credential } from "../../credential.ts";

export type KeyValues = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface KeySubject {
  readonly request: IncomingMessage;
  readonly arrival: Arrival;
  readonly credential: Credential | undefined;
  readonly region: string;
  /** Whose the endpoint is that the request came through. */
  readonly endpointAccount: string | undefined;
  readonly resourceAccount: string;
  readonly nowMs: number;
}

export function globalKeys(subject: KeySubject): KeyValues {
  const { request, arrival, credential, region, nowMs } = subject;
  const now = new Date(nowMs).toISOString();
  return {
    ...arrivalKeys(arrival, subject.endpointAccount),
    ...principalKeys(credential),
    "aws:securetransport": String(request.socket instanceof TLSSocket),
    "aws:requestedregion": region,
    "aws:resourceaccount": subject.resourceAccount,
    "aws:currenttime": now,
    "aws:epochtime": String(Math.floor(nowMs / 1000)),
    "aws:useragent": request.headers["user-agent"],
    "aws:referer": request.headers.referer,
    "aws:viaawsservice": "false",
    "aws:principalisawsservice": "false",
  };
}

/** Through an endpoint there is no aws:SourceIp; to a public address there is nothing of a VPC. */
function arrivalKeys(arrival: Arrival, endpointAccount: string | undefined): KeyValues {
  return arrival.kind === "public"
    ? { "aws:sourceip": arrival.sourceAddress }
    : {
        "aws:sourcevpce": arrival.endpoint,
        "aws:sourcevpc": arrival.vpc,
        "aws:vpcsourceip": arrival.sourceAddress,
        "aws:vpceaccount": endpointAccount,
      };
}

function principalKeys(credential: Credential | undefined): KeyValues {
  if (credential === undefined) return { "aws:principaltype": "Anonymous", "aws:userid": "anonymous" };
  const { arn, account, userId } = credential;
  return {
    "aws:principalarn": principalArnOf(arn),
    "aws:principalaccount": account,
    "aws:principaltype": typeOf(arn),
    "aws:userid": userId,
    "aws:username": /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1],
  };
}

const types: readonly (readonly [part: RegExp, type: string])[] = [
  [/:assumed-role\//, "AssumedRole"],
  [/:federated-user\//, "FederatedUser"],
  [/:root$/, "Account"],
];
const typeOf = (arn: string) => types.find(([part]) => part.test(arn))?.[1] ?? "User";

/** Of a session the key holds the role. Its path is not in the ARN of the session, and left out. */
export function principalArnOf(arn: string): string {
  return arn.replace(/^(arn:[^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, "$1:iam::$2:role/$3");
}

/** Every key that is not listed is absent, so that no condition is ever open. */
export function toKeyMap(values: KeyValues): AskedRequests["keys"] {
  const listed = new Map<string, Known<readonly string[]> | "absent">(
    Object.entries(values).map(([name, value]) => [
      name.toLowerCase(),
      value === undefined ? "absent" : known([value].flat()),
    ]),
  );
  const get: typeof listed.get = (name) => listed.get(name) ?? "absent";
  return Object.assign(new Map(listed), { get });
}

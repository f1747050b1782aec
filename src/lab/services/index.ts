/**
 * The services of AWS as the lab has them, behind endpoints and at public addresses.
 *
 * The host that the client dialled decides the service. S3, STS, IAM, KMS, CloudWatch Logs, Systems Manager and its
 * message gateway do their work; EC2 is handed to whoever was named for it; every other service says truthfully that it was
 * reached, and by which way. Who signed is decided by sigv4/, what the signer may do by authorise/.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Arrival } from "../arrival.ts";
import { askPolicies, createRequestId, describeArrival } from "./call.ts";
import type { Call } from "./call.ts";
import type { Handler, LabEndpoint, ServicesOptions } from "./options.ts";
import { openIam } from "./iam/index.ts";
import type { Iam } from "./iam/index.ts";
import { openKms } from "./kms/index.ts";
import { openLogs } from "./logs/index.ts";
import { giveNamed } from "./named.ts";
import { answerOther } from "./other/reached.ts";
import { openS3 } from "./s3/index.ts";
import { toOutsideCall } from "./outside.ts";
import type { GivenAccount } from "./ssm/given.ts";
import { openSsm } from "./ssm/index.ts";
import { createGateway } from "./ssmmessages/index.ts";
import type { Gateway, GatewayService } from "./ssmmessages/index.ts";
import { answerSts } from "./sts/index.ts";
import { familyOf, findTarget } from "./target.ts";
import type { Target } from "./target.ts";
import { sendAnswer } from "./wire/answer.ts";
import type { Answer } from "./wire/answer.ts";
import { toFailureAnswer } from "./wire/failure.ts";
import type { Failure } from "./wire/failure.ts";

export { managedDocument } from "./iam/managed.ts";
export { uniqueId } from "./iam/store.ts";
export { openSession, sessionArn } from "./sts/session.ts";
export type { GivenAccount } from "./ssm/given.ts";
export type { Handler, LabEndpoint, Role, ServicesOptions } from "./options.ts";

export interface Services {
  /** Answers one request, whatever it is; rejects only on a defect, or when the client went away. */
  readonly handle: (request: IncomingMessage, response: ServerResponse, arrival: Arrival) => Promise<void>;
  /** Takes over a connection that asks for a WebSocket; false where `handle` is to answer the request. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer, arrival: Arrival) => boolean;
  /** For clients outside the lab, by one address: false for what is not said to be for any service here. */
  readonly outside: {
    readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
    readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  };
  readonly gateway: Gateway;
  readonly iam: Omit<Iam, "answer">;
  /** What the account begins with, with each network that the lab becomes. */
  readonly give: (accounts: readonly GivenAccount[]) => void;
  /** Ends the connections that were taken over. */
  readonly close: () => void;
}

type Service = (call: Call) => Promise<Answer>;

interface Opened {
  readonly services: Readonly<Record<string, Service>>;
  readonly gateway: GatewayService;
  readonly iam: Iam;
  readonly give: Services["give"];
}

function openServices(options: ServicesOptions): Opened {
  const { account, credentials, facts, now, report, findRole, tagsOf } = options;
  const iam = openIam({ facts, onChange: options.onRolesChanged ?? (async () => undefined) });
  const kms = openKms();
  const logs = openLogs();
  const ssm = openSsm({ account, credentials, now, findRole, tagsOf, kms, gateway: () => gateway });
  const gateway: GatewayService = createGateway({ now, report, events: ssm.events, ...options.gateway });
  const services = {
    s3: openS3(options),
    sts: answerSts,
    iam: iam.answer,
    kms: kms.answer,
    logs: logs.answer,
    ssm: ssm.answer,
    ssmmessages: gateway.answer,
    ec2messages: gateway.deliver,
  };
  const give = (accounts: readonly GivenAccount[]): void => {
    ssm.give(accounts);
    for (const { region, partition, preferences } of accounts) {
      const place = { region, partition, account };
      if (preferences !== undefined) giveNamed(preferences, { place, kms, logs, nowMs: now() });
    }
  };
  return { services, gateway, iam, give };
}

export function createServices(options: ServicesOptions): Services {
  const { services, gateway, iam, give } = openServices(options);
  const answer = (call: Call, response: ServerResponse): Promise<void> => {
    const { service } = call.target;
    const own = Object.hasOwn(services, service) ? services[service] : undefined;
    return answerWith(own ?? answerOther, call, response);
  };
  const take = (call: Call | undefined, socket: Duplex, head: Buffer): boolean =>
    call?.target.service === "ssmmessages" &&
    findStray(call) === undefined &&
    gateway.upgrade(call, socket, head);
  return {
    handle: async (request, response, arrival) => {
      response.setHeader("x-denat-arrival", describeArrival(arrival));
      if (arrival.kind === "endpoint") response.setHeader("x-denat-endpoint", arrival.endpoint);
      const call = toCall(options, request, arrival);
      if (call === undefined) return sendAnswer(request, response, noSuchHost(request.headers.host ?? ""));
      const stray = findStray(call);
      if (stray !== undefined) return sendAnswer(request, response, stray);
      const { target } = call;
      const { ec2 } = options;
      if (target.service === "ec2" && ec2 !== undefined)
        return ec2(request, response, arrival, mayCall(call));
      return answer(call, response);
    },
    upgrade: (request, socket, head, arrival) => take(toCall(options, request, arrival), socket, head),
    outside: {
      handle: async (request, response) => {
        const call = toOutsideCall(options, request);
        if (call !== undefined) await answer(call, response);
        return call !== undefined;
      },
      upgrade: (request, socket, head) => take(toOutsideCall(options, request), socket, head),
    },
    gateway,
    iam,
    give,
    close: gateway.close,
  };
}

/** Undefined for a host that is none of AWS's. */
function toCall(options: ServicesOptions, request: IncomingMessage, arrival: Arrival): Call | undefined {
  const target = findTarget(options.facts, request.headers.host ?? "");
  if (target === undefined) return undefined;
  return {
    request,
    url: pathOf(request.url ?? "/"),
    arrival,
    target,
    endpoint: arrival.kind === "endpoint" ? options.endpointOf(arrival.endpoint) : undefined,
    requestId: createRequestId(target.service),
    nowMs: options.now(),
    options,
  };
}

/** Without the scheme and the host that a request through a proxy has before its path. */
const pathOf = (url: string) => url.replace(/^https?:\/\/[^/?]*/i, "") || "/";

function mayCall(call: Call): Parameters<Handler>[3] {
  return (credential, action, resources = []) =>
    askPolicies(call, { credential, need: { action, resources } });
}

/** What fails on our side is told to the client as AWS tells it, and then to whoever runs the lab. */
async function answerWith(service: Service, call: Call, response: ServerResponse): Promise<void> {
  const { request } = call;
  try {
    await sendAnswer(request, response, await service(call));
  } catch (error) {
    if (isClientGone(error)) return;
    if (response.headersSent) response.destroy();
    else await sendAnswer(request, response, failureOf(call, internalError));
    throw error;
  }
}

/** What reading or writing ends with when the connection was closed at the other end. */
function isClientGone(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ECONNRESET" || code === "EPIPE" || code === "ERR_STREAM_PREMATURE_CLOSE";
}

const internalError: Failure = {
  code: "InternalError",
  message: "We encountered an internal error. Please try again.",
  status: 500,
};

function failureOf({ request, target, url, requestId, endpoint }: Call, failure: Failure): Answer {
  const contentType = request.headers["content-type"] ?? "application/json";
  const family = familyOf(endpoint?.service ?? target.service, contentType, url.includes("Action="));
  return toFailureAnswer(failure, {
    family,
    requestId,
    contentType,
    namespace: "http://webservices.amazon.com/",
  });
}

const noSuchHost = (host: string): Answer => ({
  status: 404,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: `no service of AWS has the host name ${host.slice(0, 253)}\n`,
});

/** An endpoint has its own service behind it and no other. That service answers a host that is not its own with a 404. */
function findStray(call: Call): Answer | undefined {
  const { arrival, endpoint, target } = call;
  if (arrival.kind === "public" || (endpoint !== undefined && isServed(endpoint, target, arrival.endpoint))) {
    return undefined;
  }
  const serves = endpoint === undefined ? "is not there" : `serves ${endpoint.service} in ${endpoint.region}`;
  const message = `${arrival.endpoint} ${serves}: ${target.host} is not behind it`;
  if ((endpoint?.service ?? target.service) === "s3") {
    return failureOf(call, {
      code: "NoSuchBucket",
      message,
      status: 404,
      details: { BucketName: target.host },
    });
  }
  return failureOf(call, { code: "UnknownOperationException", message, status: 404 });
}

function isServed(endpoint: LabEndpoint, target: Target, endpointId: string): boolean {
  if (endpoint.service !== target.service) return false;
  if (target.endpointId !== undefined && target.endpointId !== endpointId) return false;
  return target.isGlobal || endpoint.region === target.region;
}

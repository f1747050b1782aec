/**
 * May this principal have this channel? An agent's request is signed with its instance's keys, and it may have only what is
 * its instance's: its own control channel, and the data channels of sessions to it. A client signs nothing: its token is
 * the proof, and stands for whoever started the session.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmessagegatewayservice.html (read 2026-11-29)
 */
import type { Credential } from "../../../credential.ts";
import { refuse, verifySignature } from "../../../sigv4/index.ts";
import { askPolicies } from "../../call.ts";
import type { Call } from "../../call.ts";
import type { Failure } from "../../wire/failure.ts";
import type { GatewaySession } from "../gateway.ts";
import type { ChannelPath } from "./channel-path.ts";
import type { Grant } from "./token.ts";
import { refusals } from "./refusal.ts";

export type Judgement =
  | { readonly kind: "admitted"; readonly grant: Grant }
  | ({ readonly kind: "refused" } & Failure);

export interface Question {
  readonly call: Call;
  readonly path: ChannelPath;
  /** Of the body, in hex; undefined for a request without one. */
  readonly bodyHash?: string;
  readonly findSession: (id: string) => GatewaySession | undefined;
  /** Told of a session that an agent holds an end of and nobody knows any more. */
  readonly onOrphan: (target: string, sessionId: string) => void;
}

/** A token for the channel: `CreateControlChannel`, `CreateDataChannel`. */
export function judgeCreation(question: Question): Judgement {
  const signer = findSigner(question);
  return "secretAccessKey" in signer ? judgeAgent(question, signer, "Create") : signer;
}

/** The WebSocket itself: `OpenControlChannel`, `OpenDataChannel`. */
export function judgeOpening(question: Question): Judgement {
  const { call, path, findSession } = question;
  const isSigned = call.request.headers.authorization !== undefined;
  if (isSigned || path.kind === "control") {
    const signer = findSigner(question);
    return "secretAccessKey" in signer ? judgeAgent(question, signer, "Open") : signer;
  }
  const session = findSession(path.id);
  if (session === undefined) return { kind: "refused", ...refusals.terminated };
  return (
    findDenied(question, "Open", session.owner) ?? { kind: "admitted", grant: { ...path, role: "client" } }
  );
}

export function findSigner({
  call,
  bodyHash,
}: Pick<Question, "call" | "bodyHash">): Credential | Extract<Judgement, { kind: "refused" }> {
  const { request, url, options, nowMs, target } = call;
  const verified = verifySignature(
    { method: request.method ?? "GET", url, headers: request.headers, bodyHash },
    options.credentials,
    { nowMs, family: "json", services: [target.service], region: target.region },
  );
  if (verified.kind === "verified") return verified.credential;
  const { code, message, status } = verified.kind === "refused" ? verified : refuse("json", "unsigned");
  return { kind: "refused", code, message, status };
}

/**
 * `AROA…:i-0abc`: the session of an instance's role bears its id, and that of a managed one `mi-…`; an instance of a template
 * has the name that the template gives it.
 */
export const instanceOf = ({ userId }: Credential): string | undefined => /^[^:]+:(.+)$/.exec(userId)?.[1];

function judgeAgent(question: Question, signer: Credential, verb: "Create" | "Open"): Judgement {
  const { path, findSession, onOrphan } = question;
  const denied = findDenied(question, verb, signer);
  if (denied !== undefined) return denied;
  const session = path.kind === "data" ? findSession(path.id) : undefined;
  if (path.kind === "data" && session === undefined) {
    const instance = instanceOf(signer);
    if (instance !== undefined) onOrphan(instance, path.id);
    return { kind: "refused", ...refusals.terminated };
  }
  const target = session?.target ?? path.id;
  if (instanceOf(signer) === target) return { kind: "admitted", grant: { ...path, role: "agent" } };
  const action = actionOf(path, verb);
  const message = `User: ${signer.arn} is not authorized to perform: ${action} for ${target}: these are not its keys`;
  return { kind: "refused", code: accessDenied, message, status: 403 };
}

const accessDenied = "AccessDeniedException";
const channels = { control: "ControlChannel", data: "DataChannel" } as const;
const actionOf = ({ kind }: ChannelPath, verb: string) => `ssmmessages:${verb}${channels[kind]}`;

function findDenied(
  { call, path }: Question,
  verb: "Create" | "Open",
  credential: Credential | undefined,
): Extract<Judgement, { kind: "refused" }> | undefined {
  const { partition, region } = call.target;
  const account = credential?.account ?? call.options.account;
  // Only the data channel of a client is bound to a session by policies; all else is asked for nothing in particular.
  const isForSession = path.kind === "data" && verb === "Open";
  const resource = isForSession ? `arn:${partition}:ssm:${region}:${account}:session/${path.id}` : "*";
  const instance = credential && instanceOf(credential);
  const isEc2 = instance?.startsWith("i-") === true;
  const arn = isEc2 ? `arn:${partition}:ec2:${region}:${account}:instance/${instance}` : undefined;
  const denial = askPolicies(call, {
    credential,
    need: { action: actionOf(path, verb), resources: [resource] },
    keys: { "ec2:sourceinstancearn": arn, "ssm:sourceinstancearn": arn },
    asksIdentity: credential !== undefined,
  });
  if (denial === undefined) return undefined;
  const headers = { "x-denat-rule": denial.rule };
  return { kind: "refused", code: accessDenied, message: denial.message, status: 403, headers };
}

/**
 * ec2messages: how agents get their jobs that have no control channel, because they are old or ssmmessages is closed to
 * them. Decides whose messages a request is about; a job and its answers are those of the control channel in other words.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmessagedeliveryservice.html (read 2026-11-29)
 */
import { createHash } from "node:crypto";
import type { Message } from "../../channel/message.ts";
import type { Credential } from "../../credential.ts";
import { askPolicies } from "../call.ts";
import type { Call } from "../call.ts";
import { findSigner, instanceOf } from "../ssmmessages/admit/judge.ts";
import { parseFields, textAt } from "../../channel/fields.ts";
import type { Fields } from "../../channel/fields.ts";
import type { GatewayEvents } from "../ssmmessages/gateway.ts";
import { limits } from "../ssmmessages/timing.ts";
import type { Timing } from "../ssmmessages/timing.ts";
import type { Answer } from "../wire/answer.ts";
import { toFailureAnswer } from "../wire/failure.ts";
import type { Failure } from "../wire/failure.ts";
import { readBody } from "../wire/read-body.ts";
import { toAcknowledge, toJob, toReply } from "./job.ts";
import { createMailbox } from "./mailbox.ts";
import type { Mailbox } from "./mailbox.ts";
import { createPolls } from "./polls.ts";

export interface DeliveryOptions {
  readonly now: () => number;
  readonly timing: Timing;
  readonly onMessage: GatewayEvents["onMessage"];
}

export interface Delivery {
  readonly answer: (call: Call) => Promise<Answer>;
  /** False where no agent has asked lately, and for what is no job. */
  readonly offer: (target: string, message: Message) => boolean;
  readonly look: (nowMs: number) => void;
  readonly close: () => void;
}

type Outcome = object | Failure;
type Operation = (call: Call, fields: Fields, target: string) => Outcome | Promise<Outcome>;

interface Agent {
  askedMs: number;
  readonly mailbox: Mailbox;
}

const contentType = "application/x-amz-json-1.1";
const prefix = "EC2WindowsMessageDeliveryService.";

export function createDelivery({ now, timing, onMessage }: DeliveryOptions): Delivery {
  const agents = new Map<string, Agent>();
  const polls = createPolls();
  const getMessages: Operation = async ({ request }, fields, target) => {
    const agent = agents.get(target) ?? { askedMs: now(), mailbox: createMailbox() };
    agents.set(target, agent);
    agent.askedMs = now();
    const seconds = fields["VisibilityTimeoutInSeconds"];
    const hiddenMs = 1000 * (typeof seconds === "number" && seconds > 0 ? seconds : 10);
    const ready = agent.mailbox.take(now(), hiddenMs);
    if (ready.length === 0) await polls.wait(target, request, now() + timing.pollMs);
    // Nothing is handed to one that has hung up.
    const isGone = request.socket.destroyed;
    const Messages = ready.length > 0 || isGone ? ready : agent.mailbox.take(now(), hiddenMs);
    return { Destination: target, Messages, MessagesRequestId: textAt(fields, "MessagesRequestId") };
  };
  /** A message is done when its agent says it has it, and told to whoever gave the job. */
  const done = (target: string, messageId: string, message?: Message): object => {
    agents.get(target)?.mailbox.remove(messageId);
    if (message !== undefined) onMessage(target, message);
    return {};
  };
  const operations: Readonly<Record<string, Operation>> = {
    GetMessages: getMessages,
    AcknowledgeMessage: (_, fields, target) => {
      const jobId = textAt(fields, "MessageId");
      return done(target, jobId, toAcknowledge({ jobId, nowMs: now() }));
    },
    SendReply: (_, fields, target) => {
      const jobId = textAt(fields, "MessageId");
      done(target, jobId, toReply(jobId, textAt(fields, "Payload"), now()));
      return { MessageId: jobId, ReplyId: textAt(fields, "ReplyId"), ReplyStatus: "SUCCESS" };
    },
    FailMessage: (_, fields, target) => {
      const jobId = textAt(fields, "MessageId");
      return done(
        target,
        jobId,
        toAcknowledge({ jobId, nowMs: now(), failure: textAt(fields, "FailureType") }),
      );
    },
    DeleteMessage: (_, fields, target) => done(target, textAt(fields, "MessageId")),
  };
  return {
    answer: (call) => answer(call, operations),
    offer: (target, message) => {
      const job = toJob(target, message);
      const agent = agents.get(target);
      if (job === undefined || agent === undefined) return false;
      const isThere = polls.isWaiting(target) || now() - agent.askedMs < timing.pollerMs;
      if (!isThere || !agent.mailbox.put(job)) return false;
      polls.answer(target);
      return true;
    },
    look: (nowMs) => {
      polls.look(nowMs);
      for (const [target, { askedMs }] of agents) {
        if (nowMs - askedMs >= timing.pollerMs && !polls.isWaiting(target)) agents.delete(target);
      }
    },
    close: polls.close,
  };
}

async function answer(call: Call, operations: Readonly<Record<string, Operation>>): Promise<Answer> {
  const outcome = await run(call, operations);
  if ("status" in outcome) {
    return toFailureAnswer(outcome, {
      family: "json",
      requestId: call.requestId,
      contentType,
      namespace: "",
    });
  }
  return {
    status: 200,
    headers: { "content-type": contentType, "x-amzn-requestid": call.requestId },
    body: JSON.stringify(outcome),
  };
}

async function run(call: Call, operations: Readonly<Record<string, Operation>>): Promise<Outcome> {
  const body = await readBody(call.request, limits.body);
  if (body === undefined) return fail("RequestEntityTooLarge", "The body is too large", 413);
  const signer = findSigner({ call, bodyHash: createHash("sha256").update(body).digest("hex") });
  if ("status" in signer) return signer;
  const header = [call.request.headers["x-amz-target"]].flat()[0] ?? "";
  const name = header.startsWith(prefix) ? header.slice(prefix.length) : "";
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined)
    return fail("UnknownOperationException", `There is no operation ${header.slice(0, 128)}`);
  const denial = findDenial(call, signer, name);
  if (denial !== undefined) return denial;
  const fields = parseFields(body);
  if (fields === undefined) return fail("SerializationException", "The body is no JSON object");
  const target = instanceOf(signer);
  const { member, code } = name === "GetMessages" ? addressees.poll : addressees.job;
  const text = textAt(fields, member);
  // `aws.ssm.COMMAND.INSTANCE`: a message says itself whose it is.
  const isOwn = text === target || (member === "MessageId" && text.endsWith(`.${target}`));
  if (target === undefined || !isOwn) return fail(code, `${member} is not of ${signer.arn}`);
  return operation(call, fields, target);
}

/** What says whose messages a request is about, and what AWS answers when they are another's. */
const addressees = {
  poll: { member: "Destination", code: "InvalidDestinationException" },
  job: { member: "MessageId", code: "InvalidMessageIdException" },
} as const;

function findDenial(call: Call, credential: Credential, name: string): Failure | undefined {
  const denial = askPolicies(call, { credential, need: { action: `ec2messages:${name}`, resources: ["*"] } });
  if (denial === undefined) return undefined;
  return { ...fail("AccessDeniedException", denial.message), headers: { "x-denat-rule": denial.rule } };
}

const fail = (code: string, message: string, status = 400): Failure => ({ code, message, status });

/**
 * StartSession: the document's rules for the parameters, the words of the session to the agent, and the way to it for the
 * client.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html (read 2026-11-29)
 */
import { randomBytes } from "node:crypto";
import type { StartSessionRequest, StartSessionResponse } from "@aws-sdk/client-ssm";
import { isTrueAt, textAt } from "../../../channel/fields.ts";
import { createMessage } from "../../../channel/message.ts";
import { invalidMember, ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { nodeArn, stateOf, tagKeys } from "../context.ts";
import type { Plane } from "../context.ts";
import type { Content } from "../document/content.ts";
import { documentArn, findDocument, mustDocument, mustVersion, preferences } from "../document/find.ts";
import { fillParameters } from "../document/fill.ts";
import { streamUrl } from "./stream-url.ts";

/** What a session is without preferences of the account. */
const plainShell: Content = {
  schemaVersion: "1.0",
  sessionType: "Standard_Stream",
  inputs: {
    s3BucketName: "",
    s3KeyPrefix: "",
    s3EncryptionEnabled: true,
    cloudWatchLogGroupName: "",
    cloudWatchEncryptionEnabled: true,
    cloudWatchStreamingEnabled: true,
    kmsKeyId: "",
    runAsEnabled: false,
    runAsDefaultUser: "",
    idleSessionTimeout: "",
    maxSessionDuration: "",
    shellProfile: { windows: "", linux: "" },
  },
};

export function startSession(plane: Plane, input: StartSessionRequest, asked: Asked): StartSessionResponse {
  const { Target: target = "", DocumentName, Reason, Parameters } = input;
  if (target.length < 1 || target.length > 400)
    throw invalidMember("Target", target, "Member must have length from 1 to 400");
  const keys = tagKeys(plane, asked, target);
  asked.permit("ssm:StartSession", nodeArn(asked, target), { keys });
  const { name, content } = documentOf(plane, DocumentName, asked);
  const parameters = fillParameters(content, Parameters);
  const gateway = plane.gateway();
  if (!gateway.isConnected(target)) throw notConnected(target);
  const id = `${principalOf(asked)}-${randomBytes(9).toString("hex").slice(1)}`;
  const inputs = content.inputs ?? {};
  const longestMinutes = minutesAt(inputs, "maxSessionDuration");
  stateOf(plane, asked).sessions.set(id, {
    id,
    target,
    status: "Connecting",
    startedAtMs: asked.nowMs,
    endedAtMs: undefined,
    documentName: name,
    owner: asked.credential.arn,
    reason: Reason,
    details: undefined,
    longestMinutes,
    output: { s3: undefined, logGroup: undefined },
  });
  const idleMinutes = minutesAt(inputs, "idleSessionTimeout");
  const session = {
    id,
    target,
    region: asked.region,
    owner: asked.credential,
    ...(idleMinutes === undefined ? {} : { idleMinutes }),
    ...(longestMinutes === undefined ? {} : { longestMinutes }),
  };
  const token = gateway.open(session);
  const told = {
    DocumentName: name,
    DocumentContent: content,
    SessionId: id,
    Parameters: parameters,
    RunAsUser: isTrueAt(inputs, "runAsEnabled") ? textAt(inputs, "runAsDefaultUser") : "",
    SessionOwner: asked.credential.arn,
  };
  const payload = JSON.stringify({
    Content: JSON.stringify(told),
    TaskId: id,
    Topic: "aws.ssm.startSession",
    SchemaVersion: 1,
  });
  if (!gateway.send(target, createMessage({ type: "interactiveShell", payload, nowMs: asked.nowMs }))) {
    gateway.end(id, "");
    stateOf(plane, asked).sessions.delete(id);
    throw notConnected(target);
  }
  return { SessionId: id, TokenValue: token, StreamUrl: streamUrl(asked.call, id) };
}

const notConnected = (target: string) =>
  new ServiceFault("TargetNotConnected", `${target} is not connected.`);

/** The preferences of the account count in their latest version, and need no permission where nobody named them. */
function documentOf(
  plane: Plane,
  named: string | undefined,
  asked: Asked,
): { readonly name: string; readonly content: Content } {
  if (named === undefined) {
    const own = findDocument(plane, preferences, asked);
    const content = own === undefined ? plainShell : mustVersion(own, "$LATEST").version.content;
    return { name: preferences, content };
  }
  const document =
    named === preferences ? findDocument(plane, named, asked) : mustDocument(plane, named, asked);
  if (document === undefined) return { name: preferences, content: plainShell };
  asked.permit("ssm:StartSession", documentArn(asked, document));
  if (document.type !== "Session")
    throw new ServiceFault("InvalidDocument", `Document ${named} is not of type Session`);
  const version = document.name === preferences ? "$LATEST" : "$DEFAULT";
  const { content } = mustVersion(document, version).version;
  return { name: document.name, content: { ...content, inputs: withPreferences(plane, content, asked) } };
}

/** Where a document says nothing of logs and encryption, the preferences of the account hold. */
function withPreferences(plane: Plane, { inputs }: Content, asked: Asked): Content["inputs"] & object {
  const own = findDocument(plane, preferences, asked);
  const preferred = own === undefined ? plainShell : mustVersion(own, "$LATEST").version.content;
  return { ...preferred.inputs, ...inputs };
}

function minutesAt(inputs: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const minutes = Number(inputs[name] ?? "");
  return minutes > 0 ? minutes : undefined;
}

/** A session is named for its user, the session of its role, or the root of the account. */
function principalOf({ credential: { arn } }: Asked): string {
  const name = /:(?:user|assumed-role|federated-user)\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1] ?? "root";
  return name.replaceAll(/[^\w+=,.@-]/g, "").slice(0, 64);
}

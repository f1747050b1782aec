/**
 * The order to start a session: payload of an `interactive_shell` message (agent/contracts/model.go and
 * agent/framework/docparser of the real agent, read 2026-11-29).
 */
import { fieldsAt, isTrueAt, parseFields, textAt } from "../../channel/fields.ts";
import type { Fields } from "../../channel/fields.ts";
import { fillIn, parameterValues } from "../document.ts";

export const sessionTypes = [
  "Standard_Stream",
  "InteractiveCommands",
  "NonInteractiveCommands",
  "Port",
] as const;
export type SessionType = (typeof sessionTypes)[number];

export interface SessionTask {
  readonly sessionId: string;
  readonly type: SessionType;
  readonly properties: Fields;
  readonly preferences: Preferences;
  readonly owner: string;
}

/** `inputs` of the session document. Empty texts for what is not wanted. */
export interface Preferences {
  readonly s3BucketName: string;
  readonly s3KeyPrefix: string;
  readonly s3EncryptionEnabled: boolean;
  readonly logGroup: string;
  readonly logEncryptionEnabled: boolean;
  readonly logStreamingEnabled: boolean;
  readonly kmsKeyId: string;
  /** Undefined where the session runs as whoever the agent has for it. */
  readonly runAs: string | undefined;
  readonly shellProfile: string;
}

export type Parsed =
  | { readonly kind: "task"; readonly task: SessionTask }
  /** `sessionId` is empty where not even that was told. */
  | { readonly kind: "fault"; readonly sessionId: string; readonly why: string };

const schemaVersion = "1.0";
/** What the service names sessions; it becomes part of paths and of object keys. */
const sessionIdShape = /^[\w.@+=-]{1,96}$/;

export function parseTask(payload: Buffer): Parsed {
  const content = parseFields(textAt(parseFields(payload) ?? {}, "Content")) ?? {};
  const sessionId = textAt(content, "SessionId");
  if (!sessionIdShape.test(sessionId)) return { kind: "fault", sessionId: "", why: "no session id" };
  const document = fieldsAt(content, "DocumentContent");
  if (textAt(document, "schemaVersion") !== schemaVersion) {
    return {
      kind: "fault",
      sessionId,
      why: `unsupported schema version ${textAt(document, "schemaVersion")}`,
    };
  }
  const type = sessionTypes.find((one) => one === textAt(document, "sessionType"));
  if (type === undefined) {
    return { kind: "fault", sessionId, why: `unsupported session type ${textAt(document, "sessionType")}` };
  }
  const values = parameterValues(fieldsAt(document, "parameters"), fieldsAt(content, "Parameters"));
  const filled = (name: string): Fields => fieldsAt({ it: fillIn(document[name], values) }, "it");
  return {
    kind: "task",
    task: {
      sessionId,
      type,
      properties: filled("properties"),
      preferences: preferencesOf(filled("inputs"), textAt(content, "RunAsUser")),
      owner: textAt(content, "SessionOwner"),
    },
  };
}

const preferencesOf = (inputs: Fields, runAsUser: string): Preferences => ({
  s3BucketName: textAt(inputs, "s3BucketName").trim(),
  s3KeyPrefix: textAt(inputs, "s3KeyPrefix").trim(),
  s3EncryptionEnabled: isTrueAt(inputs, "s3EncryptionEnabled"),
  logGroup: textAt(inputs, "cloudWatchLogGroupName").trim(),
  logEncryptionEnabled: isTrueAt(inputs, "cloudWatchEncryptionEnabled"),
  logStreamingEnabled: isTrueAt(inputs, "cloudWatchStreamingEnabled"),
  kmsKeyId: textAt(inputs, "kmsKeyId").trim(),
  runAs: isTrueAt(inputs, "runAsEnabled") ? runAsUser || textAt(inputs, "runAsDefaultUser") : undefined,
  shellProfile: textAt(fieldsAt(inputs, "shellProfile"), "linux"),
});

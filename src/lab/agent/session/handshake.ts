/**
 * The handshake of a session: kind and properties of it go to the client, and where the session is encrypted, the key is agreed on
 * and proved (agent/session/datachannel of the real agent, read 2026-11-29).
 */
import { randomBytes } from "node:crypto";
import { isFields, listAt, parseFields, textAt } from "../../channel/fields.ts";
import type { Fields } from "../../channel/fields.ts";
import type { PayloadType } from "../../channel/type.ts";
import type { AgentContext } from "../agent/context.ts";
import { schedule } from "../agent/schedule.ts";
import { agentVersion } from "../agent/version.ts";
import { bodyOf, failureOf } from "../net/service.ts";
import { createCipher } from "./cipher.ts";
import type { Cipher } from "./cipher.ts";
import type { DataChannel } from "./data-channel.ts";
import type { SessionTask } from "./task.ts";

/** `ok` with the version of the client, or why the session cannot go on. */
export type Shaken =
  | { readonly kind: "ok"; readonly clientVersion: string }
  | { readonly kind: "failed"; readonly why: string };

const processed = { success: 1 } as const;
const challengeLength = 64;
const failed = (why: string): Shaken => ({ kind: "failed", why });

export async function shakeHands(
  context: AgentContext,
  channel: DataChannel,
  task: SessionTask,
): Promise<Shaken> {
  const { type, properties, preferences } = task;
  const { kmsKeyId } = preferences;
  const isEncrypted = kmsKeyId !== "" && type !== "Port";
  const startedAtMs = context.pace.now();
  const answers = listenFor(context, channel);
  const randomChallenge = randomBytes(16).toString("base64");
  const actions = [
    { ActionType: "SessionType", ActionParameters: { SessionType: type, Properties: properties } },
    ...(isEncrypted
      ? [
          {
            ActionType: "KMSEncryption",
            ActionParameters: { KMSKeyId: kmsKeyId, Challenge: randomChallenge },
          },
        ]
      : []),
  ];
  channel.send(
    "handshakeRequest",
    JSON.stringify({ AgentVersion: agentVersion, RequestedClientActions: actions }),
  );
  const response = await answers("handshakeResponse");
  if (response === undefined) {
    return failed(
      "Handshake timed out. Please ensure that you have the latest version of the session manager plugin.",
    );
  }
  const refusal = refusalIn(response);
  if (refusal !== undefined) return failed(refusal);
  if (isEncrypted) {
    const why = await encrypt(context, channel, { task, response, randomChallenge, answers });
    if (why !== undefined) return failed(why);
  }
  channel.send(
    "handshakeComplete",
    JSON.stringify({
      HandshakeTimeToComplete: (context.pace.now() - startedAtMs) * 1e6,
      CustomerMessage: isEncrypted ? "This session is encrypted using AWS KMS." : "",
    }),
  );
  return { kind: "ok", clientVersion: textAt(response, "ClientVersion") };
}

/** The next payload of a type, undefined where it does not come in time. */
type Answers = (type: PayloadType) => Promise<Fields | undefined>;

/** What comes before the handshake is over and is no answer is passed over, as the real agent does. */
function listenFor({ pace, signal }: AgentContext, channel: DataChannel): Answers {
  const come = new Map<PayloadType, Fields>();
  let wake = (): void => {};
  channel.receiveWith((type, payload) => {
    const fields = parseFields(payload);
    if (fields !== undefined) come.set(type, fields);
    wake();
    return true;
  });
  return async (type) => {
    const isLate = pace.wait(schedule.handshakeTimeoutMs, signal).then(
      () => true,
      () => true,
    );
    for (;;) {
      const fields = come.get(type);
      if (fields !== undefined) return fields;
      const isNews = new Promise<boolean>((resolve) => (wake = () => resolve(false)));
      if (await Promise.race([isLate, isNews])) return undefined;
    }
  };
}

function refusalIn(response: Fields): string | undefined {
  const actions = listAt(response, "ProcessedClientActions").filter(isFields);
  const failure = actions.find((action) => action["ActionStatus"] !== processed.success);
  if (failure === undefined) return undefined;
  const { ActionType, ActionStatus } = failure;
  return `${String(ActionType)} failed on client with status ${String(ActionStatus)} error: ${textAt(failure, "Error")}`;
}

interface Agreement {
  readonly task: SessionTask;
  readonly response: Fields;
  readonly randomChallenge: string;
  readonly answers: Answers;
}

/** Why there is no encryption. */
async function encrypt(
  context: AgentContext,
  channel: DataChannel,
  agreement: Agreement,
): Promise<string | undefined> {
  const cipher = await fetchCipher(context, agreement);
  if (typeof cipher === "string") return `Fetching data key failed: ${cipher}`;
  channel.encryptWith(cipher);
  const challenge = randomBytes(challengeLength);
  const sent = cipher.encrypt(challenge).toString("base64");
  channel.send("challengeRequest", JSON.stringify({ Challenge: sent }));
  const answer = await agreement.answers("challengeResponse");
  if (answer === undefined) return "Timed out waiting for encryption challenge.";
  const returned = Buffer.from(textAt(answer, "Challenge"), "base64");
  try {
    return cipher.decrypt(returned).equals(challenge) ? undefined : "Encryption challenge does not match!";
  } catch (error) {
    return (error as Error).message;
  }
}

async function fetchCipher(
  { services, keys, identity }: AgentContext,
  { task, response, randomChallenge }: Agreement,
): Promise<Cipher | string> {
  const action = listAt(response, "ProcessedClientActions")
    .filter(isFields)
    .find(({ ActionType }) => ActionType === "KMSEncryption");
  const result = isFields(action?.["ActionResult"]) ? action["ActionResult"] : {};
  const knowsChallenge = result["ChallengeAcknowledgement"] === true;
  const called = await services.json({
    service: "kms",
    target: "TrentService.Decrypt",
    keys: await keys(),
    body: {
      CiphertextBlob: textAt(result, "KMSCipherTextKey"),
      KeyId: task.preferences.kmsKeyId,
      EncryptionContext: {
        "aws:ssm:SessionId": task.sessionId,
        "aws:ssm:TargetId": identity.instanceId,
        ...(knowsChallenge ? { "aws:ssm:RandomChallenge": randomChallenge } : {}),
      },
    },
  });
  if (called.kind !== "answer")
    return `Unable to retrieve data key, Error when decrypting data key ${failureOf(called)}`;
  try {
    return createCipher(Buffer.from(textAt(bodyOf(called.answer), "Plaintext"), "base64"), "agent");
  } catch (error) {
    return (error as Error).message;
  }
}

/** What a client asks of AWS beside its data channel: to come back to a session, to end it, and a key to encrypt it. */
import { textAt } from "../../channel/fields.ts";
import type { Fields } from "../../channel/fields.ts";
import { createHttp } from "../net/http.ts";
import type { Net } from "../net/net.ts";
import { bodyOf, callService, failureOf } from "../net/service.ts";
import type { Keys } from "../net/sign.ts";

export interface SessionService {
  /** A new token; empty where the session has timed out. Throws where the service does not answer or refuses. */
  readonly resume: (sessionId: string) => Promise<string>;
  readonly terminate: (sessionId: string) => Promise<void>;
  readonly dataKey: (keyId: string, context: Readonly<Record<string, string>>) => Promise<DataKey>;
  readonly close: () => void;
}

export interface DataKey {
  readonly plain: Buffer;
  /** Base64, as KMS gave it. */
  readonly encrypted: string;
}

export interface SessionServiceOptions {
  readonly net: Net;
  readonly region: string;
  /** URL of Systems Manager; its own name in the Region where it is left out or empty. */
  readonly endpoint?: string;
  /** The same of KMS. */
  readonly kmsEndpoint?: string;
  readonly keys: () => Promise<Keys>;
}

const timeoutMs = 30_000;
const dataKeyBytes = 64;

export function createSessionService({
  net,
  region,
  endpoint = "",
  kmsEndpoint = "",
  keys,
}: SessionServiceOptions): SessionService {
  const http = createHttp(net);
  const call = async (service: "ssm" | "kms", target: string, body: object): Promise<Fields> => {
    const given = { ssm: endpoint, kms: kmsEndpoint }[service];
    const url = new URL(given === "" ? `https://${service}.${region}.amazonaws.com` : given);
    const called = await callService(http, {
      service,
      region,
      host: url.hostname,
      ...(url.port === "" ? {} : { port: Number(url.port) }),
      isSecure: url.protocol === "https:",
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body: JSON.stringify(body),
      keys: await keys(),
      dialTimeoutMs: timeoutMs,
      timeoutMs,
    });
    if (called.kind === "answer") return bodyOf(called.answer);
    throw new Error(failureOf(called));
  };
  return {
    close: http.close,
    resume: async (SessionId) =>
      textAt(await call("ssm", "AmazonSSM.ResumeSession", { SessionId }), "TokenValue"),
    terminate: async (SessionId) => void (await call("ssm", "AmazonSSM.TerminateSession", { SessionId })),
    dataKey: async (KeyId, EncryptionContext) => {
      const asked = { KeyId, EncryptionContext, NumberOfBytes: dataKeyBytes };
      const answer = await call("kms", "TrentService.GenerateDataKey", asked);
      const plain = Buffer.from(textAt(answer, "Plaintext"), "base64");
      return { plain, encrypted: textAt(answer, "CiphertextBlob") };
    },
  };
}

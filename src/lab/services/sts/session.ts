/** Temporary credentials: made here, and known to the store until they expire. */
import { randomBytes, randomInt } from "node:crypto";
import type { Credential, CredentialStore } from "../../credential.ts";
import type { SessionCredential } from "../authorise/decide.ts";
import type { XmlElements } from "../wire/xml.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

interface Session {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  readonly policies: Credential["policies"];
  readonly sessionPolicies: readonly unknown[];
  readonly expiresAtMs: number;
}

export function issueSession(store: CredentialStore, session: Session): XmlElements {
  const credential: SessionCredential = {
    ...session,
    accessKeyId: `ASIA${Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join("")}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(192).toString("base64"),
  };
  store.add(credential);
  return {
    AccessKeyId: credential.accessKeyId,
    SecretAccessKey: credential.secretAccessKey,
    SessionToken: credential.sessionToken ?? "",
    Expiration: new Date(session.expiresAtMs).toISOString().replace(/\.\d+/, ""),
  };
}

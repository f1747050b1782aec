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

export type OpenSession = SessionCredential & { readonly sessionToken: string };

export function openSession(store: CredentialStore, session: Session): OpenSession {
  const credential: OpenSession = {
    ...session,
    accessKeyId: `ASIA${Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join("")}`,
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(192).toString("base64"),
  };
  store.add(credential);
  return credential;
}

export function issueSession(store: CredentialStore, session: Session): XmlElements {
  const { accessKeyId, secretAccessKey, sessionToken } = openSession(store, session);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(session.expiresAtMs).toISOString().replace(/\.\d+/, ""),
  };
}

/** A session's ARN leaves out the path of the role. */
export function sessionArn(roleArn: string, session: string): string {
  return roleArn.replace(
    /^(arn:[^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/,
    `$1:sts::$2:assumed-role/$3/${session}`,
  );
}

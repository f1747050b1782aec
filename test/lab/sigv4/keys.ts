/** The keys that AWS's documentation signs its examples with, and stores that hold them. */
import { createCredentialStore } from "../../../src/lab/credential.ts";
import type { Credential } from "../../../src/lab/credential.ts";

export const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

export function keyOf(parts: Partial<Credential> = {}): Credential {
  return {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: secret,
    sessionToken: undefined,
    account: "123456789012",
    arn: "arn:aws:iam::123456789012:root",
    userId: "123456789012",
    policies: undefined,
    expiresAtMs: undefined,
    ...parts,
  };
}

export const storeOf = (parts: Partial<Credential> = {}) => createCredentialStore([keyOf(parts)]);

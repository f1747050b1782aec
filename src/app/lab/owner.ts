/** The owner of a lab's account, and the keys by which it is known. */
import { randomBytes } from "node:crypto";
import type { Credential } from "../../lab/credential.ts";
import type { Network } from "../../model/network.ts";

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const firstAccount = "123456789012";
export const firstRegion = "us-east-1";

/** The account of an input that tells of one, else the first. */
export function accountOf({ scopes }: Network): string {
  const [scope] = scopes.values();
  return scope !== undefined && /^\d{12}$/.test(scope.account) ? scope.account : firstAccount;
}

export const freshKeys = (): KeyPair => ({
  accessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
  secretAccessKey: randomBytes(30).toString("base64url"),
});

export function ownerOf({
  account,
  accessKeyId,
  secretAccessKey,
}: KeyPair & { readonly account: string }): Credential {
  const arn = `arn:aws:iam::${account}:root`;
  const terms = { sessionToken: undefined, policies: undefined, expiresAtMs: undefined };
  return { accessKeyId, secretAccessKey, account, arn, userId: account, ...terms };
}

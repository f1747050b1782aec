/** Access keys that the lab knows, and whose they are. */

/** What a signature proves. */
export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary credentials carry one, and a request must bring it along. */
  readonly sessionToken: string | undefined;
  readonly account: string;
  /** `arn:aws:iam::123456789012:root`, `arn:aws:sts::…:assumed-role/NAME/SESSION`. */
  readonly arn: string;
  /** As GetCallerIdentity tells it: `AROA…:i-0abc`. */
  readonly userId: string;
  /** IAM policies that bound what it may do; undefined for the owner of the account, who may do all. */
  readonly policies: readonly unknown[] | undefined;
  /** Milliseconds since 1970; undefined for keys that do not expire. */
  readonly expiresAtMs: number | undefined;
}

export interface CredentialStore {
  readonly find: (accessKeyId: string) => Credential | undefined;
  /** Adds a credential, or puts it in the place of the one with the same key. */
  readonly add: (credential: Credential) => void;
}

export function createCredentialStore(credentials: readonly Credential[]): CredentialStore {
  const byKey = new Map(credentials.map((credential) => [credential.accessKeyId, credential]));
  return {
    find: (accessKeyId) => byKey.get(accessKeyId),
    add: (credential) => void byKey.set(credential.accessKeyId, credential),
  };
}

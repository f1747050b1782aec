/** Keys of a workload's role, as the instance metadata service or the runtime would hand them out: good for some hours. */
import type { Facts } from "../../facts/index.ts";
import type { CredentialStore } from "../../lab/credential.ts";
import type { RoleCredentials } from "../../lab/metadata/index.ts";
import { openSession, sessionArn, uniqueId } from "../../lab/services/index.ts";
import type { RoleId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { Network } from "../../model/network.ts";
import { policiesOfRole, roleArn } from "./behind.ts";

export interface SessionAsk {
  readonly facts: Facts;
  /** Of roles whose ARN the network does not tell. */
  readonly account: string;
  readonly credentials: CredentialStore;
  readonly now: () => number;
}

const validMs = 6 * 3_600_000;
const renewMs = 3_600_000;
const issued = new Map<string, RoleCredentials>();
const roleOfKey = new Map<string, RoleId>();

/** The same for one interface until an hour before their end. */
export function sessionOf(
  network: Network,
  role: RoleId,
  { row, ask }: { readonly row: NetworkInterface; readonly ask: SessionAsk },
): RoleCredentials {
  const nowMs = ask.now();
  const key = JSON.stringify([row.id, role]);
  const known = issued.get(key);
  if (known !== undefined && known.expiresAtMs - nowMs > renewMs) return known;
  const arn = roleArn(ask.account, role);
  const expiresAtMs = nowMs + validMs;
  const { accessKeyId, secretAccessKey, sessionToken } = openSession(ask.credentials, {
    account: arn.split(":")[4] ?? ask.account,
    arn: sessionArn(arn, row.owner),
    userId: `${uniqueId("AROA", arn)}:${row.owner}`,
    policies: policiesOfRole(network, ask.facts, role),
    sessionPolicies: [],
    expiresAtMs,
  });
  const made = { accessKeyId, secretAccessKey, sessionToken, issuedAtMs: nowMs, expiresAtMs };
  issued.set(key, made);
  roleOfKey.set(accessKeyId, role);
  return made;
}

/** A policy holds at once, for keys that were given out before it as well. */
export function renewPolicies(network: Network, { facts, credentials, now }: SessionAsk): void {
  for (const [accessKeyId, role] of roleOfKey) {
    const credential = credentials.find(accessKeyId);
    if (credential === undefined || (credential.expiresAtMs ?? 0) <= now()) roleOfKey.delete(accessKeyId);
    else credentials.add({ ...credential, policies: policiesOfRole(network, facts, role) });
  }
}

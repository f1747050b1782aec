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
  return onceFor(JSON.stringify([row.id, role]), ask, (expiresAtMs) => {
    const arn = roleArn(ask.account, role);
    const session = openSession(ask.credentials, {
      account: arn.split(":")[4] ?? ask.account,
      arn: sessionArn(arn, row.owner),
      userId: `${uniqueId("AROA", arn)}:${row.owner}`,
      policies: policiesOfRole(network, ask.facts, role),
      sessionPolicies: [],
      expiresAtMs,
    });
    roleOfKey.set(session.accessKeyId, role);
    return session;
  });
}

/**
 * Keys of the instance's identity role, which it has without any profile: Systems Manager registers it by them.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html#ec2-instance-identity-roles (read 2026-11-29)
 */
export function identityOf(instance: string, partition: string, ask: SessionAsk): RoleCredentials {
  const { account } = ask;
  return onceFor(JSON.stringify([instance, "identity"]), ask, (expiresAtMs) =>
    openSession(ask.credentials, {
      account,
      arn: `arn:${partition}:sts::${account}:assumed-role/aws:ec2-instance/${instance}`,
      userId: `${account}:aws:ec2-instance:${instance}`,
      policies: [identityPolicy],
      sessionPolicies: [],
      expiresAtMs,
    }),
  );
}

const identityPolicy = {
  Version: "2012-10-17",
  Statement: {
    Effect: "Allow",
    Action: ["ssm:RegisterManagedInstance", "ssm:RequestManagedInstanceRoleToken"],
    Resource: "*",
  },
};

type Opened = ReturnType<typeof openSession>;

function onceFor(key: string, { now }: SessionAsk, open: (expiresAtMs: number) => Opened): RoleCredentials {
  const nowMs = now();
  const known = issued.get(key);
  if (known !== undefined && known.expiresAtMs - nowMs > renewMs) return known;
  const expiresAtMs = nowMs + validMs;
  const { accessKeyId, secretAccessKey, sessionToken } = open(expiresAtMs);
  const made = { accessKeyId, secretAccessKey, sessionToken, issuedAtMs: nowMs, expiresAtMs };
  issued.set(key, made);
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

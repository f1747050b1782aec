/**
 * Whose keys the agent works with: those of the instance profile, if Systems Manager takes them; else those that Default Host
 * Management Configuration gives to an instance that proves itself.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html and
 * common/identity/credentialproviders/ec2roleprovider of the real agent (read 2026-11-29)
 */
import { textAt } from "../../channel/fields.ts";
import { bodyOf, failureOf } from "../net/service.ts";
import type { Keys } from "../net/sign.ts";
import type { RegistrationKey } from "./key.ts";
import type { Log } from "./log.ts";
import type { Identity, Metadata, TimedKeys } from "./metadata.ts";
import type { Services } from "./service.ts";
import { agentName, agentVersion, platform } from "./version.ts";

export type Found =
  | { readonly kind: "keys"; readonly keys: TimedKeys; readonly source: "instance profile" | "default host" }
  /** `isRefusal`: Systems Manager was reached, and said no. */
  | { readonly kind: "none"; readonly isRefusal: boolean };

export interface CredentialsAsk {
  readonly metadata: Metadata;
  readonly services: Services;
  readonly identity: Identity;
  readonly key: RegistrationKey;
  readonly log: Log;
}

const defaultHostFollows = ["AccessDeniedException", "EC2RoleRequestError"];

/** The first call that a session of the agent makes: it proves the keys. */
export const firstReport = ({ instanceId }: Identity): object => ({
  AgentName: agentName,
  AgentVersion: agentVersion,
  InstanceId: instanceId,
  PlatformType: platform.type,
});

export async function findCredentials(ask: CredentialsAsk): Promise<Found> {
  const { log } = ask;
  const profile = await tryProfile(ask);
  if (profile.kind === "keys") {
    log.say("INFO", "Successfully connected with instance profile role credentials");
    return profile;
  }
  if (!profile.isRefusal) {
    log.say(
      "ERROR",
      `Failed to connect to Systems Manager with instance profile role credentials. unexpected error getting instance profile role credentials or calling UpdateInstanceInformation. Skipping default host management fallback: ${profile.why}`,
    );
    return { kind: "none", isRefusal: false };
  }
  log.say(
    "WARN",
    `Failed to connect to Systems Manager with instance profile role credentials. Err: ${profile.why}`,
  );
  const host = await tryDefaultHost(ask);
  if (host.kind === "keys") log.say("INFO", "Successfully connected with Systems Manager role credentials");
  else {
    log.say("ERROR", `Failed to connect to Systems Manager with SSM role credentials. ${host.why}`);
    log.say(
      "ERROR",
      `[CredentialRefresher] Retrieve credentials produced error: no valid credentials could be retrieved for ec2 identity. Default Host Management Err: ${host.why}`,
    );
  }
  return host;
}

type Tried =
  | Extract<Found, { readonly kind: "keys" }>
  | { readonly kind: "none"; readonly isRefusal: boolean; readonly why: string };

async function tryProfile({ metadata, services, identity }: CredentialsAsk): Promise<Tried> {
  const keys = await metadata.roleKeys().catch((error: Error) => error);
  if (keys instanceof Error) return { kind: "none", isRefusal: false, why: keys.message };
  if (keys === undefined) {
    return { kind: "none", isRefusal: true, why: "EC2RoleRequestError: no EC2 instance role found" };
  }
  const called = await services.json({
    service: "ssm",
    target: "AmazonSSM.UpdateInstanceInformation",
    body: firstReport(identity),
    keys,
  });
  if (called.kind === "answer") return { kind: "keys", keys, source: "instance profile" };
  const isRefusal = called.kind === "refused" && defaultHostFollows.includes(called.code);
  return {
    kind: "none",
    isRefusal,
    why: `retrieved credentials failed to report to ssm. Error: ${failureOf(called)}`,
  };
}

async function tryDefaultHost({ metadata, services, identity, key }: CredentialsAsk): Promise<Tried> {
  const own = await metadata.ownKeys().catch((error: Error) => error);
  if (own instanceof Error) return { kind: "none", isRefusal: false, why: own.message };
  const called = await services.json({
    service: "ssm",
    target: "AmazonSSM.RequestManagedInstanceRoleToken",
    body: { Fingerprint: identity.instanceId },
    keys: own,
    countersign: (authorization) => ({
      "SSM-AsymmetricKeyAuthorization": `Signature=${key.sign(authorization)}`,
    }),
  });
  if (called.kind !== "answer") {
    const isRefusal = called.kind === "refused";
    return {
      kind: "none",
      isRefusal,
      why: `error calling RequestManagedInstanceRoleToken: ${failureOf(called)}`,
    };
  }
  const fields = bodyOf(called.answer);
  const keys = {
    accessKeyId: textAt(fields, "AccessKeyId"),
    secretAccessKey: textAt(fields, "SecretAccessKey"),
    sessionToken: textAt(fields, "SessionToken"),
    expiresAtMs: Number(fields["TokenExpirationDate"]) * 1000,
  };
  return { kind: "keys", keys, source: "default host" };
}

/** Makes the instance and its key known, with the credentials of the instance itself. The reason, where it fails. */
export async function register(
  { metadata, services, identity, key }: CredentialsAsk,
  tries?: number,
): Promise<string | undefined> {
  const own = await metadata.ownKeys().catch((error: Error) => error);
  if (own instanceof Error) return own.message;
  const keys: Keys = own;
  const called = await services.json({
    service: "ssm",
    target: "AmazonSSM.RegisterManagedInstance",
    body: { Fingerprint: identity.instanceId, PublicKey: key.publicKey, PublicKeyType: "Rsa" },
    keys,
    ...(tries === undefined ? {} : { tries }),
  });
  return called.kind === "answer" ? undefined : failureOf(called);
}

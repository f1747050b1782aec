/**
 * RegisterManagedInstance: an instance of EC2 by the credentials of its identity role, any other machine by the code of an
 * activation and no signature at all. Either way the agent leaves its public key here.
 */
import { createPublicKey, randomBytes } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { ServiceFault } from "../../fault.ts";
import type { Unproven } from "../../json/operation.ts";
import { mustCredential, permitUnsigned, toAsked } from "../../json/prove.ts";
import type { Plane } from "../context.ts";
import { unheard } from "./ping.ts";

export interface Registration {
  readonly Fingerprint: string;
  readonly PublicKey: string;
  readonly PublicKeyType?: string;
  readonly ActivationId?: string;
  readonly ActivationCode?: string;
}

export function registerManagedInstance(plane: Plane, input: Registration, unproven: Unproven) {
  mustPublicKey(input.PublicKey);
  return input.ActivationId === undefined
    ? registerInstance(plane, input, unproven)
    : registerHybrid(plane, input, unproven);
}

export function mustPublicKey(text: string): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
  } catch {
    throw new ServiceFault("InvalidParameters", "PublicKey is no RSA key in base64");
  }
}

/** `arn:aws:sts::123456789012:assumed-role/aws:ec2-instance/i-0abc`. */
export const identityOf = (arn: string): string | undefined =>
  /:assumed-role\/aws:ec2-instance\/(.+)$/.exec(arn)?.[1];

function registerInstance(plane: Plane, { Fingerprint, PublicKey }: Registration, unproven: Unproven) {
  const { call, bodyHash } = unproven;
  const credential = mustCredential("ssm", call, bodyHash);
  const asked = toAsked(call, credential);
  asked.permit("ssm:RegisterManagedInstance", "*");
  if (identityOf(credential.arn) !== Fingerprint)
    throw new ServiceFault("AccessDeniedException", "The fingerprint is not the instance that signed");
  const { nodes } = plane.state.in(asked.region);
  nodes.set(Fingerprint, {
    ...(nodes.get(Fingerprint) ?? unheard(Fingerprint, asked.nowMs)),
    publicKey: PublicKey,
  });
  return { InstanceId: Fingerprint };
}

function registerHybrid(plane: Plane, input: Registration, { call }: Unproven) {
  permitUnsigned(call, "ssm:RegisterManagedInstance");
  const { region } = call.target;
  const { activations, nodes } = plane.state.in(region);
  const activation = activations.get(input.ActivationId ?? "");
  if (activation === undefined || activation.code !== input.ActivationCode)
    throw new ServiceFault("InvalidActivation", "The activation ID or the activation code is not valid.");
  if (activation.expiresAtMs <= call.nowMs)
    throw new ServiceFault("InvalidActivation", "The activation has expired.");
  if (activation.used >= activation.limit)
    throw new ServiceFault("InvalidActivation", "The registration limit of the activation has been reached.");
  const id = `mi-${randomBytes(9).toString("hex").slice(1)}`;
  activations.set(activation.id, { ...activation, used: activation.used + 1 });
  nodes.set(id, {
    ...unheard(id, call.nowMs),
    activationId: activation.id,
    role: activation.role,
    name: activation.defaultName,
    publicKey: input.PublicKey,
  });
  return { InstanceId: id };
}

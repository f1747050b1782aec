/**
 * The key that an instance registers, and with which it asks for the role of Default Host Management: RSA, signed by RSA-PSS
 * over SHA-256 (agent/managedInstances/auth of the real agent, read 2026-11-29).
 */
import { constants, generateKeyPair, sign } from "node:crypto";
import { promisify } from "node:util";

export interface RegistrationKey {
  /** Base64 of its SubjectPublicKeyInfo. */
  readonly publicKey: string;
  readonly sign: (text: string) => string;
}

let made: Promise<RegistrationKey> | undefined;

/** One for all agents of a process: none of them could keep a key from another, and each takes a tenth of a second to make. */
export function registrationKey(): Promise<RegistrationKey> {
  return (made ??= makeKey());
}

async function makeKey(): Promise<RegistrationKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  return {
    publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    sign: (text) =>
      sign("sha256", Buffer.from(text), {
        key: privateKey,
        padding: constants.RSA_PKCS1_PSS_PADDING,
      }).toString("base64"),
  };
}

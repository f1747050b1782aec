/**
 * The key that an instance registers, and with which it asks for the role of Default Host Management: RSA, signed by PKCS #1 v1.5
 * over SHA-256 (agent/ssm/rsaauth and agent/auth of the real agent, read 2026-11-29).
 */
import { createSign, generateKeyPair } from "node:crypto";
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
    sign: (text) => createSign("sha256").update(text).sign(privateKey, "base64"),
  };
}

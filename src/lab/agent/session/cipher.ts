/**
 * Encryption of a session: AES-256-GCM with the nonce in front, one half of the 64-byte data key for each direction
 * (agent/session/crypto of the real agent and src/encryption of the plugin, read 2026-11-29).
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

export interface Cipher {
  readonly encrypt: (plain: Buffer) => Buffer;
  /** Throws where the text was not made with the other end's key. */
  readonly decrypt: (text: Buffer) => Buffer;
}

const algorithm = "aes-256-gcm";
export const dataKeyLength = 64;
const nonceLength = 12;
const tagLength = 16;

export function createCipher(dataKey: Buffer, end: "agent" | "client"): Cipher {
  if (dataKey.length !== dataKeyLength)
    throw new Error(`the data key has ${dataKey.length} bytes, not ${dataKeyLength}`);
  const halves = [dataKey.subarray(0, dataKeyLength / 2), dataKey.subarray(dataKeyLength / 2)] as const;
  const [own, others] = end === "agent" ? halves : [halves[1], halves[0]];
  return {
    encrypt: (plain) => {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, own, nonce);
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt: (text) => {
      if (text.length < nonceLength + tagLength) throw new Error("the encrypted text is too short");
      const decipher = createDecipheriv(algorithm, others, text.subarray(0, nonceLength));
      decipher.setAuthTag(text.subarray(-tagLength));
      return Buffer.concat([decipher.update(text.subarray(nonceLength, -tagLength)), decipher.final()]);
    },
  };
}

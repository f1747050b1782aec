/** Keys of KMS, and ciphertexts under them: real AES-GCM, with the encryption context as additional data. */
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from "node:crypto";
import { ServiceFault } from "../fault.ts";

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  readonly createdAtMs: number;
  /** Who made it: the user, or AWS for one of its services. */
  readonly manager: "AWS" | "CUSTOMER";
  readonly policy: unknown;
  readonly material: Buffer;
}

export type EncryptionContext = Readonly<Record<string, string>>;

interface Making {
  readonly place: KeyPlace;
  readonly nowMs: number;
  readonly manager: Key["manager"];
  readonly description: string;
  readonly policy: unknown;
}

export interface KeyPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

export function makeKey({ place, nowMs, ...terms }: Making): Key {
  const id = randomUUID();
  return { id, arn: `${arnBase(place)}:key/${id}`, createdAtMs: nowMs, material: randomBytes(32), ...terms };
}

export const arnBase = ({ partition, region, account }: KeyPlace): string =>
  `arn:${partition}:kms:${region}:${account}`;

const version = Buffer.from([1]);
const sizes = { id: 16, nonce: 12, tag: 16 } as const;

/** Version, key id, nonce, tag, ciphertext. */
export function encrypt(key: Key, plaintext: Uint8Array, context: EncryptionContext): Buffer {
  const nonce = randomBytes(sizes.nonce);
  const cipher = createCipheriv("aes-256-gcm", key.material, nonce).setAAD(toAad(context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([
    version,
    Buffer.from(key.id.replaceAll("-", ""), "hex"),
    nonce,
    cipher.getAuthTag(),
    sealed,
  ]);
}

/** The id of the key that a ciphertext was made with; undefined for what is no ciphertext of KMS. */
export function keyIdOf(ciphertext: Uint8Array): string | undefined {
  const bytes = Buffer.from(ciphertext);
  if (bytes.length < 1 + sizes.id + sizes.nonce + sizes.tag || bytes[0] !== version[0]) return undefined;
  return bytes
    .toString("hex", 1, 1 + sizes.id)
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Throws where the context is another, or a bit is. */
export function decrypt(key: Key, ciphertext: Uint8Array, context: EncryptionContext): Buffer {
  const bytes = Buffer.from(ciphertext);
  const nonceAt = 1 + sizes.id;
  const tagAt = nonceAt + sizes.nonce;
  const textAt = tagAt + sizes.tag;
  const cipher = createDecipheriv("aes-256-gcm", key.material, bytes.subarray(nonceAt, tagAt))
    .setAAD(toAad(context))
    .setAuthTag(bytes.subarray(tagAt, textAt));
  try {
    return Buffer.concat([cipher.update(bytes.subarray(textAt)), cipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}

/** The order of the pairs does not matter. */
const toAad = (context: EncryptionContext): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

/** KMS gives no reason. */
export const invalidCiphertext = (): ServiceFault => new ServiceFault("InvalidCiphertextException", "null");

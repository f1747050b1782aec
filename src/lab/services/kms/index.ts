/**
 * A small KMS: symmetric keys, their aliases, and what is encrypted under them. Key material is made here and never leaves.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html (read 2026-11-29)
 */
import { randomBytes } from "node:crypto";
import type {
  CreateAliasRequest,
  CreateKeyRequest,
  CreateKeyResponse,
  DecryptRequest,
  DecryptResponse,
  DescribeKeyRequest,
  DescribeKeyResponse,
  EncryptRequest,
  EncryptResponse,
  GenerateDataKeyRequest,
  GenerateDataKeyResponse,
  KeyMetadata,
  ListAliasesRequest,
  ListAliasesResponse,
  ListKeysRequest,
  ListKeysResponse,
} from "@aws-sdk/client-kms";
import type { Call } from "../call.ts";
import { invalidMember, ServiceFault } from "../fault.ts";
import { createJsonService } from "../json/front.ts";
import type { Asked, Operations } from "../json/operation.ts";
import { pageOf } from "../json/page.ts";
import type { Answer } from "../wire/answer.ts";
import { arnBase, decrypt, encrypt, invalidCiphertext, keyIdOf, makeKey } from "./key.ts";
import type { EncryptionContext, Key, KeyPlace } from "./key.ts";
import { defaultPolicy, permitKey, readPolicy } from "./policy.ts";
import { createKeyStore, giveKey, mustKey } from "./store.ts";
import type { KeyStore } from "./store.ts";

export interface Kms {
  readonly answer: (call: Call) => Promise<Answer>;
  /** For other services of the lab, in the name of their caller. */
  readonly encryptFor: (asked: Asked, terms: ServiceUse & { readonly keyId: string }) => Buffer;
  readonly decryptFor: (asked: Asked, terms: ServiceUse) => Buffer;
  /** Makes a key of this id, ARN or alias, unless there is one. */
  readonly give: (place: KeyPlace, id: string, nowMs: number) => void;
}

interface ServiceUse {
  /** `ssm`. */
  readonly via: string;
  readonly bytes: Uint8Array;
  readonly context: EncryptionContext;
}

export function openKms(): Kms {
  const store = createKeyStore();
  return {
    answer: createJsonService({
      target: "TrentService",
      signingName: "kms",
      loadSdk: () => import("@aws-sdk/client-kms"),
      operations: operationsOn(store),
    }),
    encryptFor: (asked, { keyId, bytes, context, via }) => {
      const key = mustKey(store.in(asked), keyId, asked.nowMs);
      permitKey(asked, key, { action: "kms:Encrypt", context, via });
      return encrypt(key, bytes, context);
    },
    decryptFor: (asked, { bytes, context, via }) => {
      const key = keyOfCiphertext(store, asked, bytes);
      permitKey(asked, key, { action: "kms:Decrypt", context, via });
      return decrypt(key, bytes, context);
    },
    give: (place, id, nowMs) => giveKey(store.in(place), id, nowMs),
  };
}

function operationsOn(store: KeyStore): Operations {
  const find = (asked: Asked, id = "") => mustKey(store.in(asked), id, asked.nowMs);
  return {
    CreateKey: (input: CreateKeyRequest, asked): CreateKeyResponse => createKey(store, input, asked),
    DescribeKey: ({ KeyId }: DescribeKeyRequest, asked): DescribeKeyResponse => {
      const key = find(asked, KeyId);
      permitKey(asked, key, { action: "kms:DescribeKey" });
      return { KeyMetadata: toMetadata(key, asked) };
    },
    ListKeys: ({ Limit, Marker }: ListKeysRequest, asked): ListKeysResponse => {
      asked.permit("kms:ListKeys", "*");
      const all = [...store.in(asked).keys.values()].map(({ id, arn }) => ({ KeyId: id, KeyArn: arn }));
      const { items, next } = pageOf(all, { most: Limit ?? 100, token: Marker });
      return { Keys: items, Truncated: next !== undefined, NextMarker: next };
    },
    CreateAlias: (input: CreateAliasRequest, asked) => createAlias(store, input, asked),
    ListAliases: (input: ListAliasesRequest, asked): ListAliasesResponse => listAliases(store, input, asked),
    GenerateDataKey: (input: GenerateDataKeyRequest, asked): GenerateDataKeyResponse => {
      const key = find(asked, input.KeyId);
      const bytes = dataKeySize(input);
      const context = input.EncryptionContext;
      permitKey(asked, key, { action: "kms:GenerateDataKey", context });
      const Plaintext = randomBytes(bytes);
      return { KeyId: key.arn, Plaintext, CiphertextBlob: encrypt(key, Plaintext, context ?? {}) };
    },
    Encrypt: ({ KeyId, Plaintext, EncryptionContext: context }: EncryptRequest, asked): EncryptResponse => {
      const key = find(asked, KeyId);
      if (Plaintext === undefined || Plaintext.length < 1 || Plaintext.length > 4096)
        throw invalidMember("Plaintext", "", "Member must have length from 1 to 4096");
      permitKey(asked, key, { action: "kms:Encrypt", context });
      const CiphertextBlob = encrypt(key, Plaintext, context ?? {});
      return { KeyId: key.arn, CiphertextBlob, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
    },
    Decrypt: (input: DecryptRequest, asked): DecryptResponse => {
      const { CiphertextBlob = Buffer.alloc(0), EncryptionContext: context, KeyId } = input;
      const key = keyOfCiphertext(store, asked, CiphertextBlob);
      if (KeyId !== undefined && find(asked, KeyId).id !== key.id)
        throw new ServiceFault(
          "IncorrectKeyException",
          "The key ID in the request does not identify a CMK that can perform this operation.",
        );
      permitKey(asked, key, { action: "kms:Decrypt", context });
      const Plaintext = decrypt(key, CiphertextBlob, context ?? {});
      return { KeyId: key.arn, Plaintext, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
    },
  };
}

function keyOfCiphertext(store: KeyStore, asked: Asked, bytes: Uint8Array): Key {
  const key = store.in(asked).keys.get(keyIdOf(bytes) ?? "");
  if (key === undefined) throw invalidCiphertext();
  return key;
}

function createKey(store: KeyStore, input: CreateKeyRequest, asked: Asked): CreateKeyResponse {
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
  const usage = input.KeyUsage ?? "ENCRYPT_DECRYPT";
  if (spec !== "SYMMETRIC_DEFAULT" || usage !== "ENCRYPT_DECRYPT")
    throw new ServiceFault(
      "UnsupportedOperationException",
      "The lab has symmetric keys to encrypt with alone",
    );
  asked.permit("kms:CreateKey", "*");
  const policy = input.Policy === undefined ? defaultPolicy(asked) : readPolicy(input.Policy);
  const { nowMs } = asked;
  const key = makeKey({
    place: asked,
    nowMs,
    manager: "CUSTOMER",
    description: input.Description ?? "",
    policy,
  });
  store.in(asked).keys.set(key.id, key);
  return { KeyMetadata: toMetadata(key, asked) };
}

const toMetadata = (key: Key, { account }: Asked): KeyMetadata => ({
  AWSAccountId: account,
  KeyId: key.id,
  Arn: key.arn,
  CreationDate: new Date(key.createdAtMs),
  Enabled: true,
  Description: key.description,
  KeyUsage: "ENCRYPT_DECRYPT",
  KeyState: "Enabled",
  Origin: "AWS_KMS",
  KeyManager: key.manager,
  CustomerMasterKeySpec: "SYMMETRIC_DEFAULT",
  KeySpec: "SYMMETRIC_DEFAULT",
  EncryptionAlgorithms: ["SYMMETRIC_DEFAULT"],
  MultiRegion: false,
});

function createAlias(store: KeyStore, input: CreateAliasRequest, asked: Asked): object {
  const { AliasName: name = "", TargetKeyId } = input;
  const region = store.in(asked);
  if (!/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name) || name.startsWith("alias/aws/"))
    throw new ServiceFault("InvalidAliasNameException", `The alias name ${name} is not valid`);
  const key = mustKey(region, TargetKeyId ?? "", asked.nowMs);
  permitKey(asked, key, { action: "kms:CreateAlias" });
  asked.permit("kms:CreateAlias", `${arnBase(asked)}:${name}`);
  if (region.aliases.has(name))
    throw new ServiceFault(
      "AlreadyExistsException",
      `An alias with the name ${arnBase(asked)}:${name} already exists`,
    );
  region.aliases.set(name, { name, keyId: key.id, createdAtMs: asked.nowMs });
  return {};
}

function listAliases(store: KeyStore, input: ListAliasesRequest, asked: Asked): ListAliasesResponse {
  const region = store.in(asked);
  asked.permit("kms:ListAliases", "*");
  const wanted = input.KeyId === undefined ? undefined : mustKey(region, input.KeyId, asked.nowMs).id;
  const all = [...region.aliases.values()]
    .filter(({ keyId }) => wanted === undefined || keyId === wanted)
    .map(({ name, keyId, createdAtMs }) => ({
      AliasName: name,
      AliasArn: `${arnBase(asked)}:${name}`,
      TargetKeyId: keyId,
      CreationDate: new Date(createdAtMs),
      LastUpdatedDate: new Date(createdAtMs),
    }));
  const { items, next } = pageOf(all, { most: input.Limit ?? 50, token: input.Marker });
  return { Aliases: items, Truncated: next !== undefined, NextMarker: next };
}

const keySizes: Readonly<Record<string, number>> = { AES_256: 32, AES_128: 16 };

function dataKeySize({ KeySpec, NumberOfBytes }: GenerateDataKeyRequest): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined))
    throw new ServiceFault("ValidationException", "Please specify either number of bytes or key spec.");
  if (KeySpec !== undefined) {
    const size = keySizes[KeySpec];
    if (size !== undefined) return size;
    throw invalidMember("KeySpec", KeySpec, "Member must satisfy enum value set: [AES_256, AES_128]");
  }
  if (NumberOfBytes === undefined || NumberOfBytes < 1 || NumberOfBytes > 1024)
    throw invalidMember("NumberOfBytes", NumberOfBytes, "Member must have value from 1 to 1024");
  return NumberOfBytes;
}

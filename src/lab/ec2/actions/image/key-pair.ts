/** Key pairs, made here or brought along: the lab keeps the public half, and gives the private one out once. */
import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";
import type {
  CreateKeyPairRequest,
  DeleteKeyPairRequest,
  DeleteKeyPairResult,
  DescribeKeyPairsRequest,
  DescribeKeyPairsResult,
  ImportKeyPairRequest,
  ImportKeyPairResult,
  KeyPair,
  KeyPairInfo,
  KeyType,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue } from "../../error.ts";
import type { KeyPairRow } from "../../store/rows.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";

const inPairs = (hex: string) => hex.replaceAll(/..(?=.)/g, "$&:");
const colonHash = (algorithm: "md5" | "sha1", bytes: Uint8Array) =>
  inPairs(createHash(algorithm).update(bytes).digest("hex"));

export function createKeyPair(input: CreateKeyPairRequest, context: Context): KeyPair {
  const { KeyName = "", KeyType = "rsa" } = input;
  checkName(KeyName, context);
  if (KeyType !== "rsa" && KeyType !== "ed25519")
    throw invalidValue(`Value (${String(KeyType)}) for parameter keyType is invalid.`);
  const { material, fingerprint } = KeyType === "rsa" ? newRsaKey() : newEdKey();
  const row = putKey(context, {
    name: KeyName,
    type: KeyType,
    fingerprint,
    tags: tagsFor(input.TagSpecifications, "key-pair"),
  });
  return { ...row, KeyMaterial: material };
}

interface NewKey {
  readonly material: string;
  readonly fingerprint: string;
}

function newRsaKey(): NewKey {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    material: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    fingerprint: colonHash("sha1", privateKey.export({ type: "pkcs8", format: "der" })),
  };
}

function newEdKey(): NewKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const der = publicKey.export({ type: "spki", format: "der" });
  return {
    material: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    fingerprint: createHash("sha256").update(der).digest("base64"),
  };
}

function checkName(name: string, { tables }: Context): void {
  if (name === "" || name.length > 255)
    throw invalidValue(`Value (${name}) for parameter keyName is invalid.`);
  if (tables.keyPairs.rows().some(({ KeyName }) => KeyName === name))
    throw new Ec2Error("InvalidKeyPair.Duplicate", `The keypair already exists`);
}

interface Named {
  readonly name: string;
  readonly type: KeyType;
  readonly fingerprint: string;
  readonly tags: NonNullable<KeyPairInfo["Tags"]>;
  readonly publicKey?: string;
}

function putKey(context: Context, { name, type, fingerprint, tags, publicKey }: Named): KeyPairRow {
  const row: KeyPairRow = {
    KeyPairId: context.newId("key"),
    KeyName: name,
    KeyType: type,
    KeyFingerprint: fingerprint,
    ...(tags.length === 0 ? {} : { Tags: tags }),
    CreateTime: context.now,
    ...(publicKey === undefined ? {} : { PublicKey: publicKey }),
  };
  context.tables.keyPairs.set(row.KeyPairId, row);
  return row;
}

export function importKeyPair(input: ImportKeyPairRequest, context: Context): ImportKeyPairResult {
  const { KeyName = "", PublicKeyMaterial = new Uint8Array() } = input;
  checkName(KeyName, context);
  const text = Buffer.from(PublicKeyMaterial).toString("utf8").trim();
  const [kind = "", body = ""] = text.split(/\s+/);
  const fingerprint = fingerprintOf(kind, Buffer.from(body, "base64"));
  if (fingerprint === undefined)
    throw new Ec2Error("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
  const { KeyPairId, KeyFingerprint, Tags } = putKey(context, {
    name: KeyName,
    type: kind === "ssh-rsa" ? "rsa" : "ed25519",
    fingerprint,
    tags: tagsFor(input.TagSpecifications, "key-pair"),
    publicKey: text,
  });
  return { KeyPairId, KeyName, KeyFingerprint, ...(Tags === undefined ? {} : { Tags: [...Tags] }) };
}

function fingerprintOf(kind: string, body: Buffer): string | undefined {
  const [name, first, second] = partsOf(body);
  if (name?.toString() !== kind || first === undefined) return undefined;
  if (kind === "ssh-ed25519") return createHash("sha256").update(body).digest("base64");
  if (kind !== "ssh-rsa" || second === undefined) return undefined;
  const jwk = { kty: "RSA", e: first.toString("base64url"), n: second.toString("base64url") };
  const key = createPublicKey({ key: jwk, format: "jwk" });
  return colonHash("md5", key.export({ type: "spki", format: "der" }));
}

/** The fields of an OpenSSH key, each behind its length. */
function partsOf(body: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at + 4 <= body.length;) {
    const end = at + 4 + body.readUInt32BE(at);
    if (end > body.length) return [];
    parts.push(body.subarray(at + 4, end));
    at = end;
  }
  return parts;
}

export function mustKeyNamed({ tables }: Context, name: string): KeyPairRow {
  const row = tables.keyPairs.rows().find(({ KeyName }) => KeyName === name);
  if (row !== undefined) return row;
  throw new Ec2Error("InvalidKeyPair.NotFound", `The key pair '${name}' does not exist`);
}

/** Of a pair that is not there nothing has to be deleted. */
export function deleteKeyPair(
  { KeyName, KeyPairId }: DeleteKeyPairRequest,
  { tables }: Context,
): DeleteKeyPairResult {
  const row = tables.keyPairs
    .rows()
    .find((one) => (KeyPairId === undefined ? one.KeyName === KeyName : one.KeyPairId === KeyPairId));
  if (row === undefined) return { Return: true };
  tables.keyPairs.delete(row.KeyPairId);
  return { Return: true, KeyPairId: row.KeyPairId };
}

const filters: FilterTable<KeyPairRow> = {
  "key-pair-id": ({ KeyPairId }) => KeyPairId,
  fingerprint: ({ KeyFingerprint }) => KeyFingerprint,
  "key-name": ({ KeyName }) => KeyName,
};

export function describeKeyPairs(
  { KeyNames = [], KeyPairIds = [], Filters, IncludePublicKey }: DescribeKeyPairsRequest,
  context: Context,
): DescribeKeyPairsResult {
  const named = [
    ...KeyNames.map((name) => mustKeyNamed(context, name)),
    ...KeyPairIds.map((id) => mustFind(context, "keyPairs", id)),
  ];
  const asked = KeyNames.length + KeyPairIds.length > 0 ? named : context.tables.keyPairs.rows();
  return {
    KeyPairs: filterRows(asked, Filters, filters).map(({ PublicKey, ...row }) =>
      IncludePublicKey === true && PublicKey !== undefined ? { ...row, PublicKey } : row,
    ),
  };
}

/**
 * The lab's certificate authority: made once for a lab's directory, and kept there.
 *
 * Its key never leaves the directory and is readable to its owner alone; name constraints make it worthless for anything but
 * the names that the lab serves. A pair that cannot be read as such is never used.
 */
import "reflect-metadata";
import { randomBytes, webcrypto } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as x509 from "@peculiar/x509";
import type { Facts } from "../../facts/index.ts";
import { AppError } from "../../model/app-error.ts";
import { permittedDomains } from "./name.ts";
import { nameConstraints, nameConstraintsOid } from "./name-constraints.ts";

export interface Authority {
  /** Where clients find the certificate. */
  readonly caPath: string;
  readonly certificate: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

export const keyAlgorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
const validDays = 3650;
/** One that is so near its end is replaced. */
const renewDays = 30;

/** The authority of a directory; made anew where there is none, or where it runs out or was made for other names. */
export async function readOrCreateCa(dir: string, facts: Pick<Facts, "partitions">): Promise<Authority> {
  const constraints = nameConstraints(permittedDomains(facts));
  const paths = { caPath: join(dir, "ca.pem"), keyPath: join(dir, "ca-key.pem") };
  const kept = await readCa(paths);
  return kept !== undefined && isGood(kept, constraints) ? kept : createCa(dir, paths, constraints);
}

interface Paths {
  readonly caPath: string;
  readonly keyPath: string;
}

/** The certificate is written last: without it there is no authority, whatever else lies there. */
async function readCa({ caPath, keyPath }: Paths): Promise<Authority | undefined> {
  const pem = await readFile(caPath, "utf8").catch(absent);
  if (pem === undefined) return undefined;
  const { mode } = await stat(keyPath).catch((cause: unknown) => refuse(keyPath, "cannot be read", cause));
  if ((mode & 0o077) !== 0) {
    throw new AppError(
      "LAB_CA_KEY_EXPOSED",
      `${keyPath}: other users may read the key of the lab's certificate authority`,
      `remove ${caPath} and start the lab again, which makes a new one`,
    );
  }
  const keyPem = await readFile(keyPath, "utf8");
  try {
    const certificate = new x509.X509Certificate(pem);
    const [pkcs8 = new ArrayBuffer(0)] = x509.PemConverter.decode(keyPem);
    const privateKey = await webcrypto.subtle.importKey("pkcs8", pkcs8, keyAlgorithm, false, ["sign"]);
    await checkPair(certificate, privateKey);
    return { caPath, certificate, privateKey };
  } catch (cause) {
    return refuse(caPath, "is no certificate with the key beside it", cause);
  }
}

const absent = (cause: unknown): undefined => {
  if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
};

function refuse(path: string, why: string, cause: unknown): never {
  throw new AppError("LAB_CA_UNREADABLE", `${path} ${why}`, "remove it, and the lab makes a new one", {
    cause,
  });
}

async function checkPair(certificate: x509.X509Certificate, privateKey: webcrypto.CryptoKey): Promise<void> {
  const probe = randomBytes(32);
  const signature = await webcrypto.subtle.sign(keyAlgorithm, privateKey, probe);
  const spki = certificate.publicKey.rawData;
  const publicKey = await webcrypto.subtle.importKey("spki", spki, keyAlgorithm, false, ["verify"]);
  if (!(await webcrypto.subtle.verify(keyAlgorithm, publicKey, signature, probe))) {
    throw new Error("the key is not that of the certificate");
  }
}

function isGood({ certificate }: Authority, constraints: Buffer): boolean {
  const own = certificate.getExtension(nameConstraintsOid);
  const isSame = own !== null && Buffer.from(own.value).equals(constraints);
  return isSame && certificate.notAfter.getTime() > Date.now() + renewDays * dayMs;
}

async function createCa(dir: string, { caPath, keyPath }: Paths, constraints: Buffer): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: newSerial(),
      // No two labs have an authority of the same name: a client may trust several.
      name: `CN=denat lab CA ${randomBytes(4).toString("hex")}, O=denat lab`,
      notBefore: new Date(Date.now() - hourMs),
      notAfter: new Date(Date.now() + validDays * dayMs),
      signingAlgorithm: keyAlgorithm,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        new x509.Extension(nameConstraintsOid, true, constraints),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  await mkdir(dir, { recursive: true });
  await writeWhole(keyPath, x509.PemConverter.encode(pkcs8, "PRIVATE KEY"), 0o600);
  await writeWhole(caPath, `${certificate.toString("pem")}\n`, 0o644);
  return { caPath, certificate, privateKey: keys.privateKey };
}

/** A positive number of sixteen bytes. */
export function newSerial(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString("hex");
}

/** Under its own name only when all of it is there. */
async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(draft, text, { mode, flag: "wx" });
  await rename(draft, path);
}

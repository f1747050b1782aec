/** Leaf certificates on the names that clients ask for, made when they first ask. */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { SecureContext } from "node:tls";
import * as x509 from "@peculiar/x509";
import type { Facts } from "../../facts/index.ts";
import { dayMs, hourMs, keyAlgorithm, newSerial } from "./authority.ts";
import type { Authority } from "./authority.ts";
import { certificateNames } from "./name.ts";

export interface Certificates {
  /** What a server shows to a client that asks for `serverName`; undefined for a name the lab has no business with. */
  readonly contextFor: (serverName: string) => Promise<SecureContext | undefined>;
  /** The same, as the option of a TLS server takes it. A name that is refused ends the connection. */
  readonly sniCallback: (
    serverName: string,
    done: (error: Error | null, context?: SecureContext) => void,
  ) => void;
}

/** The longest that browsers and systems accept is 398 days. */
const validDays = 397;
const maxKept = 256;

export function createCertificates(
  ca: Authority,
  facts: Pick<Facts, "classifyHost" | "partitions">,
): Certificates {
  const kept = new Map<string, Promise<SecureContext>>();
  let keys: Promise<webcrypto.CryptoKeyPair> | undefined;
  const make = async (names: readonly string[]): Promise<SecureContext> => {
    keys ??= webcrypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);
    return createLeaf(ca, await keys, names);
  };
  const contextFor = async (serverName: string): Promise<SecureContext | undefined> => {
    const names = certificateNames(facts, serverName);
    if (names === undefined) return undefined;
    const key = names.join(" ");
    const context = kept.get(key) ?? make(names);
    // Put at the end, so that those asked for longest ago go first.
    kept.delete(key);
    kept.set(key, context);
    const [oldest] = kept.keys();
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
    return context;
  };
  return {
    contextFor,
    sniCallback: (serverName, done) => {
      contextFor(serverName).then(
        (context) =>
          context === undefined ? done(new Error(`no certificate for ${serverName}`)) : done(null, context),
        (error: unknown) => done(error as Error),
      );
    },
  };
}

async function createLeaf(
  ca: Authority,
  keys: webcrypto.CryptoKeyPair,
  names: readonly string[],
): Promise<SecureContext> {
  const notAfter = Math.min(Date.now() + validDays * dayMs, ca.certificate.notAfter.getTime());
  const certificate = await x509.X509CertificateGenerator.create(
    {
      serialNumber: newSerial(),
      subject: "O=denat lab",
      issuer: ca.certificate.subject,
      notBefore: new Date(Date.now() - hourMs),
      notAfter: new Date(notAfter),
      signingAlgorithm: keyAlgorithm,
      publicKey: keys.publicKey,
      signingKey: ca.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: "dns", value }))),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
        await x509.AuthorityKeyIdentifierExtension.create(ca.certificate.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return createSecureContext({
    cert: certificate.toString("pem"),
    key: x509.PemConverter.encode(pkcs8, "PRIVATE KEY"),
  });
}

import "reflect-metadata";
import { execFile } from "node:child_process";
import { webcrypto, X509Certificate } from "node:crypto";
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { get } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createServer } from "node:tls";
import type { Server, TLSSocket } from "node:tls";
import { promisify } from "node:util";
import * as x509 from "@peculiar/x509";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientTrust, createCertificates, readOrCreateCa } from "../../../src/lab/tls/index.ts";
import type { Authority, Certificates } from "../../../src/lab/tls/index.ts";
import { facts } from "../../facts/facts.ts";

const run = promisify(execFile);
const dirs: string[] = [];
const newDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "denat-tls-"));
  dirs.push(dir);
  return dir;
};

let ca: Authority;
let certificates: Certificates;
let server: Server;
let port: number;

const answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nlab";

async function listen(options: Parameters<typeof createServer>[0]): Promise<Server> {
  const started = createServer(options, (socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(answer));
  });
  await new Promise<void>((done) => started.listen(0, "127.0.0.1", done));
  return started;
}

beforeAll(async () => {
  ca = await readOrCreateCa(newDir(), facts);
  certificates = createCertificates(ca, facts);
  server = await listen({ SNICallback: certificates.sniCallback });
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  for (const dir of dirs) rmSync(dir, { recursive: true });
});

const caPem = () => readFileSync(ca.caPath, "utf8");

/** The certificate that a Node client got and accepted. */
async function certificateFor(servername: string, at = port): Promise<X509Certificate> {
  const socket: TLSSocket = connect({ host: "127.0.0.1", port: at, servername, ca: caPem() });
  await new Promise<void>((done, fail) => {
    socket.once("secureConnect", done);
    socket.once("error", fail);
    socket.once("close", () => fail(new Error("closed")));
  });
  const certificate = socket.getPeerX509Certificate();
  socket.destroy();
  if (certificate === undefined) throw new Error("no certificate");
  return certificate;
}

const curl = (name: string, at = port) =>
  run(
    "curl",
    `-sS --noproxy * --max-time 10 --cacert ${ca.caPath} --resolve ${name}:${at}:127.0.0.1 https://${name}:${at}/`.split(
      " ",
    ),
  );

const openssl = (name: string, at = port) =>
  run("sh", [
    "-c",
    'exec openssl s_client -connect "127.0.0.1:$1" -servername "$2" -verify_hostname "$2" -CAfile "$3" -verify_return_error -brief </dev/null',
    "sh",
    String(at),
    name,
    ca.caPath,
  ]);

const names = [
  "ssm.us-east-1.amazonaws.com",
  "bucket.s3.us-east-1.amazonaws.com",
  "bucket.s3.amazonaws.com",
  "s3.dualstack.eu-west-1.amazonaws.com",
  "s3.cn-north-1.amazonaws.com.cn",
  "ec2.us-east-1.api.aws",
  "sts.amazonaws.com",
  "vpce-0abc123def4567890-1a2b3c4d.ssm.us-east-1.vpce.amazonaws.com",
  "my-bucket.bucket.vpce-0abc123def4567890-1a2b3c4d.s3.us-east-1.vpce.amazonaws.com",
  "123456789012.dkr.ecr.us-east-1.amazonaws.com",
  "example.com",
  "github.com",
];

describe("certificates", () => {
  it.each(names)("of %s are accepted by Node, curl and OpenSSL", async (name) => {
    const certificate = await certificateFor(name);
    expect(certificate.checkHost(name)).toBeDefined();
    expect((await curl(name)).stdout).toBe("lab");
    const { stdout, stderr } = await openssl(name);
    expect(stdout + stderr).toContain("Verification: OK");
  });

  it("are what a server's certificate has to be", async () => {
    const certificate = await certificateFor("ssm.us-east-1.amazonaws.com");
    const authority = new X509Certificate(caPem());
    expect(certificate.subjectAltName).toBe("DNS:ssm.us-east-1.amazonaws.com");
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.checkIssued(authority)).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
    const read = new x509.X509Certificate(certificate.raw);
    const issuer = new x509.X509Certificate(authority.raw);
    expect(read.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId).toBe(
      issuer.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
    );
    expect(read.getExtension(x509.SubjectKeyIdentifierExtension)).not.toBeNull();
    const days = (read.notAfter.getTime() - read.notBefore.getTime()) / 86_400_000;
    expect(days).toBeLessThanOrEqual(398);
    expect(Date.now() - read.notBefore.getTime()).toBeGreaterThan(3_500_000);
  });

  it.each([
    ["bucket.s3.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"],
    ["s3.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"],
    ["bucket.s3.amazonaws.com", "s3.amazonaws.com"],
    ["bucket.s3-eu-west-1.amazonaws.com", "s3-eu-west-1.amazonaws.com"],
    ["bucket.s3.dualstack.eu-west-1.amazonaws.com", "s3.dualstack.eu-west-1.amazonaws.com"],
  ])("of %s take all buckets of %s", async (name, parent) => {
    expect((await certificateFor(name)).subjectAltName).toBe(`DNS:${parent}, DNS:*.${parent}`);
  });

  it("of a bucket with a dot in its name do not fit, as with AWS", async () => {
    await expect(certificateFor("dotted.bucket.s3.us-east-1.amazonaws.com")).rejects.toThrow(/altnames/);
  });

  it("are made once for a name, whatever its case, and for a bucket once for all of them", async () => {
    const of = (name: string) => certificates.contextFor(name);
    expect(await of("SSM.us-east-1.amazonaws.com")).toBe(await of("ssm.us-east-1.amazonaws.com"));
    expect(await of("one.s3.us-east-1.amazonaws.com")).toBe(await of("two.s3.us-east-1.amazonaws.com"));
    expect(await of("sts.us-east-1.amazonaws.com")).not.toBe(await of("ssm.us-east-1.amazonaws.com"));
  });

  it("are kept for the last few hundred names", async () => {
    const own = createCertificates(ca, facts);
    const first = await own.contextFor("a.execute-api.us-east-1.amazonaws.com");
    const often = await own.contextFor("b.execute-api.us-east-1.amazonaws.com");
    for (let index = 0; index < 256; index += 1) {
      await own.contextFor(`c${index}.execute-api.us-east-1.amazonaws.com`);
      if (index % 100 === 0) await own.contextFor("b.execute-api.us-east-1.amazonaws.com");
    }
    expect(await own.contextFor("b.execute-api.us-east-1.amazonaws.com")).toBe(often);
    expect(await own.contextFor("a.execute-api.us-east-1.amazonaws.com")).not.toBe(first);
  });

  it.each([
    "evil.example.net",
    "amazonaws.com.evil.example",
    "notamazonaws.com",
    "amazonaws.com",
    "com",
    "localhost",
    "127.0.0.1",
    "*.amazonaws.com",
    "a..amazonaws.com",
    "-a.amazonaws.com",
    `${"x".repeat(64)}.amazonaws.com`,
    `${"x.".repeat(130)}amazonaws.com`,
    "ip-10-0-1-10.ec2.internal",
    "a\0.amazonaws.com",
    "a.amazonaws.com/../b",
    "",
  ])("are not made for %j", async (name) => {
    expect(await certificates.contextFor(name)).toBeUndefined();
  });

  it("are not made for a name without business here: the connection ends", async () => {
    await expect(certificateFor("evil.example.net")).rejects.toThrow(/closed|disconnected|reset/i);
    expect((await certificateFor("github.com")).subjectAltName).toBe("DNS:github.com");
  });
});

describe("the authority", () => {
  it("is worthless for other names and for addresses, even to those who have its key", async () => {
    const keys = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
      "sign",
      "verify",
    ]);
    const forge = async (type: "dns" | "ip", value: string) => {
      const forged = await x509.X509CertificateGenerator.create(
        {
          subject: "O=forged",
          issuer: ca.certificate.subject,
          signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
          publicKey: keys.publicKey,
          signingKey: ca.privateKey,
          extensions: [new x509.SubjectAlternativeNameExtension([{ type, value }])],
        },
        webcrypto,
      );
      const key = x509.PemConverter.encode(
        await webcrypto.subtle.exportKey("pkcs8", keys.privateKey),
        "PRIVATE KEY",
      );
      return listen({ key, cert: forged.toString("pem") });
    };
    const bank = await forge("dns", "bank.example.net");
    const at = (bank.address() as AddressInfo).port;
    await expect(certificateFor("bank.example.net", at)).rejects.toThrow(/permitted subtree/);
    await expect(curl("bank.example.net", at)).rejects.toThrow(/permitted subtree/);
    await expect(openssl("bank.example.net", at)).rejects.toThrow(/permitted subtree/);
    bank.close();
    const loopback = await forge("ip", "127.0.0.1");
    const { port: ipPort } = loopback.address() as AddressInfo;
    const asked = new Promise((done, fail) => {
      get({ host: "127.0.0.1", port: ipPort, ca: caPem() }, done).once("error", fail);
    });
    await expect(asked).rejects.toThrow(/excluded subtree/);
    loopback.close();
  });

  it("is trusted by nobody who was not told", async () => {
    const socket = connect({ host: "127.0.0.1", port, servername: "ssm.us-east-1.amazonaws.com" });
    await expect(new Promise((_, fail) => socket.once("error", fail))).rejects.toThrow(
      /issuer|self-signed|verify/,
    );
  });

  it("signs leaves and nothing else", () => {
    const own = new x509.X509Certificate(caPem());
    expect(own.getExtension(x509.BasicConstraintsExtension)).toMatchObject({
      ca: true,
      pathLength: 0,
      critical: true,
    });
    expect(own.getExtension("2.5.29.30")).toMatchObject({ critical: true });
  });
});

describe("the directory of the authority", () => {
  it("keeps the key to its owner, and the same authority for the next start", async () => {
    const dir = join(newDir(), "deep", "lab");
    const first = await readOrCreateCa(dir, facts);
    expect(readdirSync(dir).sort()).toEqual(["ca-key.pem", "ca.pem"]);
    expect(statSync(join(dir, "ca-key.pem")).mode & 0o777).toBe(0o600);
    expect(readFileSync(first.caPath, "utf8")).not.toContain("PRIVATE");
    const second = await readOrCreateCa(dir, facts);
    expect(second.certificate.equal(first.certificate)).toBe(true);
    const context = await createCertificates(second, facts).contextFor("sts.amazonaws.com");
    expect(context).toBeDefined();
  });

  it("of another lab holds another authority, of another name", async () => {
    const other = await readOrCreateCa(newDir(), facts);
    expect(other.certificate.subject).not.toBe(ca.certificate.subject);
  });

  it("holds none until the certificate is there too", async () => {
    const dir = newDir();
    writeFileSync(join(dir, "ca-key.pem"), "half a k", { mode: 0o600 });
    const made = await readOrCreateCa(dir, facts);
    expect(readFileSync(join(dir, "ca-key.pem"), "utf8")).toContain("END PRIVATE KEY");
    expect((await readOrCreateCa(dir, facts)).certificate.equal(made.certificate)).toBe(true);
  });

  it("gets a new one for other names than those it was made for", async () => {
    const dir = newDir();
    const [aws] = facts.partitions;
    const narrow = await readOrCreateCa(dir, { partitions: aws === undefined ? [] : [aws] });
    const wide = await readOrCreateCa(dir, facts);
    expect(wide.certificate.equal(narrow.certificate)).toBe(false);
  });

  it.each<[string, string, (dir: string) => void]>([
    [
      "a torn certificate",
      "LAB_CA_UNREADABLE",
      (dir) => writeFileSync(join(dir, "ca.pem"), "-----BEGIN CERT"),
    ],
    ["a torn key", "LAB_CA_UNREADABLE", (dir) => writeFileSync(join(dir, "ca-key.pem"), "-----BEGIN PRIV")],
    ["no key", "LAB_CA_UNREADABLE", (dir) => unlinkSync(join(dir, "ca-key.pem"))],
    ["a key that others can read", "LAB_CA_KEY_EXPOSED", (dir) => chmodSync(join(dir, "ca-key.pem"), 0o640)],
  ])("is refused with %s", async (_, code, harm) => {
    const dir = newDir();
    await readOrCreateCa(dir, facts);
    harm(dir);
    await expect(readOrCreateCa(dir, facts)).rejects.toMatchObject({ code });
  });

  it("is refused with the key of another", async () => {
    const [one, two] = [newDir(), newDir()];
    await readOrCreateCa(one, facts);
    await readOrCreateCa(two, facts);
    writeFileSync(join(one, "ca-key.pem"), readFileSync(join(two, "ca-key.pem")));
    await expect(readOrCreateCa(one, facts)).rejects.toMatchObject({ code: "LAB_CA_UNREADABLE" });
  });
});

describe("trust", () => {
  const { environment, bundlePaths } = clientTrust({ caPath: "/lab/ca.pem" });

  it("comes to clients by the variables that they read, each with the path", () => {
    const wanted = [
      "AWS_CA_BUNDLE",
      "SSL_CERT_FILE",
      "REQUESTS_CA_BUNDLE",
      "CURL_CA_BUNDLE",
      "NODE_EXTRA_CA_CERTS",
      "GIT_SSL_CAINFO",
    ];
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(wanted));
    expect(new Set(Object.values(environment))).toEqual(new Set(["/lab/ca.pem"]));
  });

  it("comes by the bundles of distributions", () => {
    expect(bundlePaths).toContain("/etc/ssl/certs/ca-certificates.crt");
    expect(bundlePaths).toContain("/etc/pki/tls/certs/ca-bundle.crt");
    for (const path of bundlePaths) expect(path).toMatch(/^\/[\w./-]+$/);
  });

  it("by variables alone is enough for curl and for Node", async () => {
    const env = { PATH: process.env["PATH"] ?? "", ...clientTrust({ caPath: ca.caPath }).environment };
    const name = "ssm.us-east-1.amazonaws.com";
    const url = `https://${name}:${port}/`;
    const bySystem = await run(
      "curl",
      ["-sS", "--noproxy", "*", "--resolve", `${name}:${port}:127.0.0.1`, url],
      { env },
    );
    expect(bySystem.stdout).toBe("lab");
    const script = `require("https").get({ host: "127.0.0.1", port: ${port}, servername: "${name}" }, (r) => r.pipe(process.stdout))`;
    expect((await run(process.execPath, ["-e", script], { env })).stdout).toBe("lab");
  });
});

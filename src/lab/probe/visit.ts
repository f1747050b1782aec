/**
 * A visit: what a client does that wants something of a service. It asks for the name, connects to every address of the
 * answer, speaks TLS on the real name, and makes one signed request.
 */
import { createHash, createHmac } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { request } from "node:https";
import type { Family } from "../../model/address.ts";
import { addressSeen, tryAddress } from "./connect.ts";
import type { Seen } from "./probe.ts";

export interface Visit {
  readonly host: string;
  readonly port: number;
  readonly families: readonly Family[];
  readonly resolvers: readonly string[];
  /** Undefined for a host outside AWS: the request is not signed. */
  readonly signing: Signing | undefined;
  /** The text of the certificate that is trusted. */
  readonly ca: string;
}

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string;
}

export interface Signing extends Keys {
  /** The name under which the service's requests are signed. */
  readonly service: string;
  readonly region: string;
}

/** Where a visit got to; `detail` is for people. */
export type Visited =
  | { readonly stage: "dns"; readonly detail: string }
  | { readonly stage: "connect"; readonly addresses: readonly AddressVisit[] };

export interface AddressVisit {
  readonly address: string;
  readonly connected: Seen;
  /** Of the request, where there was a connection. */
  readonly tls: "trusted" | "refused" | undefined;
  readonly status: number | undefined;
  /** By which way the service says that it was reached. */
  readonly arrival: string | undefined;
  /** The id of the VPC endpoint on that way; undefined where there was none. */
  readonly endpoint: string | undefined;
  readonly detail: string;
}

const dnsPatienceMs = 500;
/** A datagram that is lost, or answered late by a busy machine, is no answer yet: no client gives up at the first. */
const dnsTries = 3;
const requestPatienceMs = 3000;

export async function makeVisit(visit: Visit): Promise<Visited> {
  const found = await resolve(visit);
  if (typeof found === "string") return { stage: "dns", detail: found };
  return {
    stage: "connect",
    addresses: await Promise.all(found.map((address) => visitAddress(visit, address))),
  };
}

/** The addresses, or why there are none. */
async function resolve({ host, families, resolvers }: Visit): Promise<readonly string[] | string> {
  if (resolvers.length === 0) return "no DNS server is handed out";
  const resolver = new Resolver({ timeout: dnsPatienceMs, tries: dnsTries });
  resolver.setServers([...resolvers]);
  const asked = await Promise.allSettled(
    families.map((family) => (family === 4 ? resolver.resolve4(host) : resolver.resolve6(host))),
  );
  const addresses = asked.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
  if (addresses.length > 0) return addresses;
  const [first] = asked.flatMap((one) =>
    one.status === "rejected" ? [String((one.reason as { code?: string }).code)] : [],
  );
  return dnsWords[first ?? ""] ?? `no address (${first})`;
}

const dnsWords: Readonly<Record<string, string>> = {
  ENOTFOUND: "NXDOMAIN",
  ENODATA: "no address of the family",
  ETIMEOUT: "the resolver does not answer",
  ESERVFAIL: "SERVFAIL",
};

async function visitAddress(visit: Visit, address: string): Promise<AddressVisit> {
  const connected = await tryAddress({ address, port: visit.port, sourcePort: undefined });
  const unasked = {
    address,
    connected,
    tls: undefined,
    status: undefined,
    arrival: undefined,
    endpoint: undefined,
  } as const;
  if (connected !== "connected") return { ...unasked, detail: addressSeen[connected] };
  const call = callOf(visit);
  return new Promise((done) => {
    const own = request(
      {
        host: address,
        port: visit.port,
        servername: visit.host,
        ca: visit.ca,
        method: call.method,
        path: "/",
        headers: headersOf(visit, call),
        timeout: requestPatienceMs,
        agent: false,
      },
      (response) => {
        const said = (what: string) => [response.headers[`x-denat-${what}`]].flat()[0];
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part));
        response.on("end", () =>
          done({
            address,
            connected,
            tls: "trusted",
            status: response.statusCode,
            arrival: said("arrival"),
            endpoint: said("endpoint"),
            detail: said("rule") ?? text.slice(0, 300),
          }),
        );
      },
    );
    own.on("timeout", () => own.destroy(new Error("no answer")));
    own.on("error", (error) => done({ ...unasked, tls: "refused", detail: error.message }));
    own.end(call.body);
  });
}

/** A call that is right for the service, and asks for next to nothing: of most no operation at all. */
function callOf({ signing }: Visit): Call {
  if (signing === undefined) return { method: "GET", type: undefined, body: "" };
  if (signing.service === "s3") return { method: "GET", type: undefined, body: "" };
  if (signing.service === "sts") {
    const body = "Action=GetCallerIdentity&Version=2011-06-15";
    return { method: "POST", type: "application/x-www-form-urlencoded", body };
  }
  return { method: "POST", type: "application/x-amz-json-1.1", body: "{}", target: targets[signing.service] };
}

/** Where the service is one that does its work, policies are asked for an operation only. */
const targets: Readonly<Record<string, string>> = {
  ssm: "AmazonSSM.ListAssociations",
  kms: "TrentService.ListKeys",
  logs: "Logs_20140328.DescribeLogGroups",
};

interface Call {
  readonly method: "GET" | "POST";
  readonly type: string | undefined;
  readonly body: string;
  readonly target?: string | undefined;
}

function headersOf({ host, signing }: Visit, call: Call): Record<string, string> {
  const type = call.type === undefined ? {} : { "content-type": call.type };
  const target = call.target === undefined ? {} : { "x-amz-target": call.target };
  return { host, ...type, ...target, ...(signing === undefined ? {} : signed(host, signing, call)) };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (read 2026-11-29) */
function signed(
  host: string,
  { accessKeyId, secretAccessKey, sessionToken, service, region }: Signing,
  { method, body }: Call,
): Record<string, string> {
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const day = stamp.slice(0, 8);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const hash = sha256(body);
  const own = {
    "x-amz-content-sha256": hash,
    "x-amz-date": stamp,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const lines = Object.entries({ host, ...own });
  const names = lines.map(([name]) => name).join(";");
  const canonical = [method, "/", "", ...lines.map(([name, value]) => `${name}:${value}`), "", names, hash];
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical.join("\n"))].join("\n");
  const key = [region, service, "aws4_request"].reduce(
    (last, part) => hmac(last, part),
    hmac(`AWS4${secretAccessKey}`, day),
  );
  const signature = hmac(key, toSign).toString("hex");
  return {
    ...own,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

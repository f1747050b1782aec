/** An account of the lab on a socket, and the clients of it, for the tests of this room. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { EC2 } from "@aws-sdk/client-ec2";
import { onTestFinished } from "vitest";
import { createEc2, serveEc2 } from "../../../src/lab/ec2/index.ts";
import type { Ec2, Ec2Options } from "../../../src/lab/ec2/index.ts";
import type { Verified } from "../../../src/lab/ec2/serve.ts";
import { facts } from "../../facts/facts.ts";

export const account = "123456789012";
export const regions = ["us-east-1", "ap-northeast-1"];

export const owner = {
  accessKeyId: "AKIALABTEST",
  secretAccessKey: "secret",
  sessionToken: undefined,
  account,
  arn: `arn:aws:iam::${account}:root`,
  userId: account,
  policies: undefined,
  expiresAtMs: undefined,
};

/** Different at every call and the same in every run. */
function counting(): (bytes: number) => Uint8Array {
  let state = 1;
  return (bytes) =>
    Uint8Array.from({ length: bytes }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 16;
    });
}

export interface Lab {
  readonly ec2: Ec2;
  readonly url: string;
  readonly client: (region?: string) => EC2;
  /** How often something was changed. */
  readonly changes: () => number;
  /** Moves the clock on. */
  readonly pass: (ms: number) => void;
}

export function newEc2(options: Partial<Ec2Options> = {}): Ec2 {
  return createEc2({
    account,
    regions,
    facts,
    now: () => Date.parse("2026-11-29T00:00:00Z"),
    random: counting(),
    onChange: () => undefined,
    ...options,
  });
}

/** Trusts every signature and takes the Region from its scope; `refused` in the key is refused. */
export function verifyStub({ headers, url }: { headers: Record<string, unknown>; url: string }): Verified {
  const text = `${String(headers["authorization"])} ${decodeURIComponent(url)}`;
  const [, key, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(text) ?? [];
  if (region === undefined || key === "refused")
    return {
      kind: "refused",
      status: 401,
      code: "AuthFailure",
      message: "AWS was not able to validate the provided access credentials",
    };
  return { kind: "verified", credential: owner, region };
}

export async function startLab(): Promise<Lab> {
  let count = 0;
  let clock = Date.parse("2026-11-29T00:00:00Z");
  const ec2 = newEc2({ now: () => clock, onChange: () => void (count += 1) });
  const server = createServer(serveEc2({ ec2, verify: verifyStub, allowReset: true, maxBodyBytes: 100_000 }));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: EC2[] = [];
  onTestFinished(() => {
    for (const client of clients) client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return {
    ec2,
    url,
    changes: () => count,
    pass: (ms) => {
      clock += ms;
    },
    client: (region = "us-east-1") => {
      const client = new EC2({
        region,
        endpoint: url,
        maxAttempts: 1,
        credentials: { accessKeyId: owner.accessKeyId, secretAccessKey: owner.secretAccessKey },
      });
      clients.push(client);
      return client;
    },
  };
}

/** The code and message that a call is refused with, or the word "accepted". */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "accepted";
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

/** A lab's services on a loopback port, and clients that dial AWS's own names and are led there. */
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, createServer, request as httpRequest } from "node:http";
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { afterAll } from "vitest";
import type { Arrival } from "../../../src/lab/arrival.ts";
import { createCredentialStore } from "../../../src/lab/credential.ts";
import type { Credential, CredentialStore } from "../../../src/lab/credential.ts";
import { createServices } from "../../../src/lab/services/index.ts";
import type { LabEndpoint, Services, ServicesOptions } from "../../../src/lab/services/index.ts";
import { facts } from "../../facts/facts.ts";

export const account = "123456789012";
export const owner: Credential = {
  accessKeyId: "AKIAOWNER",
  secretAccessKey: "owner-secret",
  sessionToken: undefined,
  account,
  arn: `arn:aws:iam::${account}:root`,
  userId: account,
  policies: undefined,
  expiresAtMs: undefined,
};

export function user(name: string, ...policies: readonly unknown[]): Credential {
  return {
    ...owner,
    accessKeyId: `AKIA${name.toUpperCase()}`,
    secretAccessKey: `${name}-secret`,
    arn: `arn:aws:iam::${account}:user/${name}`,
    userId: `AIDA${name.toUpperCase()}`,
    policies,
  };
}

export const statement = (
  effect: string,
  action: string | string[],
  resource: string | string[],
  more = {},
) => ({
  Effect: effect,
  Action: action,
  Resource: resource,
  ...more,
});
export const policyOf = (...statements: readonly object[]) => ({
  Version: "2012-10-17",
  Statement: statements,
});
export const everyone = { Principal: "*" };

export interface TestLab {
  readonly services: Services;
  readonly port: number;
  readonly credentials: CredentialStore;
  readonly directory: string;
  /** How the requests that follow come in. */
  arrival: Arrival;
  readonly endpoints: Map<string, LabEndpoint>;
  readonly s3: (config?: Partial<S3ClientConfig>, credential?: Credential) => S3Client;
  readonly sts: (endpoint?: string, credential?: Credential, region?: string) => STSClient;
  /** For the client of any other service. */
  readonly config: (service: string, credential?: Credential, region?: string) => ClientConfig;
  readonly agent: Agent;
  readonly close: () => Promise<void>;
  readonly failures: unknown[];
}

export interface ClientConfig {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: ReturnType<typeof toKeys>;
  readonly requestHandler: { readonly httpAgent: Agent };
  readonly maxAttempts: number;
}

export const publicArrival: Arrival = { kind: "public", sourceAddress: "198.51.100.7" };
export const endpointArrival: Arrival = {
  kind: "endpoint",
  endpoint: "vpce-0abc",
  vpc: "vpc-0abc",
  sourceAddress: "10.0.1.5",
};
export const s3Endpoint: LabEndpoint = {
  type: "gateway",
  policy: { kind: "full-access" },
  service: "s3",
  region: "us-east-1",
  vpc: "vpc-0abc",
  account,
};

export async function startLab(
  more: Partial<ServicesOptions> & { readonly users?: readonly Credential[] } = {},
): Promise<TestLab> {
  const { users = [], ...changed } = more;
  const directory = changed.storageDirectory ?? mkdtempSync(join(tmpdir(), "lab-services-"));
  const credentials = createCredentialStore([owner, ...users]);
  const endpoints = new Map<string, LabEndpoint>();
  const failures: unknown[] = [];
  const services = createServices({
    facts,
    credentials,
    account,
    now: () => Date.now(),
    report: (error) => failures.push(error),
    endpointOf: (id) => endpoints.get(id),
    findRole: () => undefined,
    storageDirectory: directory,
    ...changed,
  });
  const server = createServer((request, response) => {
    services.handle(request, response, lab.arrival).catch((error: unknown) => failures.push(error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  agent.createConnection = () => connect(port, "127.0.0.1");
  const lab: TestLab = {
    services,
    port,
    credentials,
    directory,
    arrival: publicArrival,
    endpoints,
    agent,
    failures,
    s3: (config = {}, credential = owner) =>
      new S3Client({
        region: "us-east-1",
        endpoint: "http://s3.us-east-1.amazonaws.com",
        credentials: toKeys(credential),
        requestHandler: { httpAgent: agent },
        maxAttempts: 1,
        ...config,
      }),
    sts: (endpoint = "http://sts.us-east-1.amazonaws.com", credential = owner, region = "us-east-1") =>
      new STSClient({
        region,
        endpoint,
        credentials: toKeys(credential),
        requestHandler: { httpAgent: agent },
        maxAttempts: 1,
      }),
    config: (service, credential = owner, region = "us-east-1") => ({
      region,
      endpoint: `http://${service}.${region}.amazonaws.com`,
      credentials: toKeys(credential),
      requestHandler: { httpAgent: agent },
      maxAttempts: 1,
    }),
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (changed.storageDirectory === undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
  opened.push(lab);
  return lab;
}

const opened: TestLab[] = [];
afterAll(async () => {
  await Promise.all(opened.splice(0).map((lab) => lab.close()));
});

function toKeys({ accessKeyId, secretAccessKey, sessionToken }: Credential) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly host?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** A request made by hand. */
export function ask(
  lab: Pick<TestLab, "agent">,
  { method = "GET", host = "s3.us-east-1.amazonaws.com", path = "/", headers = {}, body }: RawRequest,
) {
  return new Promise<RawAnswer>((resolve, reject) => {
    const sent = httpRequest(
      { agent: lab.agent, method, path, headers: { host, ...headers } },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces).toString("utf8"),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

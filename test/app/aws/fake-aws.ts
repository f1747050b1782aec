/**
 * AWS on loopback: an HTTP server that tells from the signature which service and Region is asked, and from body, header or
 * path which operation, and answers in the service's own wire format.
 */
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Asked {
  readonly service: string;
  readonly region: string;
  readonly operation: string;
  /** Of the Query protocol: `Marker`, `VpcId`. */
  readonly params: URLSearchParams;
  /** Whose signature it is. */
  readonly accessKeyId: string;
}

interface Answer {
  readonly status?: number;
  readonly body: string;
  /** Whether it carries a request id, as all that AWS answers does. */
  readonly isNumbered?: boolean;
}

/** `undefined` is an answer with nothing in it. */
type Behaviour = (asked: Asked) => Answer | undefined | Promise<Answer | undefined>;

export interface FakeAws {
  readonly asked: readonly Asked[];
}

const paths: readonly (readonly [path: RegExp, operation: string])[] = [
  [/^\/\d{4}-\d\d-\d\d\/functions/, "ListFunctions"],
  [/^\/\d{4}-\d\d-\d\d\/event-source-mappings/, "ListEventSourceMappings"],
  [/^\/clusters$/, "ListClusters"],
  [/^\/\d{4}-\d\d-\d\d\/hostedzonesbyvpc/, "ListHostedZonesByVPC"],
  [/^\/\d{4}-\d\d-\d\d\/hostedzone/, "ListHostedZones"],
];

/** Runs until the test ends, with the environment of this process pointing at it. */
export async function startAws(behaviour: Behaviour): Promise<FakeAws> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void readAsked(request).then(async (one) => {
      asked.push(one);
      const { status = 200, body, isNumbered = true } = (await behaviour(one)) ?? { body: emptyAnswer(one) };
      response.writeHead(status, {
        ...(isNumbered ? { "x-amzn-requestid": "r" } : {}),
        "content-type": body.startsWith("<") ? "text/xml" : "application/x-amz-json-1.1",
      });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  setEnvironment({ ...signedIn, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
  return { asked };
}

/** No credentials, profile or Region but those given, until the test ends. */
export function setEnvironment(variables: Readonly<Record<string, string>>): void {
  const before = Object.entries(process.env).filter(([name]) => name.startsWith("AWS_"));
  const clear = () => {
    for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
  };
  clear();
  Object.assign(process.env, nowhere, variables);
  onTestFinished(() => {
    clear();
    Object.assign(process.env, Object.fromEntries(before));
  });
}

const nowhere = {
  AWS_CONFIG_FILE: "/nonexistent/config",
  AWS_SHARED_CREDENTIALS_FILE: "/nonexistent/credentials",
  AWS_EC2_METADATA_DISABLED: "true",
};
const signedIn = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_REGION: "eu-west-1",
};

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const params = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  const [, accessKeyId = "", region = "", service = ""] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
  const target = request.headers["x-amz-target"];
  const path = paths.find(([pattern]) => pattern.test((request.url ?? "").split("?")[0] ?? ""));
  const operation =
    params.get("Action") ??
    (typeof target === "string" ? target.split(".").at(-1) : undefined) ??
    path?.[1] ??
    "";
  return { service, region, operation, params, accessKeyId };
}

const route53 = "https://route53.amazonaws.com/doc/2013-04-01/";

/** Of an account that has changed nothing. There is no empty answer to this one. */
const defaultSetting = {
  ServiceSetting: {
    SettingId: "/ssm/managed-instance/default-ec2-instance-management-role",
    SettingValue: "$None",
    Status: "Default",
  },
};

function emptyAnswer({ service, operation }: Asked): string {
  if (operation === "GetServiceSetting") return JSON.stringify(defaultSetting);
  if (service === "ec2") return ec2(operation, "");
  if (service === "route53")
    return `<${operation}Response xmlns="${route53}"><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></${operation}Response>`;
  if (service === "sts" || service === "iam" || service === "autoscaling") return query(operation, "");
  return "{}";
}

/** An answer of EC2 with `inner` in it. */
export function ec2(operation: string, inner: string): string {
  return `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>${inner}</${operation}Response>`;
}

/** An answer of the Query protocol, which wraps once more. */
export function query(operation: string, inner: string): string {
  return `<${operation}Response><${operation}Result>${inner}</${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`;
}

export function ec2Error(code: string, message: string): string {
  return `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`;
}

export function queryError(code: string, message: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
}

/**
 * The instance metadata service, version 2, as the agent uses it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-v2-how-it-works.html (read 2026-11-29)
 */
import { parseFields, textAt } from "../../channel/fields.ts";
import type { Http } from "../net/http.ts";
import type { Keys } from "../net/sign.ts";
import type { Pace } from "./pace.ts";
import { schedule } from "./schedule.ts";

export interface Identity {
  readonly instanceId: string;
  readonly region: string;
  readonly availabilityZone: string;
  readonly availabilityZoneId: string;
  readonly privateAddress: string;
}

export interface TimedKeys extends Keys {
  readonly expiresAtMs: number;
}

export interface Metadata {
  /** Throws where the service does not answer, or tells no instance. */
  readonly identity: () => Promise<Identity>;
  /** Of the instance profile's role; undefined where there is none. */
  readonly roleKeys: () => Promise<TimedKeys | undefined>;
  /** Those of the instance itself, which it has without any profile. */
  readonly ownKeys: () => Promise<TimedKeys>;
}

const host = "169.254.169.254";
const tokenSeconds = 21_600;
const tokenPath = "/latest/api/token";
const ownKeysPath = "/latest/meta-data/identity-credentials/ec2/security-credentials/ec2-instance";
const roleKeysPath = "/latest/meta-data/iam/security-credentials/";

export function createMetadata(http: Http, pace: Pace): Metadata {
  const timeoutMs = pace.limit(schedule.metadataTimeoutMs);
  let token: { readonly text: string; readonly expiresAtMs: number } | undefined;
  const ask = (method: string, path: string, headers: Readonly<Record<string, string>>) =>
    http.ask({
      method,
      path,
      headers: { host, ...headers },
      isSecure: false,
      host,
      port: 80,
      body: "",
      dialTimeoutMs: timeoutMs,
      timeoutMs,
    });
  const takeToken = async (): Promise<string> => {
    if (token !== undefined && token.expiresAtMs > pace.now()) return token.text;
    const headers = { "x-aws-ec2-metadata-token-ttl-seconds": `${tokenSeconds}` };
    const { status, body, headers: answered } = await ask("PUT", tokenPath, headers);
    const seconds = Number(answered["x-aws-ec2-metadata-token-ttl-seconds"]);
    if (status !== 200 || !Number.isFinite(seconds))
      throw new Error(`EC2MetadataError: failed to get IMDSv2 token, status code: ${status}`);
    token = { text: body, expiresAtMs: pace.now() + seconds * 1000 };
    return body;
  };
  /** Undefined for 404. */
  const find = async (path: string): Promise<string | undefined> => {
    const { status, body } = await ask("GET", path, { "x-aws-ec2-metadata-token": await takeToken() });
    if (status === 200) return body;
    if (status === 401) token = undefined;
    if (status === 404) return undefined;
    throw new Error(`EC2MetadataError: failed to make EC2Metadata request, status code: ${status}`);
  };
  const keysAt = async (path: string): Promise<TimedKeys | undefined> => {
    const text = await find(path);
    return text === undefined ? undefined : parseKeys(text);
  };
  return {
    identity: async () => {
      const [id, document, zoneId] = await Promise.all(
        [
          "/latest/meta-data/instance-id",
          "/latest/dynamic/instance-identity/document",
          "/latest/meta-data/placement/availability-zone-id",
        ].map(find),
      );
      const fields = parseFields(document ?? "") ?? {};
      const region = textAt(fields, "region");
      if (id === undefined || id === "" || region === "")
        throw new Error("EC2MetadataError: no instance identity document");
      return {
        instanceId: id,
        region,
        availabilityZone: textAt(fields, "availabilityZone"),
        availabilityZoneId: zoneId ?? "",
        privateAddress: textAt(fields, "privateIp"),
      };
    },
    roleKeys: async () => {
      const [role = ""] = ((await find(roleKeysPath)) ?? "").split("\n");
      return role === "" ? undefined : keysAt(roleKeysPath + role);
    },
    ownKeys: async () => {
      const keys = await keysAt(ownKeysPath);
      if (keys === undefined) throw new Error("EC2MetadataError: no instance identity role credentials");
      return keys;
    },
  };
}

function parseKeys(text: string): TimedKeys | undefined {
  const fields = parseFields(text) ?? {};
  if (textAt(fields, "Code") !== "Success") return undefined;
  return {
    accessKeyId: textAt(fields, "AccessKeyId"),
    secretAccessKey: textAt(fields, "SecretAccessKey"),
    sessionToken: textAt(fields, "Token"),
    expiresAtMs: Date.parse(textAt(fields, "Expiration")),
  };
}

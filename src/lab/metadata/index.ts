/**
 * The instance metadata service: a token first, then everything under it; without a token where the instance admits version 1.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-categories.html and
 * instance-metadata-v2-how-it-works (read 2026-11-29)
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Instance } from "./instance.ts";
import { findEntry } from "./tree.ts";

export type { Instance, InstanceRole, RoleCredentials, ServiceOptions } from "./instance.ts";

const longestSeconds = 21_600;

export interface MetadataOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Lets what is sent on a connection get so far and no farther; undefined takes the limit away. */
  readonly limitHops: (socket: Socket, hops: number | undefined) => void;
}

export type MetadataService = (
  request: IncomingMessage,
  response: ServerResponse,
  instance: Instance | undefined,
) => void;

interface Token {
  readonly instance: string;
  readonly expiresAtMs: number;
}

/** Answers one client; undefined where nobody that runs is at its address. */
export function createMetadataService({ now, limitHops }: MetadataOptions): MetadataService {
  const tokens = new Map<string, Token>();
  return (request, response, instance) => {
    const say = (status: number, text = "", headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { "content-type": "text/plain", server: "EC2ws", ...headers });
      response.end(text);
    };
    if (instance === undefined) return say(404);
    const { isEnabled, requiresToken, hopLimit } = instance.options;
    if (!isEnabled) return say(403);
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    // A request that came through a proxy is refused, so that an open one gives no keys away.
    if (request.headers["x-forwarded-for"] !== undefined) return say(403);
    const isForToken = request.method === "PUT" && path === "/latest/api/token";
    limitHops(request.socket, isForToken ? hopLimit : undefined);
    if (isForToken) {
      const seconds = Number(request.headers["x-aws-ec2-metadata-token-ttl-seconds"]);
      if (!Number.isInteger(seconds) || seconds < 1 || seconds > longestSeconds) return say(400);
      forget(tokens, now());
      const token = randomBytes(40).toString("base64url");
      tokens.set(token, { instance: instance.id, expiresAtMs: now() + seconds * 1000 });
      return say(200, token, { "x-aws-ec2-metadata-token-ttl-seconds": `${seconds}` });
    }
    if (request.method !== "GET" && request.method !== "HEAD") return say(405);
    const given = request.headers["x-aws-ec2-metadata-token"];
    const token = tokens.get(String(given ?? ""));
    const isValid = token !== undefined && token.instance === instance.id && token.expiresAtMs > now();
    if (!isValid && (requiresToken || given !== undefined)) return say(401);
    const text = findEntry(instance, path);
    return text === undefined ? say(404) : say(200, text);
  };
}

function forget(tokens: Map<string, Token>, nowMs: number): void {
  for (const [token, { expiresAtMs }] of tokens) if (expiresAtMs <= nowMs) tokens.delete(token);
}

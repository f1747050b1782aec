/**
 * What a request says of its own signature: in the Authorization header, or in the query of a presigned link.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html and
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
import { headerText, parseQuery, splitUrl } from "./canonical.ts";
import type { HeaderValues } from "./canonical.ts";
import type { Fault } from "./refusal.ts";
import type { Scope } from "./signature.ts";

export interface Claim {
  readonly kind: "claim";
  readonly via: "header" | "query";
  readonly accessKeyId: string;
  readonly scope: Scope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20150830T123600Z`. */
  readonly timestamp: string;
  /** Presigned links only. */
  readonly expiresInSeconds: number | undefined;
  readonly sessionToken: string | undefined;
}

interface NoClaim {
  readonly kind: "fault";
  readonly fault: Fault;
  readonly message?: string;
}

const algorithm = "AWS4-HMAC-SHA256";
const maxLinkSeconds = 604_800;

export function findClaim(url: string, headers: HeaderValues): Claim | NoClaim | undefined {
  const authorization = headerText(headers, "authorization");
  const query = new Map(parseQuery(splitUrl(url).query));
  const inQuery = query.has("X-Amz-Algorithm") || query.has("X-Amz-Signature");
  const isOldLink = query.has("AWSAccessKeyId") && query.has("Signature");
  if (authorization !== "" && inQuery) return { kind: "fault", fault: "two-mechanisms" };
  if (authorization !== "") return parseAuthorization(authorization, headers);
  if (inQuery) return parseLink(query);
  return isOldLink ? { kind: "fault", fault: "algorithm" } : undefined;
}

function parseAuthorization(text: string, headers: HeaderValues): Claim | NoClaim {
  const [, name = "", rest = ""] = /^(\S+)\s*(.*)$/.exec(text) ?? [];
  if (name !== algorithm) return unsupported(name);
  const fields = new Map(
    rest.split(",").map((field) => {
      const equals = field.indexOf("=");
      return [field.slice(0, Math.max(equals, 0)).trim(), field.slice(equals + 1).trim()] as const;
    }),
  );
  const missing = ["Credential", "SignedHeaders", "Signature"].filter((field) => !fields.get(field));
  if (missing.length > 0) {
    const message = missing.map((field) => `Authorization header requires '${field}' parameter.`).join(" ");
    return { kind: "fault", fault: "malformed-header", message };
  }
  const timestamp = timestampOf(headers);
  if (timestamp === undefined) return { kind: "fault", fault: "no-date" };
  const credential = parseCredential(fields.get("Credential") ?? "");
  if (credential === undefined) {
    const message =
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".';
    return { kind: "fault", fault: "malformed-header", message };
  }
  return {
    kind: "claim",
    via: "header",
    ...credential,
    signedHeaders: (fields.get("SignedHeaders") ?? "").toLowerCase().split(";"),
    signature: fields.get("Signature") ?? "",
    timestamp,
    expiresInSeconds: undefined,
    sessionToken: headerText(headers, "x-amz-security-token") || undefined,
  };
}

function parseLink(query: ReadonlyMap<string, string>): Claim | NoClaim {
  const malformed = (message: string): NoClaim => ({ kind: "fault", fault: "malformed-query", message });
  const name = query.get("X-Amz-Algorithm");
  if (name !== algorithm) return unsupported(name ?? "");
  const missing = ["Credential", "Date", "SignedHeaders", "Signature"].filter(
    (field) => !query.get(`X-Amz-${field}`),
  );
  if (missing.length > 0)
    return malformed(`X-Amz-${missing[0]} must be in the query of a presigned request.`);
  const credential = parseCredential(query.get("X-Amz-Credential") ?? "");
  if (credential === undefined) {
    return malformed(
      'Error parsing the X-Amz-Credential parameter; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  const timestamp = query.get("X-Amz-Date") ?? "";
  if (parseTimestamp(timestamp) === undefined) {
    return malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  const expires = query.get("X-Amz-Expires");
  if (expires === undefined && credential.scope.service === "s3") {
    return malformed("X-Amz-Expires must be in the query of a presigned request.");
  }
  if (!/^\d{1,9}$/.test(expires ?? "900")) return malformed("X-Amz-Expires should be a number");
  if (Number(expires) > maxLinkSeconds) {
    return malformed("X-Amz-Expires must be less than a week (in seconds) that is 604800");
  }
  return {
    kind: "claim",
    via: "query",
    ...credential,
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").toLowerCase().split(";"),
    signature: query.get("X-Amz-Signature") ?? "",
    timestamp,
    expiresInSeconds: Number(expires ?? 900),
    sessionToken: query.get("X-Amz-Security-Token"),
  };
}

/** Signature Version 4A (`AWS4-ECDSA-P256-SHA256`) among them: it is for Multi-Region Access Points. */
function unsupported(name: string): NoClaim {
  return name.startsWith("AWS4-ECDSA-")
    ? {
        kind: "fault",
        fault: "algorithm",
        message: `${name} is not supported here. Please use ${algorithm}.`,
      }
    : { kind: "fault", fault: "algorithm" };
}

/** A key id may itself hold slashes; the last four parts are the scope. */
function parseCredential(text: string): Pick<Claim, "accessKeyId" | "scope"> | undefined {
  const parts = /^(.+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/.exec(text);
  if (parts === null) return undefined;
  const [, accessKeyId = "", date = "", region = "", service = ""] = parts;
  return { accessKeyId, scope: { date, region, service } };
}

/** X-Amz-Date, else Date, which may be in the long form of HTTP. */
function timestampOf(headers: HeaderValues): string | undefined {
  const own = headerText(headers, "x-amz-date") || headerText(headers, "date");
  if (parseTimestamp(own) !== undefined) return own;
  const milliseconds = /^[A-Z][a-z]{2}, /.test(own) ? Date.parse(own) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : formatTimestamp(milliseconds);
}

/** Milliseconds since 1970. */
export function parseTimestamp(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const milliseconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

export function formatTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replaceAll(/[:-]|\.\d+/g, "");
}

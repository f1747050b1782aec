/**
 * The canonical form of a request, which its signature is made of.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * S3 takes the path as it is and encodes it once; every other service first takes dot segments and doubled slashes out,
 * then encodes the path as it was sent, so that what was encoded is encoded twice.
 */

export type HeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface CanonicalParts {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: HeaderValues;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
  readonly encodesOnce: boolean;
}

export function canonicalRequest(parts: CanonicalParts): string {
  const { path, query } = splitUrl(parts.url);
  return [
    parts.method,
    parts.encodesOnce ? encodePath(decodePercent(path)) : encodePath(normalise(path)),
    canonicalQuery(query),
    ...parts.signedHeaders.map((name) => `${name}:${headerText(parts.headers, name)}`),
    "",
    parts.signedHeaders.join(";"),
    parts.payloadHash,
  ].join("\n");
}

export function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const mark = url.indexOf("?");
  return mark < 0 ? { path: url, query: "" } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

/** Pairs in the order of the query, decoded; a name without `=` has the empty value. */
export function parseQuery(query: string): readonly (readonly [name: string, value: string])[] {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      const [name, value] = equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [toText(decodeQuery(name)), toText(decodeQuery(value))] as const;
    });
}

/** Values joined as the canonical form has them; empty for a header that is not there. */
export function headerText(headers: HeaderValues, name: string): string {
  const value = headers[name] ?? "";
  const values = typeof value === "string" ? [value] : value;
  return values.map((one) => one.trim().replaceAll(/\s+/g, " ")).join(",");
}

function canonicalQuery(query: string): string {
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      const [name, value] = equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encodeBytes(decodeQuery(name)), encodeBytes(decodeQuery(value))] as const;
    })
    .filter(([name]) => name !== "X-Amz-Signature")
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const unreserved = /[A-Za-z0-9._~-]/;
const slash = 0x2f;

const encodings = Array.from({ length: 256 }, (_, byte) => {
  const text = String.fromCharCode(byte);
  return unreserved.test(text) ? text : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
});

function encodeBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += encodings[byte];
  return text;
}

function encodePath(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte === slash ? "/" : encodings[byte];
  return text === "" ? "/" : text;
}

/** Bytes, because a name need not be UTF-8. A percent sign that begins no byte stands for itself. */
export function decodePercent(text: string): Buffer {
  if (!text.includes("%")) return Buffer.from(text, "utf8");
  const binary = Buffer.from(text, "utf8").toString("latin1");
  const decoded = binary.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, "latin1");
}

const decodeQuery = (text: string) => decodePercent(text.replaceAll("+", "%20"));
const toText = (bytes: Buffer) => bytes.toString("utf8");

/** RFC 3986, section 6.2.2.3, and one slash where there are several. */
function normalise(path: string): Buffer {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  const end = path.endsWith("/") && kept.length > 0 ? "/" : "";
  return Buffer.from(`/${kept.join("/")}${end}`, "utf8");
}

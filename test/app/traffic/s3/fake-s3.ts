/** A bucket on loopback that can break off, refuse, and stand elsewhere. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { setEnvironment } from "../../aws/fake-aws.ts";

export interface FakeBucket {
  readonly objects: Map<string, Buffer>;
  /** Every request: `list PREFIX` or `get KEY`, with the range it asked for. */
  readonly asked: readonly string[];
}

/** Answers in place of the bucket, or not. */
type Interference = (what: string, response: ServerResponse, region: string) => boolean;

const pageSize = 50;
/** As it came: an URL would take `..` out of it. */
const keyOf = (url: string) => decodeURIComponent((url.split("?")[0] ?? "").split("/").slice(2).join("/"));
const xml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const etagOf = (bytes: Buffer) => `"${bytes.length}-${bytes.subarray(0, 8).toString("hex")}"`;

export const refuse = (response: ServerResponse, status: number, code: string, headers = {}): true => {
  response.writeHead(status, { "content-type": "application/xml", ...headers });
  response.end(`<Error><Code>${code}</Code><Message>${code} it is</Message></Error>`);
  return true;
};

/** Runs until the test ends, with the environment of this process pointing at it. */
export async function startBucket(
  objects: Readonly<Record<string, string>>,
  interfere: Interference = () => false,
): Promise<FakeBucket> {
  const bucket = {
    objects: new Map(Object.entries(objects).map(([key, text]) => [key, Buffer.from(text)])),
    asked: [] as string[],
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://s3");
    const key = keyOf(request.url ?? "");
    const what = key === "" ? `list ${url.searchParams.get("prefix") ?? ""}` : `get ${key}`;
    bucket.asked.push(request.headers.range === undefined ? what : `${what} ${request.headers.range}`);
    const [, region = ""] =
      /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "") ?? [];
    if (interfere(what, response, region)) return;
    if (key === "") list(bucket.objects, url.searchParams, response);
    else if (request.method === "HEAD") head(bucket.objects.get(key), response);
    else get(bucket.objects.get(key), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  setEnvironment({
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  });
  return bucket;
}

function list(objects: ReadonlyMap<string, Buffer>, query: URLSearchParams, response: ServerResponse): void {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter");
  const rows = new Map<string, string>();
  for (const [key, bytes] of [...objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!key.startsWith(prefix)) continue;
    const cut = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length);
    const name = cut < 0 ? key : key.slice(0, cut + 1);
    rows.set(
      name,
      cut < 0
        ? `<Contents><Key>${xml(key)}</Key><ETag>${xml(etagOf(bytes))}</ETag><Size>${bytes.length}</Size></Contents>`
        : `<CommonPrefixes><Prefix>${xml(name)}</Prefix></CommonPrefixes>`,
    );
  }
  const first = Number(query.get("continuation-token") ?? 0);
  const all = [...rows.values()];
  const isTruncated = first + pageSize < all.length;
  response.writeHead(200, { "content-type": "application/xml" });
  response.end(
    `<ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${isTruncated ? `<NextContinuationToken>${first + pageSize}</NextContinuationToken>` : ""}${all.slice(first, first + pageSize).join("")}</ListBucketResult>`,
  );
}

function head(bytes: Buffer | undefined, response: ServerResponse): void {
  response.writeHead(
    bytes === undefined ? 404 : 200,
    bytes && { "content-length": bytes.length, etag: etagOf(bytes) },
  );
  response.end();
}

function get(bytes: Buffer | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (bytes === undefined) return void refuse(response, 404, "NoSuchKey");
  if (request.headers["if-match"] !== etagOf(bytes)) return void refuse(response, 412, "PreconditionFailed");
  const [, first] = /^bytes=(\d+)-$/.exec(request.headers.range ?? "") ?? [];
  const part = bytes.subarray(Number(first ?? 0));
  response.writeHead(first === undefined ? 200 : 206, { "content-length": part.length, etag: etagOf(bytes) });
  response.end(part);
}

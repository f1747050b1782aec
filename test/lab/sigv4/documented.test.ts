/**
 * The worked examples of AWS's documentation:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
 */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { verifySignature } from "../../../src/lab/sigv4/index.ts";
import type { ReceivedRequest, SignatureTerms } from "../../../src/lab/sigv4/index.ts";
import { storeOf } from "./keys.ts";

const s3Day = Date.parse("2013-05-24T00:00:00Z");
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
const s3: SignatureTerms = { nowMs: s3Day, family: "s3", services: ["s3"], region: "us-east-1" };

function signedAs(signedHeaders: string, signature: string): string {
  return `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${signedHeaders},Signature=${signature}`;
}

function s3Get(url: string, signature: string): ReceivedRequest {
  return {
    method: "GET",
    url,
    headers: {
      host: "examplebucket.s3.amazonaws.com",
      "x-amz-date": "20130524T000000Z",
      "x-amz-content-sha256": hashOf(""),
      authorization: signedAs("host;x-amz-content-sha256;x-amz-date", signature),
    },
    bodyHash: hashOf(""),
  };
}

const ranged = s3Get("/test.txt", "");
const examples: readonly (readonly [name: string, request: ReceivedRequest])[] = [
  [
    "GET of a range",
    {
      ...ranged,
      headers: {
        ...ranged.headers,
        range: "bytes=0-9",
        authorization: signedAs(
          "host;range;x-amz-content-sha256;x-amz-date",
          "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
      },
    },
  ],
  [
    "PUT of a name that must be encoded, dated by Date",
    {
      method: "PUT",
      url: "/test$file.text",
      headers: {
        host: "examplebucket.s3.amazonaws.com",
        date: "Fri, 24 May 2013 00:00:00 GMT",
        "x-amz-date": "20130524T000000Z",
        "x-amz-storage-class": "REDUCED_REDUNDANCY",
        "x-amz-content-sha256": hashOf("Welcome to Amazon S3."),
        authorization: signedAs(
          "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
          "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
      },
      bodyHash: hashOf("Welcome to Amazon S3."),
    },
  ],
  [
    "GET of a subresource",
    s3Get("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
  ],
  [
    "GET with a query",
    s3Get("/?prefix=J&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
  ],
];

test.each(examples)("S3: %s", (_, request) => {
  expect(verifySignature(request, storeOf(), s3)).toMatchObject({
    kind: "verified",
    service: "s3",
    region: "us-east-1",
    via: "header",
    credential: { accessKeyId: "AKIAIOSFODNN7EXAMPLE" },
    payload: { kind: "hash", sha256: request.bodyHash },
  });
});

const link =
  "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
const linkRequest = { method: "GET", url: link, headers: { host: "examplebucket.s3.amazonaws.com" } };

test("S3: a presigned link, to its last second and not after", () => {
  const at = (seconds: number) =>
    verifySignature(linkRequest, storeOf(), { ...s3, nowMs: s3Day + seconds * 1000 });
  expect(at(86_400)).toMatchObject({ kind: "verified", via: "query", payload: { kind: "unsigned" } });
  expect(at(-900)).toMatchObject({ kind: "verified" });
  expect(at(-901)).toMatchObject({ code: "AccessDenied", message: "Request is not yet valid" });
  expect(at(86_401)).toMatchObject({ kind: "refused", code: "AccessDenied", message: "Request has expired" });
});

test("IAM: GET ListUsers", () => {
  const request = {
    method: "GET",
    url: "/?Action=ListUsers&Version=2010-05-08",
    headers: {
      host: "iam.amazonaws.com",
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "x-amz-date": "20150830T123600Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
    },
    bodyHash: hashOf(""),
  };
  const store = storeOf({
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  });
  const terms = { nowMs: Date.parse("2015-08-30T12:36:00Z"), family: "query", services: ["iam"] } as const;
  expect(verifySignature(request, store, terms)).toMatchObject({ kind: "verified", service: "iam" });
});

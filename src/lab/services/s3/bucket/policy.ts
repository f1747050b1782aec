/**
 * The policy of a bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
import { known } from "../../../../model/known.ts";
import { judgePolicy } from "../../../../policy/index.ts";
import type { AskedRequests } from "../../../../policy/index.ts";
import { readDocument, statementsOf } from "../../authorise/document.ts";
import { toKeyMap } from "../../authorise/keys.ts";
import { readText } from "../body/read-xml.ts";
import { emptyAnswer } from "../exchange.ts";
import type { BucketExchange, S3Outcome } from "../exchange.ts";
import { fault } from "../fault.ts";
import type { S3Fault } from "../fault.ts";

const maxBytes = 20 * 1024;

export async function putBucketPolicy(exchange: BucketExchange): Promise<S3Outcome> {
  const { bucket, store, call } = exchange;
  const text = await readText(exchange, maxBytes);
  if (typeof text !== "string") return text;
  const refusal = checkPolicy(text, `arn:${call.target.partition}:s3:::${bucket.record.name}`);
  if (refusal !== undefined) return refusal;
  await store.update(bucket, { ...bucket.record, policy: text });
  return emptyAnswer(204);
}

export async function getBucketPolicy({ bucket }: BucketExchange): Promise<S3Outcome> {
  const { name, policy } = bucket.record;
  if (policy === undefined) return fault("NoSuchBucketPolicy", { details: { BucketName: name } });
  return { status: 200, headers: { "content-type": "application/json" }, body: policy };
}

export async function deleteBucketPolicy({ bucket, store }: BucketExchange): Promise<S3Outcome> {
  await store.update(bucket, { ...bucket.record, policy: undefined });
  return emptyAnswer(204);
}

function checkPolicy(text: string, arn: string): S3Fault | undefined {
  const malformed = (message: string) => fault("MalformedPolicy", { message });
  if (!text.trimStart().startsWith("{") || typeof readDocument(text) === "string") {
    return malformed("Policies must be valid JSON and the first byte must be '{'");
  }
  const statements = statementsOf(text);
  if (statements.some((one) => one["Principal"] === undefined && one["NotPrincipal"] === undefined)) {
    return malformed("Missing required field Principal");
  }
  const { rule } = judgePolicy(text, askFor(arn));
  if (rule.startsWith("AWS takes no such policy document")) return malformed(rule);
  const resources = statements.flatMap((one) => [one["Resource"] ?? one["NotResource"] ?? []].flat());
  return resources.every((resource) => isOf(arn, resource))
    ? undefined
    : malformed("Policy has invalid resource");
}

/** Whether a pattern stands for the bucket, or for any of its objects. */
function isOf(arn: string, resource: unknown): boolean {
  if (typeof resource === "string" && resource.startsWith(`${arn}/`)) return true;
  const document = { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: resource } };
  return judgePolicy(document, askFor(arn)).outcome !== "none";
}

function askFor(arn: string): AskedRequests {
  return {
    actions: ["s3:*"],
    resources: [arn, `${arn}/*`],
    principal: { arn: known("anonymous"), account: known("") },
    keys: toKeyMap({}),
  };
}

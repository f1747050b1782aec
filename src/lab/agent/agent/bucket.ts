/** Objects of S3, through the instance's own way there. */
import type { AgentContext } from "./context.ts";
import { failureOf } from "../net/service.ts";
import type { Called } from "../net/service.ts";

/** A failure is logged, and is no reason for whoever asked to stop. */
export async function putObject(
  context: AgentContext,
  bucket: string,
  key: string,
  body: Buffer,
): Promise<void> {
  const path = `/${key.split("/").map(encodeURIComponent).join("/")}`;
  const called = await callBucket(context, bucket, { method: "PUT", path, body });
  if (called.kind !== "answer") context.log.say("ERROR", `Failed to upload to S3: ${failureOf(called)}`);
}

interface BucketCall {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export async function callBucket(
  { services, keys }: AgentContext,
  bucket: string,
  { body = Buffer.alloc(0), ...call }: BucketCall,
): Promise<Called> {
  const host = `${bucket}.${services.hostOf("s3")}`;
  return services.once({ service: "s3", host, headers: {}, keys: await keys(), body, ...call });
}

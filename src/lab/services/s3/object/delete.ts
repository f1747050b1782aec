/**
 * DeleteObject and DeleteObjects.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
import { elementsOf, textOf } from "../../wire/xml.ts";
import type { XmlElements } from "../../wire/xml.ts";
import { checksumHeader, checksumNames } from "../body/checksum.ts";
import { readXml } from "../body/read-xml.ts";
import { emptyAnswer, headerOf, isFault, xmlAnswer } from "../exchange.ts";
import type { BucketExchange, S3Outcome } from "../exchange.ts";
import { fault } from "../fault.ts";
import { removeObject } from "../store/bucket.ts";
import { checkWrite } from "./condition.ts";

const maxKeys = 1000;
const maxBody = 2 * 1024 * 1024;

/** A key that is not there is as good as taken away. */
export async function deleteObject(exchange: BucketExchange): Promise<S3Outcome> {
  const { bucket, key } = exchange;
  return bucket.takeTurn(async () => {
    const refusal = checkWrite(exchange, bucket.objects.get(key));
    if (refusal !== undefined) return refusal;
    await removeObject(bucket, key);
    return emptyAnswer(204);
  });
}

export async function deleteObjects(exchange: BucketExchange): Promise<S3Outcome> {
  if (!isChecked(exchange)) {
    return fault("InvalidRequest", { message: "Missing required header for this request: Content-MD5" });
  }
  const read = await readXml(exchange, "Delete", maxBody);
  if (isFault(read)) return read;
  const keys = elementsOf(read.root, "Object").map((object) => textOf(object, "Key") ?? "");
  if (keys.length === 0 || keys.length > maxKeys || keys.includes("")) return fault("MalformedXML");
  const isQuiet = textOf(read.root, "Quiet")?.trim() === "true";
  const rows = await Promise.all(keys.map((key) => deleteOne(exchange, key)));
  return xmlAnswer("DeleteResult", {
    Deleted: isQuiet ? [] : rows.flatMap(({ deleted }) => deleted ?? []),
    Error: rows.flatMap(({ error }) => error ?? []),
  });
}

/** AWS wants the body of this one checked, by whatever means. */
function isChecked(exchange: BucketExchange): boolean {
  const headers = ["content-md5", "x-amz-trailer", ...checksumNames.map(checksumHeader)];
  return headers.some((name) => headerOf(exchange, name) !== undefined);
}

interface Row {
  readonly deleted?: XmlElements;
  readonly error?: XmlElements;
}

async function deleteOne({ bucket, mayDo }: BucketExchange, key: string): Promise<Row> {
  const denial = mayDo("s3:DeleteObject", { bucket, bucketName: bucket.record.name, key });
  if (denial !== undefined) return { error: { Key: key, Code: "AccessDenied", Message: denial.message } };
  await bucket.takeTurn(() => removeObject(bucket, key));
  return { deleted: { Key: key } };
}

/**
 * The bucket and the key that a request names: by its host, or by the first part of its path.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
import { decodePercent, splitUrl } from "../../sigv4/index.ts";
import type { Target } from "../target.ts";
import { fault, notImplemented } from "./fault.ts";
import type { S3Fault } from "./fault.ts";

export interface Address {
  readonly kind: "address";
  /** Empty for requests to the service. */
  readonly bucketName: string;
  /** Empty for requests to a bucket. */
  readonly key: string;
}

const maxKeyBytes = 1024;
/** Hosts of other APIs of S3, and of access points. */
const otherHosts = /(?:^|\.)(?:s3-control|s3-accesspoint)(?:-fips)?\.|(?:^|\.)(?:control|accesspoint)\.vpce-/;

export function readAddress(url: string, { host, bucket }: Target): Address | S3Fault {
  const [other] = otherHosts.exec(host) ?? [];
  if (other !== undefined) return notImplemented(`the host ${host}`);
  const { path } = splitUrl(url);
  const bytes = decodePercent(path);
  const text = bytes.toString("utf8");
  if (!path.startsWith("/") || /%(?![0-9A-Fa-f]{2})/.test(path) || !Buffer.from(text, "utf8").equals(bytes)) {
    return fault("InvalidURI", { details: { URI: path.slice(0, maxKeyBytes) } });
  }
  const rest = text.slice(1);
  const slash = rest.indexOf("/");
  const named =
    slash < 0
      ? { bucketName: rest, key: "" }
      : { bucketName: rest.slice(0, slash), key: rest.slice(slash + 1) };
  const address = bucket === undefined ? named : { bucketName: bucket, key: rest };
  const size = Buffer.byteLength(address.key);
  if (size <= maxKeyBytes) return { kind: "address", ...address };
  return fault("KeyTooLongError", { details: { Size: String(size), MaxSizeAllowed: String(maxKeyBytes) } });
}

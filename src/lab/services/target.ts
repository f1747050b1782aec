/** Which service in which Region a request is for: the host that the client dialled says it, nothing else. */
import type { Facts } from "../../facts/index.ts";
import type { CodeFamily } from "../sigv4/index.ts";

export interface Target {
  readonly host: string;
  /** Token of the catalogue: `s3`, `ecr.api`. */
  readonly service: string;
  /** Where a global name is placed, for hosts that name no Region. */
  readonly region: string;
  /** The host names no Region, so that S3 takes any for its buckets. */
  readonly isGlobal: boolean;
  readonly bucket: string | undefined;
  /** The endpoint whose own name was dialled. */
  readonly endpointId: string | undefined;
  readonly partition: string;
  readonly dnsSuffix: string;
}

/** Undefined for a host that is none of AWS's. */
export function findTarget(facts: Facts, hostHeader: string): Target | undefined {
  const host = hostHeader.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  const named = facts.classifyHost(host);
  if (named.kind !== "aws" || named.service === undefined) return undefined;
  const suffixed = facts.partitions.find(({ dnsSuffix, dualStackSuffix }) =>
    [dnsSuffix, dualStackSuffix].some((suffix) => suffix !== undefined && host.endsWith(`.${suffix}`)),
  );
  const partition = named.region === undefined ? suffixed : facts.regionNamed(named.region).partition;
  return {
    host,
    service: named.service,
    region: named.region ?? partition?.globalRegion ?? "us-east-1",
    isGlobal: named.region === undefined,
    bucket: named.bucket,
    endpointId: named.endpointId,
    partition: partition?.name ?? "aws",
    dnsSuffix: partition?.dnsSuffix ?? "amazonaws.com",
  };
}

/** How a service words its refusals, and frames its answers. */
export function familyOf(service: string, contentType: string, isQuery: boolean): CodeFamily {
  if (service === "s3") return "s3";
  if (service === "ec2") return "ec2";
  return isQuery || contentType.startsWith("application/x-www-form-urlencoded") ? "query" : "json";
}

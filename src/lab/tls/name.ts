/** Which names the lab's certificates may carry: names of AWS, and the hosts of the lab's internet. */
import type { Facts } from "../../facts/index.ts";
import { findInternetHost, internetHosts } from "../dns/index.ts";

/** Suffixes of AWS's public names that no partition lists for its services. */
const furtherSuffixes = ["on.aws", "ecr.aws", "aws.com", "aws.dev", "on.amazonwebservices.com.cn"] as const;

/** Every domain under which the lab's authority may sign: it is worth nothing for any other name. */
export function permittedDomains({ partitions }: Pick<Facts, "partitions">): readonly string[] {
  const suffixes = partitions.flatMap(({ dnsSuffix, dualStackSuffix }) =>
    [dnsSuffix, dualStackSuffix ?? []].flat(),
  );
  const domains = [...new Set([...suffixes, ...furtherSuffixes, ...internetHosts.map(({ name }) => name)])];
  // A name below another of the list says nothing new.
  return domains.filter((name) => !domains.some((other) => name.endsWith(`.${other}`))).toSorted();
}

const serverName = /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The names of the certificate for a server name; undefined for a name that gets none. A bucket shares that of its S3 host,
 * whose wildcard takes one label, so that a bucket with a dot in its name fails as it does with AWS.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function certificateNames(
  facts: Pick<Facts, "classifyHost" | "partitions">,
  text: string,
): readonly string[] | undefined {
  const name = text.toLowerCase();
  if (!serverName.test(name)) return undefined;
  if (findInternetHost(name) !== undefined) return [name];
  if (!permittedDomains(facts).some((domain) => name.endsWith(`.${domain}`))) return undefined;
  const host = facts.classifyHost(name);
  if (host.kind === "internet") return undefined;
  if (host.service !== "s3") return [name];
  const { bucket } = host;
  const parent = bucket !== undefined && name.startsWith(`${bucket}.`) ? name.slice(bucket.length + 1) : name;
  return [parent, `*.${parent}`];
}

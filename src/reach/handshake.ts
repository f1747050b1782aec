/**
 * What the client makes of the certificate that the service shows. A wildcard in a zone stands for any number of labels, in a
 * certificate for one: more of them get an answer and no certificate that fits, by whatever way. So do buckets of S3 with a
 * dot in their name.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html (read 2026-11-29)
 */
import type { Facts } from "../facts/index.ts";
import { protocolNumbers } from "../model/traffic.ts";
import { drop } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { at } from "./hop.ts";
import type { Question } from "./question.ts";
import type { World } from "./world.ts";

const https = 443;

/** None where nothing is known against it. */
export function handshakeOf({ facts }: World, question: Question): readonly Finding[] {
  const { destination, protocol, port } = question;
  if (destination.kind !== "host" || protocol !== protocolNumbers.tcp || port !== https) return [];
  const { host } = destination;
  const parent = wildcardParent(facts, host.toLowerCase());
  if (parent === undefined) return [];
  const certificate = `*.${parent}`;
  return [
    drop(
      at("forward", "tls", "host", host),
      `the certificate is for ${certificate}, which takes one label`,
      "",
      {
        code: "SERVICE_CERTIFICATE_MISMATCH",
        direction: "ingress",
        message: `no certificate of AWS is for ${host}: ${certificate} takes one label in place of the star`,
        fix: `use a name that the certificate is for; a bucket may be asked for by path, as in https://${parent}/BUCKET`,
      },
    ),
  ];
}

/** The name below whose wildcard `host` has more than one label; undefined where a certificate may fit. */
function wildcardParent({ classifyHost }: Facts, host: string): string | undefined {
  const name = classifyHost(host);
  if (name.kind !== "aws") return undefined;
  const { service, bucket } = name;
  if (bucket !== undefined)
    return bucket.includes(".") && host.startsWith(`${bucket}.`) ? host.slice(bucket.length + 1) : undefined;
  if (service !== undefined) return undefined;
  const labels = host.split(".");
  const parents = labels.slice(2).map((_, index) => labels.slice(index + 2).join("."));
  return parents.find((parent) => {
    const below = classifyHost(`name.${parent}`);
    return below.kind === "aws" && below.service !== undefined && below.form !== "resource";
  });
}

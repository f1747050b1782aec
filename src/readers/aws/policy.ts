/**
 * The IAM policy that lets a snapshot be made, and nothing else: one statement for each resource that actions can be held to.
 * Which actions know a resource:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html (read 2026-11-29)
 */
import type { Service } from "./call.ts";
import { callRows } from "./table/index.ts";

/** `region` tells the partition; any Region of it will do. */
export function readPolicy(region: string | undefined): object {
  const byResource = new Map<string, Set<string>>();
  for (const { service, operation, resource } of callRows) {
    const arn = resource === undefined ? "*" : `arn:${partitionOf(region ?? "")}:${resource}`;
    const actions = byResource.get(arn) ?? new Set<string>();
    byResource.set(arn, actions.add(`${prefixes[service] ?? service}:${operation}`));
  }
  return {
    Version: "2012-10-17",
    Statement: [...byResource].map(([resource, actions]) => ({
      Effect: "Allow",
      Action: [...actions].sort(),
      Resource: resource,
    })),
  };
}

/** Where IAM calls a service otherwise: Amazon DocumentDB is managed by the API of RDS. */
const prefixes: Readonly<Partial<Record<Service, string>>> = { docdb: "rds" };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (read 2026-11-29). */
const partitions: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

function partitionOf(region: string): string {
  return partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}

/** What Lambda polls from inside a VPC, as far as a mapping names it: clusters and brokers, and where they stand. */
import { itemsOf, row, textsOf } from "./row.ts";
import type { CallRow, Made } from "./row.ts";

const mappings = "lambda list-event-source-mappings";
const documentClusters = "docdb describe-db-clusters";

/** What `pattern` takes of the ARNs of sources, each once. */
function named(made: Made, pattern: RegExp): readonly string[] {
  const arns = textsOf(itemsOf(made, mappings, "EventSourceMappings"), "EventSourceArn");
  return [...new Set(arns.flatMap((arn) => pattern.exec(arn)?.[1] ?? []))];
}

/**
 * The ARNs are those of
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * (read 2026-11-29); a DocumentDB cluster has one of RDS.
 */
export const eventSourceRows: readonly CallRow[] = [
  row(mappings, { lists: ["EventSourceMappings"] }),
  row("kafka describe-cluster-v2", {
    object: "ClusterInfo",
    next: [],
    resource: "kafka:*:*:cluster/*",
    after: [mappings],
    questions: (made) =>
      named(made, /^(arn:[^:]+:kafka:.*:cluster\/.*)$/).map((ClusterArn) => ({ input: { ClusterArn } })),
  }),
  row("mq describe-broker", {
    object: "BrokerArn",
    next: [],
    resource: "mq:*:*:broker:*",
    after: [mappings],
    questions: (made) =>
      named(made, /^arn:[^:]+:mq:.*:broker:[^:]+:([^:]+)$/).map((BrokerId) => ({ input: { BrokerId } })),
  }),
  row(documentClusters, {
    operation: "DescribeDBClusters",
    lists: ["DBClusters"],
    resource: "rds:*:*:cluster:*",
    after: [mappings],
    questions: (made) =>
      named(made, /^arn:[^:]+:rds:.*:cluster:([^:]+)$/).map((DBClusterIdentifier) => ({
        input: { DBClusterIdentifier },
      })),
  }),
  row("docdb describe-db-subnet-groups", {
    operation: "DescribeDBSubnetGroups",
    lists: ["DBSubnetGroups"],
    resource: "rds:*:*:subgrp:*",
    after: [documentClusters],
    questions: (made) =>
      textsOf(itemsOf(made, documentClusters, "DBClusters"), "DBSubnetGroup").map((DBSubnetGroupName) => ({
        input: { DBSubnetGroupName },
      })),
  }),
];

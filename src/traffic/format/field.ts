/**
 * The fields of flow log records, by the version that brought them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html and, for version 6,
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html (read 2026-11-29)
 */
const fieldsByVersion: Readonly<Record<number, string>> = {
  2: "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
  3: "vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr",
  4: "region az-id sublocation-type sublocation-id",
  5: "pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path",
  6:
    "resource-type tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id " +
    "tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id " +
    "packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired",
  7:
    "ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id " +
    "ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id",
  8: "reject-reason",
  9: "resource-id",
  10: "encryption-status",
  11:
    "instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2 interface-type next-hop-interface-id " +
    "next-hop-subnet-id next-hop-az-id next-hop-vpc-id next-hop-interface-type",
};

export const knownFields: readonly string[] = Object.values(fieldsByVersion).flatMap((fields) =>
  fields.split(" "),
);
const known: ReadonlySet<string> = new Set(knownFields);

export const isKnownField = (name: string): boolean => known.has(name);

/** The format of a flow log that was made without one. */
export const defaultFields: readonly string[] = (fieldsByVersion[2] ?? "").split(" ");

/** As a header or a Parquet schema writes it: the latter has underscores for dashes. */
export const fieldOf = (written: string): string => written.trim().toLowerCase().replaceAll("_", "-");

/** As a column is called in SQL. */
export const columnOf = (field: string): string => field.replaceAll("-", "_");

/** Every call that a snapshot is made of, and those that it leaves out because another tells the same. */
import { eventSourceRows } from "./event-source.ts";
import { identityRows, namingRows } from "./account.ts";
import { managementRows } from "./management.ts";
import type { CallRow } from "./row.ts";
import { transitRows, vpcRows } from "./vpc.ts";
import { ecsRows, eksRows, instanceRows } from "./workload.ts";

/** The first one also tells whether a Region can be read at all. */
export const callRows: readonly CallRow[] = [
  ...vpcRows,
  ...transitRows,
  ...instanceRows,
  ...eventSourceRows,
  ...ecsRows,
  ...eksRows,
  ...namingRows,
  ...identityRows,
  ...managementRows,
];

/** Calls that the reader of answers understands and a snapshot has no need of: the call that tells the same, or more. */
export const toldBy: Readonly<Record<string, string>> = {
  "ec2 describe-security-group-rules": "ec2 describe-security-groups",
  "ec2 get-transit-gateway-route-table-associations": "ec2 describe-transit-gateway-attachments",
  "ec2 get-transit-gateway-route-table-propagations": "ec2 search-transit-gateway-routes",
  "kafka list-clusters-v2": "kafka describe-cluster-v2",
  "lambda get-function": "lambda list-functions",
  "lambda get-function-configuration": "lambda list-functions",
  "iam get-instance-profile": "iam get-account-authorization-details",
  "iam list-instance-profiles": "iam get-account-authorization-details",
  "iam get-role": "iam get-account-authorization-details",
  "iam list-roles": "iam get-account-authorization-details",
  "iam list-attached-role-policies": "iam get-account-authorization-details",
  "iam list-role-policies": "iam get-account-authorization-details",
  "iam get-role-policy": "iam get-account-authorization-details",
  "iam get-policy-version": "iam get-account-authorization-details",
};

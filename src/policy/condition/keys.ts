/** What is known of the condition keys of a request, and who could tell what is not. */
import type { MissingFact } from "../../model/answer.ts";
import { known, mapKnown, unknown } from "../../model/known.ts";
import type { Known } from "../../model/known.ts";
import type { VariableValue } from "../document/template.ts";
import type { AskedRequests } from "../question.ts";

export type KeyValue = Known<readonly string[]> | "absent";

/** Commands that settle keys, by how a key begins. All else is in the requests themselves. */
const settledBy: readonly (readonly [prefix: string, command: string])[] = [
  ["aws:principalorg", "aws organizations describe-organization"],
  ["aws:principaltag/", "aws iam list-role-tags --role-name ROLE"],
  ["aws:principalaccount", "aws sts get-caller-identity"],
  ["aws:principal", "aws iam get-instance-profile, or the execution role of the client"],
  ["aws:sourcevpce", "aws ec2 describe-vpc-endpoints"],
  ["aws:sourcevpc", "aws ec2 describe-vpcs"],
  ["aws:vpce", "aws ec2 describe-vpc-endpoints"],
];
export const seeRequests = "name the requests: see the client's IAM policy or CloudTrail";

export function findKey(asked: AskedRequests, key: string): KeyValue {
  const name = key.toLowerCase();
  return asked.keys.get(name) ?? principalKey(asked, name) ?? unknownKey(name, key);
}

function unknownKey(name: string, key: string): Known<never> {
  const command = settledBy.find(([prefix]) => name.startsWith(prefix))?.[1] ?? seeRequests;
  return unknown(`the value of ${key} in the client's requests`, command);
}

/**
 * `aws:PrincipalArn` is the ARN of the role, not of its session; the session's ARN leaves out the path of the role, so
 * it does not give it (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, read
 * 2026-11-24).
 */
function principalKey({ principal }: AskedRequests, name: string): KeyValue | undefined {
  if (name === "aws:principalaccount" && principal.account.known) return known([principal.account.value]);
  if (name !== "aws:principalarn") return undefined;
  const { arn } = principal;
  return arn.known && !/^arn:[^:]*:iam:/.test(arn.value) ? undefined : mapKnown(arn, (value) => [value]);
}

export function findVariable(asked: AskedRequests, key: string): VariableValue {
  const value = findKey(asked, key);
  if (value === "absent") return { kind: "absent" };
  if (!value.known) return { kind: "unknown", missing: toFact(value) };
  const [only, ...more] = value.value;
  if (only === undefined) return { kind: "absent" };
  // A key of several values cannot stand as a variable: IAM does not say which value it takes.
  if (more.length > 0) {
    return { kind: "unknown", missing: { fact: `which value \${${key}} takes`, settledBy: seeRequests } };
  }
  return { kind: "value", text: only };
}

export function toFact({ fact, settledBy: command }: MissingFact): MissingFact {
  return { fact, settledBy: command };
}

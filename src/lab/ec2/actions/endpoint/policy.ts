/** The policy of an endpoint: the text as it was given, checked; or AWS's default, which lets everything pass. */
import { parsePolicy } from "../../../../policy/document/parse.ts";
import { Ec2Error } from "../../error.ts";
import type { EndpointService } from "./service.ts";

const allowAll = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
const longest = 20_480;

export function defaultPolicy({ type }: Pick<EndpointService, "type">): string {
  return JSON.stringify(
    type === "Gateway" ? { Version: "2008-10-17", Statement: [allowAll] } : { Statement: [allowAll] },
  );
}

export function checkedPolicy(text: string, { takesPolicy, serviceName }: EndpointService): string {
  if (!takesPolicy)
    throw new Ec2Error("InvalidParameter", `The service ${serviceName} does not support endpoint policies`);
  if (text.length > longest)
    throw new Ec2Error("InvalidPolicyDocument", `The policy is longer than ${longest} characters`);
  const parsed = parsePolicy(text);
  if (parsed.kind === "malformed") throw invalidPolicy(parsed.faults.slice(0, 3).join("; "));
  // AWS refuses a resource policy whose statement names nobody.
  const open = parsed.policy.statements.find(({ principals }) => principals === undefined);
  if (open !== undefined) throw invalidPolicy(`statement ${open.position}: no Principal`);
  return text;
}

const invalidPolicy = (why: string) =>
  new Ec2Error("InvalidPolicyDocument", `The specified policy document is not valid: ${why}`);

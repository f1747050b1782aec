/**
 * AssumeRole.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (read 2026-11-29)
 *
 * Tags, transitive tags, PolicyArns and MFA are not supported, and said so.
 */
import { askPolicies } from "../call.ts";
import type { Call } from "../call.ts";
import type { Credential } from "../../credential.ts";
import { readDocument } from "../authorise/document.ts";
import type { Role } from "../options.ts";
import { fault } from "./answer.ts";
import type { StsFault, StsOutcome } from "./answer.ts";
import { readDuration, readText } from "./parameter.ts";
import type { Parameters } from "./parameter.ts";
import { issueSession, sessionArn } from "./session.ts";

const hour = 3600;
const maxPolicyBytes = 2048;
const unsupported = [
  "PolicyArns.member.1.arn",
  "Tags.member.1.Key",
  "TransitiveTagKeys.member.1",
  "SerialNumber",
  "TokenCode",
];

export function assumeRole(call: Call, credential: Credential, parameters: Parameters): StsOutcome {
  const arn = readText(parameters, "RoleArn", /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/);
  if (typeof arn !== "string") return arn;
  const name = readText(parameters, "RoleSessionName", /^[\w+=,.@-]{2,64}$/);
  if (typeof name !== "string") return name;
  const isChained = /:assumed-role\//.test(credential.arn);
  const seconds = readDuration(parameters, {
    least: 900,
    most: (isChained ? 1 : 12) * hour,
    otherwise: hour,
  });
  if (typeof seconds !== "number") return seconds;
  const sessionPolicies = readPolicies(parameters);
  if ("kind" in sessionPolicies) return sessionPolicies;
  const left = unsupported.find((parameter) => parameters.has(parameter));
  if (left !== undefined) return fault(400, "ValidationError", `${left} is not supported by the lab`);
  if (credential.arn.endsWith(":root")) {
    return fault(403, "AccessDenied", "Roles may not be assumed by root accounts.");
  }
  const role = call.options.findRole(arn);
  const refusal = askTrust(call, { credential, parameters, arn, name, role });
  if (refusal !== undefined || role === undefined) return refusal ?? notAuthorised(credential, arn);
  const account = arn.split(":")[4] ?? "";
  const user = {
    arn: sessionArn(arn, name),
    userId: `${role.id}:${name}`,
  };
  const session = { ...user, account, policies: role.policies, sessionPolicies };
  const expiresAtMs = call.nowMs + seconds * 1000;
  return {
    kind: "result",
    result: {
      AssumedRoleUser: { AssumedRoleId: user.userId, Arn: user.arn },
      Credentials: issueSession(call.options.credentials, { ...session, expiresAtMs }),
      ...(sessionPolicies.length === 0
        ? {}
        : { PackedPolicySize: Math.ceil((parameters.get("Policy")?.length ?? 0) / (maxPolicyBytes / 100)) }),
    },
  };
}

function readPolicies(parameters: Parameters): readonly unknown[] | StsFault {
  const text = parameters.get("Policy");
  if (text === undefined) return [];
  if (text.length > maxPolicyBytes) {
    return fault(400, "PackedPolicyTooLarge", "Packed policy consumes more than 100% of allotted space");
  }
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null && "Statement" in document) return [document];
  } catch {
    // Told below, as a policy without a statement is.
  }
  return fault(400, "MalformedPolicyDocument", "This policy contains invalid Json");
}

interface Attempt {
  readonly credential: Credential;
  readonly parameters: Parameters;
  readonly arn: string;
  readonly name: string;
  readonly role: Role | undefined;
}

/** A role that is not there is refused in the same words as one that does not trust the caller. */
function askTrust(call: Call, { credential, parameters, arn, name, role }: Attempt): StsFault | undefined {
  const resourceAccount = arn.split(":")[4] ?? "";
  const denial = askPolicies(call, {
    credential,
    need: { action: "sts:AssumeRole", resources: [arn] },
    keys: { "sts:externalid": parameters.get("ExternalId"), "sts:rolesessionname": name },
    resourcePolicy: role === undefined ? undefined : trustOf(role, resourceAccount),
    resourceAccount,
  });
  if (denial === undefined) return undefined;
  return {
    ...notAuthorised(credential, arn),
    message: denial.message,
    headers: { "x-denat-rule": denial.rule },
  };
}

/** A trust policy names no resource: the role is the one that it belongs to. */
function trustOf({ trustPolicy }: Role, account: string): unknown {
  const whole = readDocument(
    trustPolicy ?? {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" },
    },
  );
  if (typeof whole !== "object" || whole === null || !("Statement" in whole)) return whole;
  const statements = [whole.Statement].flat() as readonly object[];
  return { ...whole, Statement: statements.map((statement) => ({ Resource: "*", ...statement })) };
}

function notAuthorised(credential: Credential, arn: string): StsFault {
  return fault(
    403,
    "AccessDenied",
    `User: ${credential.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
  );
}

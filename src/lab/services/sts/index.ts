/**
 * STS: who am I, and keys for a while.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
 */
import { createHash } from "node:crypto";
import type { Credential } from "../../credential.ts";
import { parseQuery, refuse, splitUrl, verifySignature } from "../../sigv4/index.ts";
import { askPolicies } from "../call.ts";
import type { Call } from "../call.ts";
import type { Answer } from "../wire/answer.ts";
import { readBody } from "../wire/read-body.ts";
import { fault, toStsAnswer } from "./answer.ts";
import type { StsFault, StsOutcome } from "./answer.ts";
import { assumeRole } from "./assume-role.ts";
import { readDuration } from "./parameter.ts";
import type { Parameters } from "./parameter.ts";
import { issueSession } from "./session.ts";

const maxBody = 64 * 1024;
const version = "2011-06-15";

type Operation = (call: Call, credential: Credential, parameters: Parameters) => StsOutcome;

const operations: Readonly<Record<string, Operation>> = {
  GetCallerIdentity: getCallerIdentity,
  AssumeRole: assumeRole,
  GetSessionToken: getSessionToken,
  GetAccessKeyInfo: getAccessKeyInfo,
};

export async function answerSts(call: Call): Promise<Answer> {
  const { request, requestId } = call;
  const body = await readBody(request, maxBody);
  if (body === undefined) {
    const tooLarge = fault(413, "RequestEntityTooLarge", `the body has more than ${maxBody} bytes`);
    return toStsAnswer(tooLarge, "", requestId);
  }
  const isForm = (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
  const text = isForm ? body.toString("utf8") : "";
  const parameters = new Map(parseQuery([splitUrl(call.url).query, text].join("&")));
  const name = parameters.get("Action") ?? "";
  return toStsAnswer(run(call, { parameters, name, body }), name, requestId);
}

interface Question {
  readonly parameters: Parameters;
  readonly name: string;
  readonly body: Buffer;
}

function run(call: Call, { parameters, name, body }: Question): StsOutcome {
  const { request, options, nowMs, target } = call;
  const signature = verifySignature(
    {
      method: request.method ?? "POST",
      url: call.url,
      headers: request.headers,
      bodyHash: createHash("sha256").update(body).digest("hex"),
    },
    options.credentials,
    { nowMs, family: "query", services: ["sts"], region: target.region },
  );
  if (signature.kind === "anonymous") return { ...refuse("query", "unsigned"), kind: "fault" };
  if (signature.kind === "refused") return { ...signature, kind: "fault" };
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  const asked = parameters.get("Version");
  if (operation === undefined || asked !== version) {
    const what = `Could not find operation ${name || "NO_OPERATION"} for version ${asked ?? "NO_VERSION_SPECIFIED"}`;
    return fault(400, "InvalidAction", what);
  }
  return operation(call, signature.credential, parameters);
}

/** Needs no permission, and no identity policy can take it away; an endpoint's can. */
function getCallerIdentity(call: Call, credential: Credential): StsOutcome {
  const { arn, account, userId } = credential;
  return (
    refusalOf(call, credential, { action: "sts:GetCallerIdentity", asksIdentity: false }) ?? {
      kind: "result",
      result: { Arn: arn, UserId: userId, Account: account },
    }
  );
}

function getSessionToken(call: Call, credential: Credential, parameters: Parameters): StsOutcome {
  const isRoot = credential.arn.endsWith(":root");
  const most = isRoot ? 3600 : 129_600;
  const seconds = readDuration(parameters, { least: 900, most, otherwise: 43_200 });
  if (typeof seconds !== "number") return seconds;
  if (credential.sessionToken !== undefined) {
    return fault(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
  }
  if (parameters.has("SerialNumber") || parameters.has("TokenCode")) {
    return fault(400, "ValidationError", "MFA devices are not supported by the lab");
  }
  const refusal = refusalOf(call, credential, { action: "sts:GetSessionToken", asksIdentity: false });
  if (refusal !== undefined) return refusal;
  const { arn, account, userId, policies } = credential;
  const expiresAtMs = call.nowMs + seconds * 1000;
  const session = { arn, account, userId, policies, sessionPolicies: [], expiresAtMs };
  return { kind: "result", result: { Credentials: issueSession(call.options.credentials, session) } };
}

function getAccessKeyInfo(call: Call, credential: Credential, parameters: Parameters): StsOutcome {
  const found = call.options.credentials.find(parameters.get("AccessKeyId") ?? "");
  const refusal = refusalOf(call, credential, { action: "sts:GetAccessKeyInfo", asksIdentity: true });
  if (refusal !== undefined) return refusal;
  return found === undefined
    ? fault(400, "ValidationError", "the lab knows no access key of this id")
    : { kind: "result", result: { Account: found.account } };
}

function refusalOf(
  call: Call,
  credential: Credential,
  { action, asksIdentity }: { readonly action: string; readonly asksIdentity: boolean },
): StsFault | undefined {
  const denial = askPolicies(call, { credential, need: { action, resources: ["*"] }, asksIdentity });
  if (denial === undefined) return undefined;
  return { ...fault(403, "AccessDenied", denial.message), headers: { "x-denat-rule": denial.rule } };
}

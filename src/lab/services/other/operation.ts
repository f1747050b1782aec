/** Which operation a call names, and the IAM action that it needs. */
import type { Call } from "../call.ts";

interface Operation {
  readonly name: string;
  /** `ssm:GetParameter`; `lambda:*` where the protocol (REST) does not name the operation. */
  readonly action: string;
}

export function findOperation(
  call: Call,
  signingName: string,
  parameters: ReadonlyMap<string, string>,
): Operation {
  const named =
    parameters.get("Action") ??
    targetOf(call.request.headers["x-amz-target"]) ??
    /^\/service\/[^/]+\/operation\/(\w+)$/.exec(call.url.split("?")[0] ?? "")?.[1];
  const prefix = prefixOf(call, signingName);
  const isName = named !== undefined && /^\w{1,128}$/.test(named);
  return isName ? { name: named, action: `${prefix}:${named}` } : { name: "Call", action: `${prefix}:*` };
}

/** `AmazonSSM.GetParameter`. */
function targetOf(header: string | string[] | undefined): string | undefined {
  return [header].flat()[0]?.split(".").at(-1);
}

/** By the table of actions, for the prefix is not always the name that a request is signed for. */
function prefixOf({ options, target }: Call, signingName: string): string {
  const [action = ""] = options.facts.actionsOfService(target.service);
  const [prefix = ""] = action.split(":");
  return prefix === "" || prefix === "*" ? signingName : prefix;
}

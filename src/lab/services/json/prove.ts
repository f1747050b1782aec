/** Who signed a request, and what an operation may ask in that name. */
import type { Credential } from "../../credential.ts";
import { refuse, verifySignature } from "../../sigv4/index.ts";
import { askPolicies } from "../call.ts";
import type { Call } from "../call.ts";
import { ServiceFault } from "../fault.ts";
import type { Asked } from "./operation.ts";

/** Throws what AWS refuses the signature with. */
export function mustCredential(signingName: string, call: Call, bodyHash: string): Credential {
  const { request, url, options, nowMs, target } = call;
  const signature = verifySignature(
    { method: request.method ?? "POST", url, headers: request.headers, bodyHash },
    options.credentials,
    { nowMs, family: "json", services: [signingName], region: target.isGlobal ? undefined : target.region },
  );
  if (signature.kind === "verified") return signature.credential;
  const { code, message, status } = signature.kind === "refused" ? signature : refuse("json", "unsigned");
  throw new ServiceFault(code, message, { status });
}

export function toAsked(call: Call, credential: Credential): Asked {
  const { target, options, nowMs } = call;
  return {
    call,
    credential,
    region: target.region,
    account: options.account,
    partition: target.partition,
    nowMs,
    permit: (action, resource, terms = {}) => {
      const denial = askPolicies(call, {
        credential,
        ...terms,
        need: { action, resources: [resource] },
        resourceAccount: options.account,
      });
      if (denial !== undefined)
        throw new ServiceFault("AccessDeniedException", denial.message, { rule: denial.rule });
    },
  };
}

/** For an operation that nobody signs: of the policies there is only the endpoint's to ask. */
export function permitUnsigned(call: Call, action: string): void {
  const need = { action, resources: ["*"] };
  const denial = askPolicies(call, { credential: undefined, need, asksIdentity: false });
  if (denial !== undefined)
    throw new ServiceFault("AccessDeniedException", denial.message, { rule: denial.rule });
}

/** The policy of an endpoint: a JSON text inside the JSON, or the default that lets everything pass. */
import type { EndpointPolicy } from "../../../model/entity/vpc-endpoint.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { isFields, valueAt } from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { parsePolicyDocument } from "../policy-document.ts";

/**
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html (read 2026-11-24): without a policy of
 * its own an endpoint has the default one, and so has every service that does not support policies. An answer that
 * leaves the field out is taken for one that was cut, not for the default.
 */
export function endpointPolicyOf(
  fields: Fields,
  { id, settledBy }: { readonly id: string; readonly settledBy: string },
): Known<EndpointPolicy> {
  const written = valueAt(fields, "PolicyDocument");
  const json = parsePolicyDocument(written);
  if (json === undefined) return unknown(`policy of ${id}`, settledBy);
  return known(isDefault(json) ? { kind: "full-access" } : { kind: "document", json });
}

/** One statement that allows everybody everything, in any of the spellings that mean it. */
function isDefault(json: unknown): boolean {
  if (!isFields(json)) return false;
  const statements = asList(json["Statement"]);
  const [statement] = statements;
  if (statements.length !== 1 || !isFields(statement)) return false;
  const { Effect, Principal, Action, Resource, ...others } = statement;
  const everybody = isFields(Principal)
    ? Object.keys(Principal).length === 1 && isStar(Principal["AWS"])
    : isStar(Principal);
  const isPlain = Object.keys(others).every((key) => key === "Sid");
  return Effect === "Allow" && everybody && isStar(Action) && isStar(Resource) && isPlain;
}

function isStar(value: unknown): boolean {
  const list = asList(value);
  return list.length === 1 && list[0] === "*";
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

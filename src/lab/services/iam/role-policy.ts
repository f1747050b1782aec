/** Policies of a role: written into it, and attached to it. */
import type {
  AttachRolePolicyRequest,
  DeleteRolePolicyRequest,
  DetachRolePolicyRequest,
  GetRolePolicyRequest,
  GetRolePolicyResponse,
  ListAttachedRolePoliciesRequest,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesRequest,
  ListRolePoliciesResponse,
  PutRolePolicyRequest,
} from "@aws-sdk/client-iam";
import { pageOf } from "../json/page.ts";
import { mustDocument, mustName } from "./check.ts";
import { iamArn, pageTerms } from "./context.ts";
import type { Asked } from "./context.ts";
import { isManaged } from "./managed.ts";
import { mustRole, noSuch } from "./store.ts";
import type { RoleRow } from "./store.ts";

function permitted(asked: Asked, action: string, name: string | undefined): RoleRow {
  asked.permit(`iam:${action}`, iamArn(asked, "role", name ?? ""));
  return mustRole(asked.store, name);
}

const missing = (name: string | undefined) => noSuch(`The role policy with name ${name} cannot be found.`);

export function putRolePolicy(input: PutRolePolicyRequest, asked: Asked): object {
  const row = permitted(asked, "PutRolePolicy", input.RoleName);
  const name = mustName("policyName", input.PolicyName, 128);
  const text = mustDocument(input.PolicyDocument ?? "", "inline");
  asked.store.roles.set(row.name, { ...row, inline: new Map([...row.inline, [name, text]]) });
  return {};
}

export function getRolePolicy(
  { RoleName, PolicyName }: GetRolePolicyRequest,
  asked: Asked,
): GetRolePolicyResponse {
  const row = permitted(asked, "GetRolePolicy", RoleName);
  const text = row.inline.get(PolicyName ?? "");
  if (text === undefined) throw missing(PolicyName);
  return { RoleName, PolicyName, PolicyDocument: encodeURIComponent(text) };
}

export function deleteRolePolicy({ RoleName, PolicyName }: DeleteRolePolicyRequest, asked: Asked): object {
  const row = permitted(asked, "DeleteRolePolicy", RoleName);
  if (!row.inline.has(PolicyName ?? "")) throw missing(PolicyName);
  const inline = new Map([...row.inline].filter(([name]) => name !== PolicyName));
  asked.store.roles.set(row.name, { ...row, inline });
  return {};
}

export function listRolePolicies(input: ListRolePoliciesRequest, asked: Asked): ListRolePoliciesResponse {
  const row = permitted(asked, "ListRolePolicies", input.RoleName);
  const { items, next } = pageOf([...row.inline.keys()], pageTerms(input));
  return { PolicyNames: items, IsTruncated: next !== undefined, Marker: next };
}

export function attachRolePolicy(
  { RoleName, PolicyArn = "" }: AttachRolePolicyRequest,
  asked: Asked,
): object {
  const row = permitted(asked, "AttachRolePolicy", RoleName);
  if (!isManaged(asked.facts, PolicyArn))
    throw noSuch(`Policy ${PolicyArn} does not exist or is not attachable.`);
  asked.store.roles.set(row.name, { ...row, attached: [...new Set([...row.attached, PolicyArn])] });
  return {};
}

export function detachRolePolicy(
  { RoleName, PolicyArn = "" }: DetachRolePolicyRequest,
  asked: Asked,
): object {
  const row = permitted(asked, "DetachRolePolicy", RoleName);
  if (!row.attached.includes(PolicyArn)) throw noSuch(`Policy ${PolicyArn} was not found.`);
  asked.store.roles.set(row.name, { ...row, attached: row.attached.filter((arn) => arn !== PolicyArn) });
  return {};
}

export const nameOf = (arn: string): string => arn.split("/").at(-1) ?? arn;

export function listAttachedRolePolicies(
  input: ListAttachedRolePoliciesRequest,
  asked: Asked,
): ListAttachedRolePoliciesResponse {
  const row = permitted(asked, "ListAttachedRolePolicies", input.RoleName);
  const all = row.attached.map((arn) => ({ PolicyName: nameOf(arn), PolicyArn: arn }));
  const { items, next } = pageOf(all, pageTerms(input));
  return { AttachedPolicies: items, IsTruncated: next !== undefined, Marker: next };
}

/**
 * Roles.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (read 2026-11-29)
 */
import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListRoleTagsRequest,
  ListRoleTagsResponse,
  Role,
  TagRoleRequest,
  UntagRoleRequest,
  UpdateAssumeRolePolicyRequest,
} from "@aws-sdk/client-iam";
import { invalidMember } from "../fault.ts";
import { pageOf } from "../json/page.ts";
import { mustDocument, mustName, mustPath } from "./check.ts";
import { iamArn, pageTerms } from "./context.ts";
import type { Asked } from "./context.ts";
import { exists, inUse, mustRole, uniqueId } from "./store.ts";
import type { RoleRow } from "./store.ts";

/** Documents come back percent-encoded, as IAM gives them. */
export const toRole = (row: RoleRow): Role => ({
  Path: row.path,
  RoleName: row.name,
  RoleId: row.id,
  Arn: row.arn,
  CreateDate: new Date(row.createdAtMs),
  AssumeRolePolicyDocument: encodeURIComponent(row.trust),
  Description: row.description,
  MaxSessionDuration: row.longestSeconds,
  Tags: [...row.tags],
});

export function createRole(input: CreateRoleRequest, asked: Asked): CreateRoleResponse {
  const name = mustName("roleName", input.RoleName, 64);
  const path = mustPath(input.Path);
  const { MaxSessionDuration: longestSeconds = 3600 } = input;
  if (longestSeconds < 3600 || longestSeconds > 43_200)
    throw invalidMember("maxSessionDuration", longestSeconds, "Member must have value from 3600 to 43200");
  const arn = iamArn(asked, "role", `${path}${name}`);
  asked.permit("iam:CreateRole", arn);
  const trust = mustDocument(input.AssumeRolePolicyDocument ?? "", "trust");
  const { roles } = asked.store;
  if (roles.has(name)) throw exists(`Role with name ${name} already exists.`);
  const row: RoleRow = {
    name,
    path,
    arn,
    id: uniqueId("AROA", arn),
    createdAtMs: asked.nowMs,
    trust,
    description: input.Description,
    longestSeconds,
    tags: input.Tags ?? [],
    inline: new Map(),
    attached: [],
  };
  roles.set(name, row);
  return { Role: toRole(row) };
}

export function getRole({ RoleName }: GetRoleRequest, asked: Asked): GetRoleResponse {
  asked.permit("iam:GetRole", iamArn(asked, "role", RoleName ?? ""));
  return { Role: toRole(mustRole(asked.store, RoleName)) };
}

export function listRoles(input: ListRolesRequest, asked: Asked): ListRolesResponse {
  const { PathPrefix = "/" } = input;
  asked.permit("iam:ListRoles", iamArn(asked, "role", PathPrefix));
  const found = [...asked.store.roles.values()].filter(({ path }) => path.startsWith(PathPrefix));
  const { items, next } = pageOf(found, pageTerms(input));
  // What GetRole tells and this does not: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
  const Roles = items.map((row): Role => ({ ...toRole(row), Tags: undefined }));
  return { Roles, IsTruncated: next !== undefined, Marker: next };
}

export function deleteRole({ RoleName }: DeleteRoleRequest, asked: Asked): object {
  asked.permit("iam:DeleteRole", iamArn(asked, "role", RoleName ?? ""));
  const { name, attached, inline } = mustRole(asked.store, RoleName);
  if ([...asked.store.profiles.values()].some(({ role }) => role === name))
    throw inUse("Cannot delete entity, must remove roles from instance profile first.");
  if (attached.length > 0) throw inUse("Cannot delete entity, must detach all policies first.");
  if (inline.size > 0) throw inUse("Cannot delete entity, must delete policies first.");
  asked.store.roles.delete(name);
  return {};
}

export function updateAssumeRolePolicy(input: UpdateAssumeRolePolicyRequest, asked: Asked): object {
  asked.permit("iam:UpdateAssumeRolePolicy", iamArn(asked, "role", input.RoleName ?? ""));
  const row = mustRole(asked.store, input.RoleName);
  const trust = mustDocument(input.PolicyDocument ?? "", "trust");
  asked.store.roles.set(row.name, { ...row, trust });
  return {};
}

export function tagRole({ RoleName, Tags = [] }: TagRoleRequest, asked: Asked): object {
  asked.permit("iam:TagRole", iamArn(asked, "role", RoleName ?? ""));
  const row = mustRole(asked.store, RoleName);
  const names = Tags.map(({ Key }) => Key);
  const tags = [...row.tags.filter(({ Key }) => !names.includes(Key)), ...Tags];
  asked.store.roles.set(row.name, { ...row, tags });
  return {};
}

export function untagRole({ RoleName, TagKeys = [] }: UntagRoleRequest, asked: Asked): object {
  asked.permit("iam:UntagRole", iamArn(asked, "role", RoleName ?? ""));
  const row = mustRole(asked.store, RoleName);
  const tags = row.tags.filter(({ Key }) => !TagKeys.includes(Key ?? ""));
  asked.store.roles.set(row.name, { ...row, tags });
  return {};
}

export function listRoleTags({ RoleName }: ListRoleTagsRequest, asked: Asked): ListRoleTagsResponse {
  asked.permit("iam:ListRoleTags", iamArn(asked, "role", RoleName ?? ""));
  return { Tags: [...mustRole(asked.store, RoleName).tags], IsTruncated: false };
}

/**
 * Instance profiles: what an instance is launched with, and holds one role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html (read 2026-11-29)
 */
import type {
  AddRoleToInstanceProfileRequest,
  CreateInstanceProfileRequest,
  CreateInstanceProfileResponse,
  DeleteInstanceProfileRequest,
  GetInstanceProfileRequest,
  GetInstanceProfileResponse,
  InstanceProfile,
  ListInstanceProfilesForRoleRequest,
  ListInstanceProfilesForRoleResponse,
  ListInstanceProfilesRequest,
  ListInstanceProfilesResponse,
  RemoveRoleFromInstanceProfileRequest,
} from "@aws-sdk/client-iam";
import { ServiceFault } from "../fault.ts";
import { pageOf } from "../json/page.ts";
import { mustName, mustPath } from "./check.ts";
import { iamArn, pageTerms } from "./context.ts";
import type { Asked } from "./context.ts";
import { toRole } from "./role.ts";
import { exists, inUse, mustProfile, mustRole, noSuch, uniqueId } from "./store.ts";
import type { IamStore, ProfileRow } from "./store.ts";

export function toProfile({ roles }: IamStore, row: ProfileRow): InstanceProfile {
  const role = roles.get(row.role ?? "");
  return {
    Path: row.path,
    InstanceProfileName: row.name,
    InstanceProfileId: row.id,
    Arn: row.arn,
    CreateDate: new Date(row.createdAtMs),
    Roles: role === undefined ? [] : [toRole(role)],
    Tags: [...row.tags],
  };
}

const arnOf = (asked: Asked, name: string | undefined) => iamArn(asked, "instance-profile", name ?? "");

export function createInstanceProfile(
  input: CreateInstanceProfileRequest,
  asked: Asked,
): CreateInstanceProfileResponse {
  const name = mustName("instanceProfileName", input.InstanceProfileName, 128);
  const path = mustPath(input.Path);
  const arn = arnOf(asked, `${path}${name}`);
  asked.permit("iam:CreateInstanceProfile", arn);
  const { profiles } = asked.store;
  if (profiles.has(name)) throw exists(`Instance Profile ${name} already exists.`);
  const row: ProfileRow = {
    name,
    path,
    arn,
    id: uniqueId("AIPA", arn),
    createdAtMs: asked.nowMs,
    tags: input.Tags ?? [],
    role: undefined,
  };
  profiles.set(name, row);
  return { InstanceProfile: toProfile(asked.store, row) };
}

export function getInstanceProfile(
  { InstanceProfileName }: GetInstanceProfileRequest,
  asked: Asked,
): GetInstanceProfileResponse {
  asked.permit("iam:GetInstanceProfile", arnOf(asked, InstanceProfileName));
  return { InstanceProfile: toProfile(asked.store, mustProfile(asked.store, InstanceProfileName)) };
}

export function listInstanceProfiles(
  input: ListInstanceProfilesRequest,
  asked: Asked,
): ListInstanceProfilesResponse {
  const { PathPrefix = "/" } = input;
  asked.permit("iam:ListInstanceProfiles", arnOf(asked, PathPrefix));
  const found = [...asked.store.profiles.values()].filter(({ path }) => path.startsWith(PathPrefix));
  const { items, next } = pageOf(found, pageTerms(input));
  const InstanceProfiles = items.map((row) => toProfile(asked.store, row));
  return { InstanceProfiles, IsTruncated: next !== undefined, Marker: next };
}

export function listInstanceProfilesForRole(
  input: ListInstanceProfilesForRoleRequest,
  asked: Asked,
): ListInstanceProfilesForRoleResponse {
  asked.permit("iam:ListInstanceProfilesForRole", iamArn(asked, "role", input.RoleName ?? ""));
  const { name } = mustRole(asked.store, input.RoleName);
  const found = [...asked.store.profiles.values()].filter(({ role }) => role === name);
  const { items, next } = pageOf(found, pageTerms(input));
  const InstanceProfiles = items.map((row) => toProfile(asked.store, row));
  return { InstanceProfiles, IsTruncated: next !== undefined, Marker: next };
}

export function addRoleToInstanceProfile(input: AddRoleToInstanceProfileRequest, asked: Asked): object {
  asked.permit("iam:AddRoleToInstanceProfile", arnOf(asked, input.InstanceProfileName));
  const profile = mustProfile(asked.store, input.InstanceProfileName);
  const role = mustRole(asked.store, input.RoleName);
  if (profile.role !== undefined)
    throw new ServiceFault("LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", {
      status: 409,
    });
  asked.store.profiles.set(profile.name, { ...profile, role: role.name });
  return {};
}

export function removeRoleFromInstanceProfile(
  input: RemoveRoleFromInstanceProfileRequest,
  asked: Asked,
): object {
  asked.permit("iam:RemoveRoleFromInstanceProfile", arnOf(asked, input.InstanceProfileName));
  const profile = mustProfile(asked.store, input.InstanceProfileName);
  if (profile.role !== input.RoleName)
    throw noSuch(`The role with name ${input.RoleName} cannot be found in ${profile.name}.`);
  asked.store.profiles.set(profile.name, { ...profile, role: undefined });
  return {};
}

export function deleteInstanceProfile(
  { InstanceProfileName }: DeleteInstanceProfileRequest,
  asked: Asked,
): object {
  asked.permit("iam:DeleteInstanceProfile", arnOf(asked, InstanceProfileName));
  const profile = mustProfile(asked.store, InstanceProfileName);
  if (profile.role !== undefined)
    throw inUse("Cannot delete entity, must remove roles from instance profile first.");
  asked.store.profiles.delete(profile.name);
  return {};
}

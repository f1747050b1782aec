/** Every operation of IAM that the lab answers, and whether it changes what roles there are or what they may do. */
import type { Asked } from "./context.ts";
import { getAccountAuthorizationDetails } from "./details.ts";
import {
  addRoleToInstanceProfile,
  createInstanceProfile,
  deleteInstanceProfile,
  getInstanceProfile,
  listInstanceProfiles,
  listInstanceProfilesForRole,
  removeRoleFromInstanceProfile,
} from "./profile.ts";
import {
  createRole,
  deleteRole,
  getRole,
  listRoles,
  listRoleTags,
  tagRole,
  untagRole,
  updateAssumeRolePolicy,
} from "./role.ts";
import {
  attachRolePolicy,
  deleteRolePolicy,
  detachRolePolicy,
  getRolePolicy,
  listAttachedRolePolicies,
  listRolePolicies,
  putRolePolicy,
} from "./role-policy.ts";

interface Operation {
  readonly run: (input: never, asked: Asked) => object;
  readonly changes: boolean;
}

const reading = (run: Operation["run"]): Operation => ({ run, changes: false });
const changing = (run: Operation["run"]): Operation => ({ run, changes: true });

export const operations: Readonly<Record<string, Operation>> = {
  CreateRole: changing(createRole),
  GetRole: reading(getRole),
  ListRoles: reading(listRoles),
  DeleteRole: changing(deleteRole),
  UpdateAssumeRolePolicy: changing(updateAssumeRolePolicy),
  TagRole: reading(tagRole),
  UntagRole: reading(untagRole),
  ListRoleTags: reading(listRoleTags),
  PutRolePolicy: changing(putRolePolicy),
  GetRolePolicy: reading(getRolePolicy),
  DeleteRolePolicy: changing(deleteRolePolicy),
  ListRolePolicies: reading(listRolePolicies),
  AttachRolePolicy: changing(attachRolePolicy),
  DetachRolePolicy: changing(detachRolePolicy),
  ListAttachedRolePolicies: reading(listAttachedRolePolicies),
  CreateInstanceProfile: changing(createInstanceProfile),
  GetInstanceProfile: reading(getInstanceProfile),
  ListInstanceProfiles: reading(listInstanceProfiles),
  ListInstanceProfilesForRole: reading(listInstanceProfilesForRole),
  AddRoleToInstanceProfile: changing(addRoleToInstanceProfile),
  RemoveRoleFromInstanceProfile: changing(removeRoleFromInstanceProfile),
  DeleteInstanceProfile: changing(deleteInstanceProfile),
  GetAccountAuthorizationDetails: reading(getAccountAuthorizationDetails),
};

/** GetAccountAuthorizationDetails: everything at once, and what the network is made of. */
import type {
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  RoleDetail,
} from "@aws-sdk/client-iam";
import type { Asked } from "./context.ts";
import { toProfile } from "./profile.ts";
import { nameOf } from "./role-policy.ts";
import type { IamStore, RoleRow } from "./store.ts";

export function getAccountAuthorizationDetails(
  _: GetAccountAuthorizationDetailsRequest,
  asked: Asked,
): GetAccountAuthorizationDetailsResponse {
  asked.permit("iam:GetAccountAuthorizationDetails", "*");
  return detailsOf(asked.store);
}

export const detailsOf = (store: IamStore): GetAccountAuthorizationDetailsResponse => ({
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [...store.roles.values()].map((row) => toDetail(store, row)),
  Policies: [],
  IsTruncated: false,
});

function toDetail(store: IamStore, row: RoleRow): RoleDetail {
  const profiles = [...store.profiles.values()].filter(({ role }) => role === row.name);
  return {
    Path: row.path,
    RoleName: row.name,
    RoleId: row.id,
    Arn: row.arn,
    CreateDate: new Date(row.createdAtMs),
    AssumeRolePolicyDocument: encodeURIComponent(row.trust),
    InstanceProfileList: profiles.map((profile) => toProfile(store, profile)),
    RolePolicyList: [...row.inline].map(([PolicyName, text]) => ({
      PolicyName,
      PolicyDocument: encodeURIComponent(text),
    })),
    AttachedManagedPolicies: row.attached.map((arn) => ({ PolicyName: nameOf(arn), PolicyArn: arn })),
    Tags: [...row.tags],
  };
}

/**
 * A small IAM: roles with their policies, and instance profiles. What a role may do is asked here by whoever gives its keys
 * out; users, groups and policies of the customer's own are not in the lab.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html (read 2026-11-29)
 */
import type { Facts } from "../../../facts/index.ts";
import type { Call } from "../call.ts";
import type { Role } from "../options.ts";
import type { Answer } from "../wire/answer.ts";
import { readDocument } from "../authorise/document.ts";
import { createFront } from "./front.ts";
import { detailsOf } from "./details.ts";
import { managedDocument } from "./managed.ts";
import { toProfile } from "./profile.ts";
import { createStore } from "./store.ts";
import type { RoleRow } from "./store.ts";

export interface Iam {
  readonly answer: (call: Call) => Promise<Answer>;
  /** As the AWS CLI prints `iam get-account-authorization-details` and `iam list-instance-profiles`, by the name of the call. */
  readonly answers: () => ReadonlyMap<string, unknown>;
  readonly findRole: (arn: string) => Role | undefined;
  /** By name or ARN, as EC2 tells it. */
  readonly findProfile: (nameOrArn: string) => { readonly Arn: string; readonly Id: string } | undefined;
}

export interface IamOptions {
  readonly facts: Facts;
  /** After a change, and before it is answered. */
  readonly onChange: () => Promise<void>;
}

export function openIam({ facts, onChange }: IamOptions): Iam {
  const store = createStore();
  return {
    answer: createFront({ store, onChange }),
    answers: () => {
      const profiles = [...store.profiles.values()].map((row) => toProfile(store, row));
      return new Map<string, unknown>([
        ["get-account-authorization-details", detailsOf(store)],
        ["list-instance-profiles", { InstanceProfiles: profiles }],
      ]);
    },
    findProfile: (nameOrArn) => {
      const row = [...store.profiles.values()].find(
        ({ name, arn }) => name === nameOrArn || arn === nameOrArn,
      );
      return row && { Arn: row.arn, Id: row.id };
    },
    findRole: (arn) => {
      const row = [...store.roles.values()].find((one) => one.arn === arn);
      return row && toAssumable(facts, row);
    },
  };
}

const toAssumable = (facts: Facts, { arn, id, trust, inline, attached }: RoleRow): Role => ({
  arn,
  id,
  trustPolicy: readDocument(trust),
  policies: [
    ...[...inline.values()].map(readDocument),
    ...attached.map((policy) => managedDocument(facts, policy)),
  ],
});

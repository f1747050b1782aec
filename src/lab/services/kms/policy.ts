/**
 * Who may use a key: its policy says, and identity policies only as far as it hands the question on to the account.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html (read 2026-11-29)
 */
import { known } from "../../../model/known.ts";
import { judgePolicy } from "../../../policy/index.ts";
import { toKeyMap } from "../authorise/keys.ts";
import type { KeyValues } from "../authorise/keys.ts";
import { readDocument } from "../authorise/document.ts";
import { ServiceFault } from "../fault.ts";
import type { Asked } from "../json/operation.ts";
import type { EncryptionContext, Key, KeyPlace } from "./key.ts";

const rootOf = ({ partition, account }: Pick<KeyPlace, "partition" | "account">): string =>
  `arn:${partition}:iam::${account}:root`;

const document = (...Statement: readonly object[]) => ({ Version: "2012-10-17", Statement });

/** What CreateKey gives a key that comes without a policy. */
export const defaultPolicy = (place: KeyPlace): unknown =>
  document({ Effect: "Allow", Principal: { AWS: rootOf(place) }, Action: "kms:*", Resource: "*" });

/** Whoever may use the service in this account may use the key through it, and look at it. */
export const awsManagedPolicy = (place: KeyPlace, service: string): unknown =>
  document(
    {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:CallerAccount": place.account,
          "kms:ViaService": `${service}.${place.region}.amazonaws.com`,
        },
      },
    },
    {
      Effect: "Allow",
      Principal: { AWS: rootOf(place) },
      Action: ["kms:Describe*", "kms:Get*", "kms:List*"],
      Resource: "*",
    },
  );

export interface KeyUse {
  readonly action: string;
  readonly context?: EncryptionContext | undefined;
  /** The service that asks in the caller's name. */
  readonly via?: string;
}

export function permitKey(asked: Asked, key: Key, { action, context = {}, via }: KeyUse): void {
  const { credential, region, account } = asked;
  const keys: KeyValues = {
    "kms:calleraccount": credential.account,
    "kms:viaservice": via === undefined ? undefined : `${via}.${region}.amazonaws.com`,
    "kms:encryptioncontextkeys": Object.keys(context),
    ...Object.fromEntries(
      Object.entries(context).map(([name, value]) => [`kms:encryptioncontext:${name}`, value]),
    ),
  };
  const { outcome } = judgePolicy(key.policy, {
    actions: [action],
    resources: [key.arn],
    principal: { arn: known(rootOf({ partition: asked.partition, account })), account: known(account) },
    keys: toKeyMap(keys),
    principalRequired: true,
  });
  const heard = outcome === "all" ? credential : { ...credential, policies: [] };
  asked.permit(action, key.arn, { keys, resourcePolicy: key.policy, credential: heard });
}

export function readPolicy(text: string): unknown {
  const read = readDocument(text);
  if (typeof read === "object" && read !== null && "Statement" in read) return read;
  throw new ServiceFault(
    "MalformedPolicyDocumentException",
    "The new key policy is not a valid policy document",
  );
}

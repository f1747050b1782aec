/** What an operation of IAM works with. */
import type { Facts } from "../../../facts/index.ts";
import type { IamStore } from "./store.ts";

export interface Asked {
  readonly store: IamStore;
  readonly facts: Facts;
  readonly account: string;
  readonly partition: string;
  readonly nowMs: number;
  /** Puts `iam:ACTION` on a resource to every policy on the way; throws AWS's refusal. */
  readonly permit: (action: string, resource: string) => void;
}

/** `arn:aws:iam::123456789012:role/path/NAME`. */
export const iamArn = (
  { partition, account }: Pick<Asked, "partition" | "account">,
  kind: "role" | "instance-profile",
  name: string,
): string => `arn:${partition}:iam::${account}:${kind}${name.startsWith("/") ? "" : "/"}${name}`;

interface PageTerms {
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
}

export const pageTerms = ({ MaxItems, Marker }: PageTerms) => ({ most: MaxItems ?? 100, token: Marker });

/** Roles and instance profiles of the account. Global: every Region has the same. */
import { createHash } from "node:crypto";
import type { Tag } from "@aws-sdk/client-iam";
import { ServiceFault } from "../fault.ts";

export interface RoleRow {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAtMs: number;
  /** As text, as it was given. */
  readonly trust: string;
  readonly description: string | undefined;
  readonly longestSeconds: number;
  readonly tags: readonly Tag[];
  /** Documents as text, by the policy's name. */
  readonly inline: ReadonlyMap<string, string>;
  /** ARNs. */
  readonly attached: readonly string[];
}

export interface ProfileRow {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly createdAtMs: number;
  readonly tags: readonly Tag[];
  /** The name of its one role. */
  readonly role: string | undefined;
}

export interface IamStore {
  readonly roles: Map<string, RoleRow>;
  readonly profiles: Map<string, ProfileRow>;
}

export const createStore = (): IamStore => ({ roles: new Map(), profiles: new Map() });

export function mustRole({ roles }: IamStore, name = ""): RoleRow {
  const role = roles.get(name);
  if (role !== undefined) return role;
  throw noSuch(`The role with name ${name} cannot be found.`);
}

export function mustProfile({ profiles }: IamStore, name = ""): ProfileRow {
  const profile = profiles.get(name);
  if (profile !== undefined) return profile;
  throw noSuch(`Instance Profile ${name} cannot be found.`);
}

export const noSuch = (message: string): ServiceFault =>
  new ServiceFault("NoSuchEntity", message, { status: 404 });
export const exists = (message: string): ServiceFault =>
  new ServiceFault("EntityAlreadyExists", message, { status: 409 });
export const inUse = (message: string): ServiceFault =>
  new ServiceFault("DeleteConflict", message, { status: 409 });

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** `AROA…`, `AIPA…`: made of what is named, so that it is the same wherever it is asked for. */
export function uniqueId(prefix: "AROA" | "AIPA", arn: string): string {
  const digest = createHash("sha256").update(arn).digest();
  return `${prefix}${Array.from({ length: 17 }, (_, index) => letters[(digest[index] ?? 0) % letters.length]).join("")}`;
}

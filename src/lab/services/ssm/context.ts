/** What the operations of Systems Manager work with. */
import type { CredentialStore } from "../../credential.ts";
import type { Asked } from "../json/operation.ts";
import type { Kms } from "../kms/index.ts";
import type { ServicesOptions } from "../options.ts";
import type { Gateway } from "../ssmmessages/gateway.ts";
import type { RegionState, State } from "./state.ts";

export interface SsmOptions {
  readonly account: string;
  readonly credentials: CredentialStore;
  readonly now: () => number;
  readonly findRole: ServicesOptions["findRole"];
  readonly tagsOf: ServicesOptions["tagsOf"];
  /** Asked for at each use: it is made after this, for the two know each other. */
  readonly gateway: () => Gateway;
  readonly kms: Kms;
}

export interface Plane extends SsmOptions {
  readonly state: State;
}

export const stateOf = ({ state }: Plane, { region }: Asked): RegionState => state.in(region);

/** `arn:aws:ssm:us-east-1:123456789012:KIND/NAME`. */
export const ssmArn = ({ partition, region, account }: Asked, rest: string): string =>
  `arn:${partition}:ssm:${region}:${account}:${rest}`;

/** Hybrid nodes are resources of Systems Manager, instances are EC2's. */
export const nodeArn = (asked: Asked, id: string): string =>
  id.startsWith("mi-")
    ? ssmArn(asked, `managed-instance/${id}`)
    : `arn:${asked.partition}:ec2:${asked.region}:${asked.account}:instance/${id}`;

/** `ssm:resourceTag/NAME` and `aws:ResourceTag/NAME`, which policies may ask about a node. */
export function tagKeys(plane: Plane, { region }: Asked, id: string): Readonly<Record<string, string>> {
  const tags = [...(plane.tagsOf?.(region, id) ?? [])];
  return Object.fromEntries(
    tags.flatMap(([name, value]) => [
      [`ssm:resourcetag/${name}`, value],
      [`aws:resourcetag/${name}`, value],
    ]),
  );
}

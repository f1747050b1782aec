/** What every action works with: the Region's tables, the facts, the time of the request, and new ids. */
import type { IamInstanceProfile } from "@aws-sdk/client-ec2";
import type { Facts } from "../../../facts/index.ts";
import type { Tables } from "../store/rows.ts";

export interface Context {
  readonly account: string;
  readonly region: string;
  readonly facts: Facts;
  readonly now: Date;
  readonly tables: Tables;
  /** By name or ARN; undefined where there is no IAM to ask. */
  readonly findProfile: ((nameOrArn: string) => IamInstanceProfile | undefined) | undefined;
  /** Told of each instance that is rebooted. */
  readonly onReboot: (instance: string) => void;
  /** `vpc-0` and sixteen hexadecimal digits more. */
  readonly newId: (prefix: string) => string;
  /** That many hexadecimal digits. */
  readonly randomHex: (digits: number) => string;
  /** The same in another Region of the account; undefined where the account has none of that name. */
  readonly inRegion: (region: string) => Context | undefined;
  /** The Regions that the account has, in order. */
  readonly regions: readonly string[];
}

/** An action takes the input that its operation's shape describes, and answers with the output. */
export type Action = (input: never, context: Context) => object | undefined;
export type Actions = Readonly<Record<string, Action>>;

/** `arn:aws:ec2:REGION:ACCOUNT:vpc/vpc-…`. */
export function arnOf({ facts, region, account }: Context, resource: string): string {
  return `arn:${facts.regionNamed(region).partition.name}:ec2:${region}:${account}:${resource}`;
}

/** What the API is to those who serve it. */
import type { Credential } from "../credential.ts";
import type { AccountOptions } from "./account.ts";

export interface Ec2Options extends AccountOptions {
  /** The state that the account begins with, as an adoption gives it; else it is an account as AWS gives it. */
  readonly beginning?: string | undefined;
  /** Called after every request that changed something, when the change is made and before the answer is given. */
  readonly onChange: () => void;
}

export interface Ec2Request {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array | string;
  readonly credential: Credential;
  readonly region: string;
}

export interface Ec2Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Ec2 {
  readonly handle: (request: Ec2Request) => Promise<Ec2Answer>;
  /** A refusal in EC2's form, for those who stand before `handle`. */
  readonly refuse: (refusal: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
  }) => Ec2Answer;
  /** What the describe calls answer in a Region, by the name of the AWS CLI's call: `describe-vpcs` and its JSON. */
  readonly answers: (region: string) => ReadonlyMap<string, unknown>;
  /** Of an instance; none where there is no such instance. */
  readonly tagsOf: (region: string, instance: string) => ReadonlyMap<string, string>;
  /** The Regions that there is anything in. */
  readonly regions: () => readonly string[];
  readonly toState: () => string;
  /** Takes the place of all that is there. Throws AppError for a text that is no whole state of this account. */
  readonly fromState: (text: string) => void;
  /** Back to what the account began with. */
  readonly reset: () => void | Promise<void>;
}

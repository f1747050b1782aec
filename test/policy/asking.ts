import { known, unknown } from "../../src/model/known.ts";
import type { Known } from "../../src/model/known.ts";
import type { AskedRequests } from "../../src/policy/index.ts";

const account = "111122223333";
export const role = `arn:aws:iam::${account}:role/app`;
export const session = `arn:aws:sts::${account}:assumed-role/app/i-0abc`;

type Keys = Readonly<Record<string, readonly string[] | "absent" | "not known">>;

/** s3:GetObject on one object, asked by a role; keys as literals. */
export function asking(
  parts: Partial<Omit<AskedRequests, "keys" | "principal">> & {
    keys?: Keys;
    arn?: string | undefined;
    account?: string | undefined;
  } = {},
): AskedRequests {
  const { keys = {}, arn = role, account: own = account, ...rest } = parts;
  return {
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::bucket/key"],
    ...rest,
    principal: { arn: toKnown(arn, "the role"), account: toKnown(own, "the account") },
    keys: new Map(Object.entries(keys).map(([key, value]) => [key, toKey(key, value)])),
  };
}

function toKnown(text: string, what: string): Known<string> {
  return text === "not known" ? unknown(what, `aws find ${what}`) : known(text);
}

function toKey(key: string, value: Keys[string]): Known<readonly string[]> | "absent" {
  if (value === "absent") return "absent";
  return value === "not known" ? unknown(key, `aws find ${key}`) : known(value);
}

export interface Written {
  readonly [element: string]: unknown;
}

/** A statement that admits everything, changed as given; an element of undefined is left out. */
export function allow(parts: Written = {}): Written {
  const whole = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*", ...parts };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}

export function deny(parts: Written = {}): Written {
  return allow({ Effect: "Deny", ...parts });
}

export function policy(...statements: readonly unknown[]): Written {
  return { Version: "2012-10-17", Statement: statements };
}

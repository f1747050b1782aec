/** The account: its Regions, each with a default VPC from the beginning, and what actions need to work in one. */
import type { Facts } from "../../facts/index.ts";
import type { Context } from "./actions/context.ts";
import { makeDefaultVpc } from "./actions/vpc/default-vpc.ts";
import type { Store } from "./store/region-store.ts";

export interface AccountOptions {
  readonly account: string;
  /** The Regions that are enabled. */
  readonly regions: readonly string[];
  readonly facts: Facts;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** By name or ARN. Left out, there is no IAM to ask, and every name is one of this account. */
  readonly findProfile?: Context["findProfile"];
  /** Told of each instance that is rebooted: nothing of it shows in the state. */
  readonly onReboot?: Context["onReboot"];
  /** That many random bytes: ids are made of them. */
  readonly random: (bytes: number) => Uint8Array;
}

export interface Account {
  /** Undefined in a Region that is not enabled. */
  readonly contextIn: (region: string) => Context | undefined;
  readonly newRequestId: () => string;
}

export function createAccount(options: AccountOptions, store: Store): Account {
  const randomHex = (digits: number) =>
    Buffer.from(options.random(Math.ceil(digits / 2)))
      .toString("hex")
      .slice(0, digits);
  const contextIn = (region: string): Context | undefined => {
    if (!options.regions.includes(region)) return undefined;
    const { account, facts, regions, findProfile, now, onReboot = () => undefined } = options;
    const found = store.find(region);
    const { tables } = found ?? store.add(region);
    const context: Context = {
      account,
      region,
      regions,
      facts,
      now: new Date(now()),
      tables,
      findProfile,
      onReboot,
      randomHex,
      newId: (prefix) => `${prefix}-0${randomHex(16)}`,
      inRegion: contextIn,
    };
    if (found === undefined) makeDefaultVpc(context);
    return context;
  };
  return {
    contextIn,
    newRequestId: () => randomHex(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
  };
}

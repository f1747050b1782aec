/** A lab of an input as an account: its network, what its EC2 API begins with, and the network after each change. */
import type { Facts } from "../../../facts/index.ts";
import { adoptNetwork } from "../../../lab/ec2/index.ts";
import type { Names } from "../../../lab/ec2/index.ts";
import type { NotBuilt } from "../../../lab/fabric/plan.ts";
import type { Network } from "../../../model/network.ts";
import { takeGiven } from "./given.ts";
import { mergeChanges } from "./merge.ts";
import { unlikeIn } from "./unlike.ts";

export interface AdoptedAccount {
  readonly names: Names;
  /** Of the EC2 API. */
  readonly beginning: string;
  readonly regions: readonly string[];
  readonly network: Network;
  /** Where the API says something else than the network. */
  readonly unlike: readonly NotBuilt[];
  /** The network, of what the API answers now. */
  readonly networkOf: (now: Network) => Network;
}

export interface AdoptOptions {
  readonly facts: Facts;
  readonly account: string;
  /** The answers of an API that begins with a state, read as a snapshot is. */
  readonly describe: (beginning: string) => Promise<Network>;
}

export async function adoptAccount(
  deployed: Network,
  { facts, account, describe }: AdoptOptions,
): Promise<AdoptedAccount> {
  const { network: named, names, state, regions } = adoptNetwork(deployed, { account, facts });
  const before = await describe(state);
  const network = takeGiven(named, before);
  return {
    names,
    beginning: state,
    regions,
    network,
    unlike: unlikeIn(network, before),
    networkOf: (now) => mergeChanges(network, { before, now }),
  };
}

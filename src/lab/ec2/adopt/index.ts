/**
 * Adoption: a deployed network becomes the state that an account with this network would have.
 *
 * Decides which rows stand for it, and in which form. What the state cannot hold (a fact that nobody knows, a kind without a
 * row, what belongs to another account) it leaves out; who asks both can tell the difference, for every id is the same.
 */
import type { Facts } from "../../../facts/index.ts";
import { regionOf } from "../../../model/network.ts";
import type { Network } from "../../../model/network.ts";
import { createAccount } from "../account.ts";
import { createStore } from "../store/region-store.ts";
import { toStateText } from "../store/state.ts";
import type { Adopting } from "./adopting.ts";
import { adoptEndpoints } from "./endpoint.ts";
import { adoptFirewalls } from "./firewall.ts";
import { adoptGateways, adoptNatGateways } from "./gateway.ts";
import { giveIds } from "./ids.ts";
import type { Names } from "./ids.ts";
import { adoptInstances } from "./instance.ts";
import { adoptInterfaces } from "./interface.ts";
import { adoptRouteTables } from "./route-table.ts";
import { adoptVpcs } from "./vpc.ts";

export type { Names } from "./ids.ts";

export interface Adoption {
  /** As it was, with ids in AWS's form; the names before are aliases. */
  readonly network: Network;
  readonly names: Names;
  /** For `fromState`. */
  readonly state: string;
  readonly regions: readonly string[];
}

/** Later ones look up the rows of earlier ones. */
const parts: readonly ((adopting: Adopting) => void)[] = [
  adoptVpcs,
  adoptFirewalls,
  adoptInterfaces,
  adoptGateways,
  adoptNatGateways,
  adoptRouteTables,
  adoptEndpoints,
  adoptInstances,
];

export function adoptNetwork(
  deployed: Network,
  { account, facts }: { readonly account: string; readonly facts: Facts },
): Adoption {
  const { network, names } = giveIds(deployed, facts);
  const regions = [...new Set([...network.vpcs.values()].map((vpc) => regionOf(network, vpc)))];
  const store = createStore();
  // The account has what the input shows and no more: a Region that is there gets no default VPC.
  for (const region of regions) store.add(region);
  const options = { account, regions, facts, now: () => 0, random: (bytes: number) => new Uint8Array(bytes) };
  const { contextIn } = createAccount(options, store);
  for (const region of regions) {
    const context = contextIn(region);
    if (context === undefined) throw new Error(`${region} has just been added`);
    for (const adopt of parts) adopt({ network, names, context });
  }
  store.journal.commit();
  return { network, names, regions, state: toStateText({ account }, store) };
}

/** A design put into a network: the network as it would be, a new value. Says nothing about whether it works. */
import type { Facts } from "../../facts/index.ts";
import type { Network } from "../../model/network.ts";
import type { Design } from "../design.ts";
import { addEndpoint, addGroup } from "./endpoint.ts";
import type { Draft } from "./endpoint.ts";
import { addRepair } from "./repair.ts";

export { listOf, proposed } from "./endpoint.ts";

export function applyDesign(network: Network, facts: Facts, { endpoints, groups, repairs }: Design): Network {
  const draft: Draft = {
    ...network,
    vpcs: new Map(network.vpcs),
    vpcEndpoints: new Map(network.vpcEndpoints),
    routeTables: new Map(network.routeTables),
    securityGroups: new Map(network.securityGroups),
    networkAcls: new Map(network.networkAcls),
  };
  const groupOf = new Map(groups.toReversed().map((group) => [group.vpc, group]));
  for (const group of groups) addGroup(draft, group);
  for (const endpoint of endpoints) addEndpoint(draft, facts, endpoint, groupOf.get(endpoint.vpc));
  for (const repair of repairs) addRepair(draft, facts, repair);
  return draft;
}

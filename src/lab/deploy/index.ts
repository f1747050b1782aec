/**
 * Deployment: a network that is still a template gets what AWS would give it on creation: addresses of interfaces and NAT
 * gateways, interfaces of endpoints, the route of a gateway endpoint. What is known stays as it is.
 *
 * AWS picks any free address; the lab takes the lowest, so that one network is always deployed alike.
 */
import type { Facts } from "../../facts/index.ts";
import { known } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import { createAllocator } from "./allocator.ts";

import { deployEndpoints } from "./endpoint.ts";
import { placeInterfaces, placeNatGateways } from "./place.ts";

/** `before`, where the network is a change of one that is deployed already: what stays keeps its addresses. */
export function deployNetwork(network: Network, facts: Facts, before?: Network): Network {
  const allocator = createAllocator(network, before);
  const placed = placeNatGateways(placeInterfaces(network, allocator), allocator);
  return certain(deployEndpoints(placed, facts, allocator));
}

/** Settings that few change, and that a template leaves to AWS: they are what AWS documents as the default. */
function certain(network: Network): Network {
  const vpcs = [...network.vpcs].map(([id, vpc]) => {
    const enableDnsSupport = vpc.enableDnsSupport.known ? vpc.enableDnsSupport : known(true);
    return [id, { ...vpc, enableDnsSupport }] as const;
  });
  return { ...network, vpcs: new Map(vpcs) };
}

/** A standing interface endpoint taken away, with its interfaces and its names. */
import type { VpcEndpointId } from "../../../model/entity/entity.ts";
import type { Network } from "../../../model/network.ts";

export function removeEndpoints(network: Network, ids: ReadonlySet<VpcEndpointId>): Network {
  const owners = new Set<string>(ids);
  return {
    ...network,
    vpcEndpoints: new Map([...network.vpcEndpoints].filter(([id]) => !ids.has(id))),
    networkInterfaces: new Map([...network.networkInterfaces].filter(([, { owner }]) => !owners.has(owner))),
  };
}

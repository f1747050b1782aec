/** What a network interface may be called: by its owner, its address, or for being the only one of its kind in its subnet. */
import { formatAddress } from "../../../model/address.ts";
import type { WorkloadId } from "../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../model/entity/network-interface.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { Round } from "./pair.ts";
import type { Side, Sides } from "../sides.ts";

type Later = (id: string | undefined, side: Side) => string;

export function interfaceRounds(networks: Sides<Network>, later: Later): readonly Round<NetworkInterface>[] {
  return [
    ({ id, owner, subnet }, side) => {
      const workload = networks[side].workloads.get(owner as WorkloadId);
      const at = valueOr(subnet, undefined);
      if (workload === undefined) return [`${later(owner, side)} in ${later(at, side)}`];
      const number = workload.networkInterfaces.indexOf(id);
      return [`${later(owner, side)} in ${later(at, side)}`, `${later(owner, side)} number ${number}`];
    },
    ({ vpc, addresses }, side) =>
      valueOr(addresses, []).map((address) => `${later(vpc, side)} ${formatAddress(address)}`),
    ({ subnet, client }, side) => [`${client} in ${later(valueOr(subnet, undefined), side)}`],
  ];
}

/** From an input to the network that a lab is made of: deployed, in a Region, with something in it. */
import type { Facts } from "../../facts/index.ts";
import { deployNetwork } from "../../lab/deploy/index.ts";
import { AppError } from "../../model/app-error.ts";
import type { Network } from "../../model/network.ts";
import { regionOf, unknownRegion } from "../../model/network.ts";
import type { InputRequest } from "../outcome.ts";
import { readReading } from "../reading.ts";

/** Throws an AppError where there is no VPC, or no Region whose names could be served. */
export async function readDeployed(input: InputRequest, facts: Facts): Promise<Network> {
  const { network } = await readReading(input, facts);
  return toDeployed(network, facts);
}

/** The same of a network that has been read; `before`, where it is a change of one that is deployed already. */
export function toDeployed(network: Network, facts: Facts, before?: Network): Network {
  if (network.vpcs.size === 0) {
    throw new AppError(
      "VPC_MISSING",
      "the input holds no VPC",
      "add the template or the describe-vpcs output of the VPC",
    );
  }
  if ([...network.vpcs.values()].some((vpc) => regionOf(network, vpc) === unknownRegion)) {
    throw new AppError(
      "REGION_UNKNOWN",
      "the input names no Region, and the lab serves real names",
      "give one with --region",
    );
  }
  return deployNetwork(network, facts, before);
}

/** What an EC2 API answers, as a network: read as `denat snapshot` would, through the same reader. */
import type { Facts } from "../../facts/index.ts";
import type { Ec2 } from "../../lab/ec2/index.ts";
import { emptyNetwork } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";
import { readNetwork } from "../../readers/index.ts";

export interface Where {
  readonly facts: Facts;
  readonly account: string;
  /** Answers of other services, which tell of the account as a whole. */
  readonly beside?: ReadonlyMap<string, unknown>;
}

export async function describedBy(ec2: Ec2, { facts, account, beside = new Map() }: Where): Promise<Network> {
  const files = ec2.regions().flatMap((region) =>
    [...ec2.answers(region), ...beside].map(([call, answer]) => ({
      path: `${account}/${region}/${call}.json`,
      text: JSON.stringify(answer),
    })),
  );
  if (files.length === 0) return emptyNetwork;
  const options = { region: undefined, parameters: new Map<string, string>(), findBeside: () => undefined };
  return (await readNetwork(files, options, facts)).network;
}

/** Without the default VPCs in which nothing stands, but for those that `adopted` brought. */
export function inhabited(network: Network, adopted: Network = emptyNetwork): Network {
  const used = new Set([...network.networkInterfaces.values()].map(({ vpc }) => vpc));
  const vpcs = [...network.vpcs].filter(
    ([id, { isDefault }]) => !isDefault || used.has(id) || adopted.vpcs.has(id),
  );
  return { ...network, vpcs: new Map(vpcs) };
}

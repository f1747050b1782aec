/** Networks adopted by an account, and the account's API in process. */
import { adoptAccount } from "../../../../src/app/lab/adopted/index.ts";
import type { AdoptedAccount } from "../../../../src/app/lab/adopted/index.ts";
import { readDeployed } from "../../../../src/app/lab/deployed.ts";
import { describedBy } from "../../../../src/app/lab/described.ts";
import { compileFabric } from "../../../../src/lab/fabric/compile.ts";
import type { Ec2 } from "../../../../src/lab/ec2/index.ts";
import type { Network } from "../../../../src/model/network.ts";
import { publicAddressOf } from "../../../agreement/networks/public-address.ts";
import { facts } from "../../../facts/facts.ts";
import { newEc2, owner, regions } from "../../../lab/ec2/lab.ts";

export const region = "ap-northeast-1";

export interface Adopted extends AdoptedAccount {
  /** What the API answers at first, as a snapshot would be read. */
  readonly first: Network;
  readonly ec2: Ec2;
  /** Asks for `CreateVpc&CidrBlock=…`, and gives the answer, or throws where it is a refusal. */
  readonly ask: (query: string) => Promise<string>;
  /** The network after what was asked. */
  readonly now: () => Promise<Network>;
}

export async function adopt(
  network: Network,
  { account }: { readonly account: string } = owner,
): Promise<Adopted> {
  const open = (beginning: string, more: readonly string[] = []) =>
    newEc2({ account, beginning, regions: [...new Set([...regions, ...more])] });
  const describe = (beginning: string) => describedBy(open(beginning), { facts, account });
  const own = await adoptAccount(network, { facts, account, describe });
  const ec2 = open(own.beginning, own.regions);
  return {
    ...own,
    first: await describe(own.beginning),
    ec2,
    ask: async (query) => {
      const body = `Version=2016-11-15&Action=${query}`;
      const credential = { ...owner, account };
      const asked = {
        method: "POST",
        url: "/",
        headers: {},
        body,
        credential,
        region: own.regions[0] ?? region,
      };
      const answer = await ec2.handle(asked);
      if (answer.status !== 200) throw new Error(answer.body);
      return answer.body;
    },
    now: async () => own.networkOf(await describedBy(ec2, { facts, account })),
  };
}

export function readInput(...paths: readonly string[]): Promise<Network> {
  const stdin = (async function* () {})();
  return readDeployed({ paths, region, parameters: new Map(), stdin }, facts);
}

/** What would be built, in the order of nothing. */
export function fabricOf(network: Network): unknown {
  const { namespaces, links } = compileFabric(network, { facts, publicAddressOf, alive: [] });
  const sorted = [...namespaces.values()].map(({ objects, ...rest }) => ({
    ...rest,
    objects: objects.map((object) => JSON.stringify(object)).toSorted(),
  }));
  return {
    namespaces: sorted.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    links: [...links.keys()].toSorted(),
  };
}

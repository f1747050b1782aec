/**
 * A running lab: the fabric of a network, and everything that AWS keeps behind it. Lives inside the enclosure.
 *
 * `update` takes another version of the network; what differs is changed in place, and connections that the new rules
 * still admit go on. What an update that failed has left is not known: all of it is taken away, and built anew.
 */
import type { Address } from "../../model/address.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { Network } from "../../model/network.ts";
import { regionOf } from "../../model/network.ts";
import { createResolver } from "../dns/index.ts";
import { applyChange, clearFabric } from "../fabric/apply.ts";
import { changeTo, nothing } from "../fabric/change.ts";
import { compileFabric } from "../fabric/compile.ts";
import { toEstate } from "../fabric/estate.ts";
import type { NotBuilt } from "../fabric/plan.ts";
import { aliveIn, createPublicPools } from "./addresses.ts";
import { serveInternet } from "./internet.ts";
import type { HostOptions } from "./options.ts";
import { toPlaces } from "./places.ts";
import { serveVpc } from "./vpc.ts";
import type { VpcServing } from "./vpc.ts";

export type { HostOptions, MetadataClient } from "./options.ts";

export interface Host {
  /**
   * One at a time. What could not be built is named. Throws when it failed twice, from where the lab stood and from
   * nothing; then nothing of the lab works until an update succeeds.
   */
  readonly update: (network: Network) => Promise<readonly NotBuilt[]>;
  readonly close: () => void;
}

export function createHost(options: HostOptions): Host {
  const { facts } = options;
  const pools = createPublicPools(facts);
  const vpcs = new Map<VpcId, VpcServing>();
  let closeInternet: (() => void) | undefined;
  let built = nothing;
  /** Whether what stands is what was built last, and nothing beside. */
  let isWhole = true;
  let resolver: ReturnType<typeof createResolver> | undefined;
  const answer: Parameters<typeof serveVpc>[2] = (vpc, asked) =>
    resolver?.answer({ vpc, ...asked }) ?? { kind: "silent" };
  const become = async (network: Network): Promise<readonly NotBuilt[]> => {
    const publicAddressOf = (id: string) => pools(regionAt(network, id), id);
    const alive = aliveIn(facts, regionsOf(network));
    const plan = compileFabric(network, { facts, publicAddressOf, alive });
    isWhole = false;
    await applyChange(changeTo(built, plan));
    built = plan;
    resolver = createResolver({ network, facts, places: toPlaces(facts, network, publicAddressOf) });
    await inEachCase([
      (async () => (closeInternet ??= await serveInternet(options)))(),
      updateVpcs(vpcs, network, { options, answer, publicAddressOf }),
    ]);
    isWhole = true;
    return plan.notBuilt;
  };
  const close = (): void => {
    for (const serving of vpcs.values()) serving.close();
    vpcs.clear();
    closeInternet?.();
    closeInternet = undefined;
  };
  const clear = async (): Promise<void> => {
    close();
    await clearFabric();
    built = nothing;
  };
  return {
    update: async (network) => {
      const wasWhole = isWhole;
      if (!wasWhole) await clear();
      try {
        return await become(network);
      } catch (error) {
        // A network that cannot be compiled has touched nothing.
        if (isWhole) throw error;
        await clear();
        if (!wasWhole) throw error;
        options.report(error);
      }
      try {
        return await become(network);
      } catch (error) {
        await clear();
        throw error;
      }
    },
    close,
  };
}

/** All of them, to their ends: one that fails leaves none at work behind its back. */
async function inEachCase(work: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) {
    if (result.status === "rejected") throw result.reason;
  }
}

interface Means {
  readonly options: HostOptions;
  readonly answer: Parameters<typeof serveVpc>[2];
  readonly publicAddressOf: (id: string) => Address;
}

async function updateVpcs(
  vpcs: Map<VpcId, VpcServing>,
  network: Network,
  { options, answer, publicAddressOf }: Means,
): Promise<void> {
  for (const [id, serving] of vpcs) {
    if (network.vpcs.has(id)) continue;
    serving.close();
    vpcs.delete(id);
  }
  for (const vpc of network.vpcs.values()) {
    const estate = toEstate(network, vpc, publicAddressOf);
    const serving = vpcs.get(vpc.id) ?? (await serveVpc(options, estate, answer));
    vpcs.set(vpc.id, serving);
    await serving.update(estate);
  }
}

const regionsOf = (network: Network): readonly string[] => [
  ...new Set([...network.vpcs.values()].map((vpc) => regionOf(network, vpc))),
];

/** Of an interface or a NAT gateway. */
function regionAt(network: Network, id: string): string {
  const row = network.networkInterfaces.get(id as never) ?? network.natGateways.get(id as never);
  return row === undefined ? "us-east-1" : regionOf(network, row);
}

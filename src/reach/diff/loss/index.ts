/**
 * What is lost between two networks of which one was made of the other: all that `diff` would tell as lost, or as not known any
 * more, and nothing else. Where it can be told from the rows that differ that only some packets can fare otherwise, only these
 * are asked about, so that an estate need not be compared as a whole for each small change.
 */
import type { Change, Difference, SourceName } from "../../../model/difference.ts";
import type { VpcId } from "../../../model/entity/entity.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import type { Network } from "../../../model/network.ts";
import { protocolNumbers } from "../../../model/traffic.ts";
import { createWorld } from "../../world.ts";
import type { World } from "../../world.ts";
import { everywhere } from "../cells/area.ts";
import { diffNetworks } from "../index.ts";
import { isLess } from "../judge.ts";
import type { Sides } from "../sides.ts";
import { extentOf } from "./extent.ts";
import type { Extent } from "./extent.ts";
import { weakened } from "./weakened.ts";

export interface LossOptions {
  readonly strict: boolean;
  /** Whether sources of a VPC are asked; left out, all are. */
  readonly from?: (vpc: VpcId) => boolean;
  /** The destinations that matter, names left out; left out, all do. */
  readonly to?: AddressSet;
}

/** What sources that fare alike lose. */
export interface LostBy {
  readonly sources: readonly SourceName[];
  readonly changes: readonly Change[];
}

export interface Losses {
  readonly lost: readonly LostBy[];
  /** Sources that are there no more. */
  readonly gone: readonly SourceName[];
}

/**
 * Everything that is lost is told, but for traffic that a service's own addresses never answer; what is told may be less than it looks, where the network after makes up for it by something that
 * it has more than before: `exactLosses` tells.
 */
export function lossesBetween(worlds: Sides<World>, options: LossOptions): Losses {
  const { less, extent } = changeBetween(worlds);
  if (extent?.addresses.length === 0 && extent.services?.size === 0) return none;
  const { from = () => true, to } = options;
  const within = {
    from,
    addresses: to ?? extent?.addresses ?? everywhere,
    protocols: extent?.isOfServices === true ? spoken : undefined,
    isOfLosses: true,
    services: to === undefined ? extent?.services : new Set<string>(),
  };
  return lossesIn(diffNetworks(less, { strict: options.strict, within }));
}

export interface NetworkChange {
  /** The worlds without what the later network only has more than the other: all that is lost is lost in these too. */
  readonly less: Sides<World>;
  /** How far it reaches that these differ; undefined where it may reach anywhere. */
  readonly extent: Extent | undefined;
}

/** Told once for two worlds, and kept with the later of them. */
export function changeBetween({ before, after }: Sides<World>): NetworkChange {
  return after.once("changed since", before, () => {
    const network = weakened(before.network, after.network);
    // What is remembered of a world serves here too.
    const less = { before, after: network === after.network ? after : createWorld(network, after.facts) };
    return { less, extent: extentOf(less) };
  });
}

export const exactLosses = (worlds: Sides<World>, strict: boolean): Losses =>
  lossesIn(diffNetworks(worlds, { strict }));

/** Services that have gateway endpoints speak nothing else. */
const spoken = new Set<number>([protocolNumbers.tcp]);

const none: Losses = { lost: [], gone: [] };

const lossesIn = ({ differences, removed }: Difference): Losses => ({
  lost: differences
    .map(({ sources, changes }) => ({ sources, changes: changes.filter(isLoss) }))
    .filter(({ changes }) => changes.length > 0),
  gone: removed,
});

const isLoss = ({ before, after }: Change): boolean => isLess(after.verdict, before.verdict);

/** Of a source by its id: that of the network after, or of what is gone before. */
export function vpcOfSource({ id }: SourceName, networks: Sides<Network>): VpcId | undefined {
  const { before, after } = networks;
  const rows = [after, before].flatMap(({ networkInterfaces, subnets }) => [
    networkInterfaces.get(id as never),
    subnets.get(id as never),
  ]);
  return rows.find((row) => row !== undefined)?.vpc;
}

/**
 * What of a network the lab does not build, or builds by a guess: nothing can be said of packets that would meet it. Routes
 * are not named here but where they are built.
 */
import type { Facts } from "../../../facts/index.ts";
import type { Network } from "../../../model/network.ts";
import type { VpcEstate } from "../estate.ts";
import type { NotBuilt } from "../plan.ts";
import { accountGaps } from "./account.ts";
import { edgeGaps } from "./edge.ts";
import { filterGaps } from "./filter.ts";
import type { GapCheck } from "./gaps.ts";
import { interfaceGaps } from "./interface.ts";
import { subnetGaps } from "./subnet.ts";

const checks: readonly GapCheck[] = [
  ...accountGaps,
  ...subnetGaps,
  ...interfaceGaps,
  ...filterGaps,
  ...edgeGaps,
];

export function notBuiltIn(
  network: Network,
  facts: Facts,
  estates: readonly VpcEstate[],
): readonly NotBuilt[] {
  const asked = { network, facts, estates };
  return checks.flatMap(([kind, gapsOf]) =>
    [...new Map(gapsOf(asked).map((gap) => [gap.join(" "), gap])).values()].map(([id, why]) => ({
      component: { kind, id },
      why,
    })),
  );
}

/**
 * What runs and sends.
 *
 * Decides which rows of which calls make a workload, and which interfaces it sends from; an interface that nothing else
 * claims, and that does not merely answer, is a workload of its own. What a workload needs is advice's to judge.
 */
import type { WorkloadId } from "../../../model/entity/entity.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { Workload } from "../../../model/entity/workload.ts";
import { unknown } from "../../../model/known.ts";
import { oncePerScope } from "../answer/collected.ts";
import type { Collected } from "../answer/collected.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";
import { interfacesOf } from "../vpc/network-interface.ts";
import type { ReadInterface } from "../vpc/network-interface.ts";
import { placeAutoScalingGroups } from "./instance/auto-scaling-group.ts";
import { placeServices } from "./container/ecs-service.ts";
import { placeTasks } from "./container/ecs-task.ts";
import { placeNodegroups } from "./container/eks-nodegroup.ts";
import { placeInstances } from "./instance/instance.ts";
import { placeFunctions } from "./lambda.ts";
import type { Placed } from "./placed.ts";

const interfacesNeed = need("ec2 describe-network-interfaces", "NetworkInterfaces");

/**
 * Whatever sends now has an interface, so the two calls below leave out no sender that is there. What is only set up to
 * run one day (a function never invoked, a group of size zero) is known where its own call was made.
 */
export const workloads: TableReader<"workloads"> = {
  table: "workloads",
  needs: [need("ec2 describe-instances", "Reservations"), interfacesNeed],
  read: (collected) => placedOf(collected).map(({ workload }) => workload),
};

export const networkInterfaces: TableReader<"networkInterfaces"> = {
  table: "networkInterfaces",
  needs: [interfacesNeed],
  read: (collected) => [
    ...interfacesOf(collected).map(({ row }) => row),
    ...placedOf(collected).flatMap(({ implied }) => implied),
  ],
};

const placers: readonly ((collected: Collected) => readonly Placed[])[] = [
  placeInstances,
  placeAutoScalingGroups,
  placeFunctions,
  placeServices,
  placeTasks,
  placeNodegroups,
];

const placedOf = oncePerScope((collected): readonly Placed[] => {
  const placed = placers.flatMap((placeAll) => placeAll(collected));
  const claimed = new Set<string>(placed.flatMap(({ workload }) => workload.networkInterfaces));
  const others = interfacesOf(collected).filter(({ row, isSender }) => isSender && !claimed.has(row.id));
  return [...placed, ...others.map((one) => ({ workload: toWorkload(one), implied: [] }))];
});

function toWorkload({ row }: ReadInterface): Workload {
  const { id, aliases, scope, origin, client } = row;
  return {
    id: parseId<WorkloadId>(id),
    aliases,
    scope,
    origin,
    kind: "interface",
    networkInterfaces: [id],
    roles: unknown(
      `what stands behind ${id}`,
      `aws ec2 describe-network-interfaces --network-interface-ids ${id}`,
    ),
    platform: client === "windows" || client === "linux" ? client : "unknown",
    state: "running",
    clues: [],
  };
}

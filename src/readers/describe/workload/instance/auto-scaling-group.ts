/** Auto Scaling groups: members that run are instances; where none runs yet, an interface is implied. */
import type { WorkloadId } from "../../../../model/entity/entity.ts";
import { parseId } from "../../../../model/entity/entity.ts";
import { unknown } from "../../../../model/known.ts";
import { oncePerScope, parseRows } from "../../answer/collected.ts";
import type { Collected, Row } from "../../answer/collected.ts";
import { findText, mustText, rowsAt } from "../../answer/fields.ts";
import { interfacesOn } from "./instance.ts";
import { instanceById } from "./instance-row.ts";
import { launchOf, unknownLaunch } from "./launch.ts";
import { impliedInterfaces, place } from "../placed.ts";
import type { Placed } from "../placed.ts";

export function placeAutoScalingGroups(collected: Collected): readonly Placed[] {
  return parseRows(collected, "AutoScalingGroups", (row) => placeGroup(row, collected));
}

/** Instance ids by the name of their group, for what is built of groups. */
export const membersOf = oncePerScope(
  (collected): ReadonlyMap<string, readonly string[]> =>
    new Map(
      parseRows(collected, "AutoScalingGroups", ({ fields }) => [
        mustText(fields, "AutoScalingGroupName"),
        rowsAt(fields, "Instances").map((instance) => mustText(instance, "InstanceId")),
      ]),
    ),
);

function placeGroup({ fields, origin }: Row, collected: Collected): Placed {
  const id = mustText(fields, "AutoScalingGroupName");
  const arn = findText(fields, "AutoScalingGroupARN");
  const members = membersOf(collected).get(id) ?? [];
  const present = members.flatMap((member) => interfacesOn(collected).get(member) ?? []);
  const launch =
    launchOf(fields, collected) ??
    unknownLaunch(unknown(`what ${id} launches`, "aws autoscaling describe-auto-scaling-groups"));
  const platforms = new Set(members.flatMap((member) => instanceById(collected).get(member)?.platform ?? []));
  const platform = (platforms.size === 1 ? [...platforms][0] : undefined) ?? "unknown";
  const subnets = (findText(fields, "VPCZoneIdentifier") ?? "").split(",").map((one) => one.trim());
  const implied = impliedInterfaces(
    collected,
    {
      owner: id,
      subnets: subnets.filter((subnet) => subnet !== ""),
      groups: launch.groups,
      client: platform,
      hasPublicIpv4: launch.hasPublicIpv4,
      origin,
    },
    present,
  );
  const workload = {
    id: parseId<WorkloadId>(id),
    aliases: arn === undefined ? [] : [arn],
    scope: collected.scope.id,
    origin,
    kind: "auto-scaling-group",
    roles: launch.roles,
    platform,
    state: members.length > 0 ? "running" : "planned",
    clues: launch.clues,
  } as const;
  return place(workload, present, implied);
}

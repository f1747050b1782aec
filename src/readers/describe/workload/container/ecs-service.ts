import type { SecurityGroupId, WorkloadId } from "../../../../model/entity/entity.ts";
import { parseId } from "../../../../model/entity/entity.ts";
import { known } from "../../../../model/known.ts";
import { parseRows } from "../../answer/collected.ts";
import type { Collected, Row } from "../../answer/collected.ts";
import {
  findFields,
  findFlag,
  findNumber,
  findText,
  findWord,
  mustText,
  Rejected,
  rowsAt,
  textsAt,
} from "../../answer/fields.ts";
import type { Fields } from "../../answer/fields.ts";
import type { ReadInterface } from "../../vpc/network-interface.ts";
import { clusterName, execClue, launchTypeClue, tasksOf } from "./ecs-task.ts";
import { impliedInterfaces, interfacesLike, place } from "../placed.ts";
import type { Placed } from "../placed.ts";
import { taskDefinitionOf } from "./task-definition.ts";

/** Services by name; where two clusters have one of the same name, by `cluster/name`. */
export function placeServices(collected: Collected): readonly Placed[] {
  const taken = parseRows(collected, "services", ({ fields }) => namesOf(fields).name);
  return parseRows(collected, "services", (row) => {
    const names = namesOf(row.fields);
    const isShared = taken.filter((name) => name === names.name).length > 1;
    return placeService(
      row,
      { ...names, id: isShared ? `${names.cluster}/${names.name}` : names.name },
      collected,
    );
  });
}

interface Names {
  readonly name: string;
  readonly cluster: string;
  readonly arn: string;
}

function namesOf(fields: Fields): Names {
  if (findWord(fields, "status") === "inactive") throw new Rejected("the service is deleted", false);
  const name = mustText(fields, "serviceName");
  return { name, arn: mustText(fields, "serviceArn"), cluster: clusterName(mustText(fields, "clusterArn")) };
}

function placeService(
  { fields, origin }: Row,
  names: Names & { readonly id: string },
  collected: Collected,
): Placed {
  const { id, arn, cluster, name } = names;
  const { roles, executionRoles, platform, clues } = taskDefinitionOf(
    findText(fields, "taskDefinition"),
    collected,
  );
  const network = findFields(findFields(fields, "networkConfiguration") ?? {}, "awsvpcConfiguration") ?? {};
  const subnets = textsAt(network, "subnets");
  const groups = textsAt(network, "securityGroups");
  const present = presentOf(names, { subnets, groups }, collected);
  const implied = impliedInterfaces(
    collected,
    {
      owner: id,
      subnets,
      groups: known(groups.map((group) => parseId<SecurityGroupId>(group))),
      client: platform,
      hasPublicIpv4: known(findWord(network, "assignPublicIp") === "enabled"),
      origin,
    },
    present,
  );
  if (subnets.length === 0 && present.length === 0) {
    const reason = `tasks of ${id} send from their container instances, which stand for themselves`;
    collected.own.unused.push({ path: `${origin.file}#${id}`, reason });
  }
  const workload = {
    id: parseId<WorkloadId>(id),
    aliases: [...new Set([name, `${cluster}/${name}`, arn])].filter((alias) => alias !== id),
    scope: collected.scope.id,
    origin,
    kind: "ecs-service",
    roles,
    executionRoles,
    platform,
    state: (findNumber(fields, "runningCount") ?? 0) > 0 ? "running" : "planned",
    clues: [
      ...clues,
      ...launchTypesOf(fields).flatMap((type) => launchTypeClue(type, origin)),
      ...execClue(findFlag(fields, "enableExecuteCommand"), origin),
    ],
  } as const;
  return place(workload, present, implied);
}

/** The interfaces of its tasks; where nobody asked for tasks, those of ECS that stand where its tasks would. */
function presentOf(
  { cluster, name }: Names,
  { subnets, groups }: { readonly subnets: readonly string[]; readonly groups: readonly string[] },
  collected: Collected,
): readonly ReadInterface[] {
  const tasks = tasksOf(collected).filter((task) => task.service === name && task.cluster === cluster);
  if (tasks.length > 0) return tasks.flatMap(({ interfaces }) => interfaces);
  const isOfTask = ({ description }: ReadInterface) =>
    /^arn:aws[a-z-]*:ecs:.*:attachment\//.test(description);
  return interfacesLike(collected, subnets, groups).filter(isOfTask);
}

function launchTypesOf(fields: Fields): readonly string[] {
  const type = findText(fields, "launchType");
  const providers = rowsAt(fields, "capacityProviderStrategy").map((one) =>
    mustText(one, "capacityProvider"),
  );
  return type === undefined
    ? [...new Set(providers.map((one) => (one.startsWith("FARGATE") ? "FARGATE" : "EC2")))]
    : [type];
}

/** ECS tasks: those of services lend them their interfaces, the others stand for themselves. */
import type { Origin, WorkloadId } from "../../../../model/entity/entity.ts";
import { parseId } from "../../../../model/entity/entity.ts";
import type { Clue } from "../../../../model/entity/workload.ts";
import { oncePerScope, parseRows } from "../../answer/collected.ts";
import type { Collected, Row } from "../../answer/collected.ts";
import { findFlag, findText, findWord, mustText, Rejected, rowsAt } from "../../answer/fields.ts";
import type { Fields } from "../../answer/fields.ts";
import { interfacesOf } from "../../vpc/network-interface.ts";
import type { ReadInterface } from "../../vpc/network-interface.ts";
import { interfacesOn } from "../instance/instance.ts";
import { place } from "../placed.ts";
import type { Placed } from "../placed.ts";
import { taskDefinitionOf } from "./task-definition.ts";

export interface TaskRow {
  readonly arn: string;
  readonly cluster: string;
  /** The service that keeps it running. */
  readonly service: string | undefined;
  readonly definition: string | undefined;
  readonly launchType: string | undefined;
  readonly hasExec: boolean | undefined;
  readonly interfaces: readonly ReadInterface[];
  readonly origin: Origin;
}

export function placeTasks(collected: Collected): readonly Placed[] {
  return tasksOf(collected)
    .filter(({ service }) => service === undefined)
    .map((task) => {
      const { arn, origin, definition, launchType } = task;
      const { roles, executionRoles, platform, clues } = taskDefinitionOf(definition, collected);
      const workload = {
        id: parseId<WorkloadId>(arn.split("/").at(-1) || arn),
        aliases: [arn],
        scope: collected.scope.id,
        origin,
        kind: "ecs-task",
        roles,
        executionRoles,
        platform,
        state: "running",
        clues: [...clues, ...launchTypeClue(launchType, origin), ...execClue(task.hasExec, origin)],
      } as const;
      return place(workload, task.interfaces, []);
    });
}

export function launchTypeClue(launchType: string | undefined, origin: Origin): readonly Clue[] {
  return launchType === undefined ? [] : [{ kind: "launch-type", text: launchType, origin }];
}

/** Whether ECS Exec is turned on. */
export function execClue(isOn: boolean | undefined, origin: Origin): readonly Clue[] {
  return isOn === undefined ? [] : [{ kind: "ecs-exec", text: String(isOn), origin }];
}

export const tasksOf = oncePerScope((collected): readonly TaskRow[] =>
  parseRows(collected, "tasks", (row) => toTask(row, collected)),
);

function toTask({ fields, origin }: Row, collected: Collected): TaskRow {
  const arn = mustText(fields, "taskArn");
  if (findWord(fields, "lastStatus") === "stopped") throw new Rejected("the task is stopped", false);
  const group = findText(fields, "group") ?? "";
  return {
    arn,
    cluster: clusterName(mustText(fields, "clusterArn")),
    service: group.startsWith("service:") ? group.slice("service:".length) : undefined,
    definition: findText(fields, "taskDefinitionArn"),
    launchType: findText(fields, "launchType"),
    hasExec: findFlag(fields, "enableExecuteCommand"),
    interfaces: interfacesOfTask(fields, collected),
    origin,
  };
}

export function clusterName(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}

/** A task with a network of its own names its interface; one without sends from its container instance. */
function interfacesOfTask(fields: Fields, collected: Collected): readonly ReadInterface[] {
  const ids = rowsAt(fields, "attachments")
    .flatMap((attachment) => rowsAt(attachment, "details"))
    .filter((detail) => findText(detail, "name") === "networkInterfaceId")
    .flatMap((detail) => findText(detail, "value") ?? []);
  if (ids.length > 0) return ids.flatMap((id) => interfaceById(collected).get(id) ?? []);
  const host = containerInstances(collected).get(findText(fields, "containerInstanceArn") ?? "");
  return host === undefined ? [] : (interfacesOn(collected).get(host) ?? []);
}

const interfaceById = oncePerScope(
  (collected): ReadonlyMap<string, ReadInterface> =>
    new Map(interfacesOf(collected).map((one) => [one.row.id, one])),
);

const containerInstances = oncePerScope(
  (collected): ReadonlyMap<string, string> =>
    new Map(
      parseRows(collected, "containerInstances", ({ fields }) => [
        mustText(fields, "containerInstanceArn"),
        mustText(fields, "ec2InstanceId"),
      ]),
    ),
);

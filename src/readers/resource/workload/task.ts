/**
 * ECS task definitions: what a task runs, reads and writes to, and under which roles.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html
 * (read 2026-11-24)
 */
import type { RoleId } from "../../../model/entity/entity.ts";
import type { Clue, Workload } from "../../../model/entity/workload.ts";
import { unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Fields, Resource, Value } from "../value.ts";
import { isReference } from "../attribute.ts";
import { textOf } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { collect, entryOf, property, toFields, toItems, toText } from "../property.ts";
import { rolesNamed } from "../role.ts";
import { clueFrom, fieldsIn, pairClues, secretClue } from "./clue.ts";

export interface Task {
  /** The role its code acts under, and the one that images, secrets and logs are fetched and sent under. */
  readonly roles: Known<readonly RoleId[]>;
  readonly platform: Workload["platform"];
  readonly clues: readonly Clue[];
}

/** `isFargate`: where no operating system is written, it is Linux. */
export function taskOf(estate: Estate, definition: Value | undefined, isFargate: boolean): Task {
  const resource =
    definition !== undefined && isReference(definition.content) ? definition.content.resource : undefined;
  if (resource === undefined) return outsideTask(definition);
  const containers = fieldsIn(property(resource, "ContainerDefinitions"));
  const unread = collect(toItems(property(resource, "ContainerDefinitions")), toFields);
  const roles = rolesNamed(estate, property(resource, "TaskRoleArn"), property(resource, "ExecutionRoleArn"));
  return {
    // What containers need shows in them: where one is not known, what the task calls is not known either.
    roles: unread.known ? roles : unread,
    platform: platformOf(resource, isFargate),
    clues: containers.flatMap(({ fields }) => containerClues(fields)),
  };
}

function outsideTask(definition: Value | undefined): Task {
  const name = definition === undefined ? undefined : toText(definition);
  const text = name?.known === true ? name.value : "";
  const missing = unknown(
    `task definition ${text || "that is not known"}, which is outside the input`,
    `aws ecs describe-task-definition --task-definition ${text || "NAME"}`,
  );
  return { roles: name?.known === false ? name : missing, platform: "unknown", clues: [] };
}

function platformOf(resource: Resource, isFargate: boolean): Workload["platform"] {
  const family = textOf(resource, "RuntimePlatform", "OperatingSystemFamily");
  if (family !== undefined) return family.toUpperCase().startsWith("WINDOWS") ? "windows" : "linux";
  return isFargate ? "linux" : "unknown";
}

function containerClues(container: Fields): readonly Clue[] {
  const secretsIn = (...path: readonly string[]) =>
    fieldsIn(entryOf(container, ...path)).flatMap(({ fields }) => secretClue(entryOf(fields, "ValueFrom")));
  return [
    ...clueFrom("image", entryOf(container, "Image")),
    ...clueFrom("log-driver", entryOf(container, "LogConfiguration", "LogDriver")),
    ...secretsIn("Secrets"),
    ...secretsIn("LogConfiguration", "SecretOptions"),
    ...secretClue(entryOf(container, "RepositoryCredentials", "CredentialsParameter")),
    ...pairClues(entryOf(container, "Environment")),
    ...fieldsIn(entryOf(container, "EnvironmentFiles")).flatMap(({ fields }) =>
      clueFrom("environment", entryOf(fields, "Value")),
    ),
  ];
}

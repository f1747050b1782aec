/**
 * ECS task definitions: what a task runs, reads and writes to, and under which roles.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html
 * (read 2026-11-24)
 */
import type { RoleId } from "../../../../model/entity/entity.ts";
import type { Clue, Workload } from "../../../../model/entity/workload.ts";
import { known, unknown } from "../../../../model/known.ts";
import type { Known, Unknown } from "../../../../model/known.ts";
import type { Resource, Value } from "../../property/value.ts";
import { isReference } from "../../property/attribute.ts";
import { textOf } from "../../entity.ts";
import type { Estate } from "../../estate.ts";
import { collect, property, toFields, toItems, toText } from "../../property/property.ts";
import { rolesNamed } from "../../management/role.ts";
import { fieldsIn, repositoryUri, secretStores } from "../clue.ts";
import { containerClues } from "./container.ts";

export interface Task {
  /** The role its code acts under. */
  readonly roles: Known<readonly RoleId[]>;
  /** The one that images, secrets and logs are fetched and sent under. */
  readonly executionRoles: Known<readonly RoleId[]>;
  readonly platform: Workload["platform"];
  readonly clues: readonly Clue[];
}

/** `isFargate`: where no operating system is written, it is Linux. */
export function taskOf(estate: Estate, definition: Value | undefined, isFargate: boolean): Task {
  const resource =
    definition !== undefined && isReference(definition.content) ? definition.content.resource : undefined;
  if (resource === undefined) return outsideTask(definition);
  const definitions = property(resource, "ContainerDefinitions");
  const unread = collect(toItems(definitions), toFields);
  return {
    roles: rolesNamed(estate, property(resource, "TaskRoleArn")),
    executionRoles: rolesNamed(estate, property(resource, "ExecutionRoleArn")),
    platform: platformOf(resource, isFargate),
    clues: [
      ...fieldsIn(definitions).flatMap(({ fields }) => containerClues(fields)),
      ...(unread.known ? [] : [unreadContainer(unread, definitions?.origin ?? resource.origin)]),
      ...mentioned(property(resource, "Mentions")),
    ],
  };
}

/** What containers need shows in them: where one is not known, what is pulled for it is not known either. */
function unreadContainer(missing: Unknown, origin: Clue["origin"]): Clue {
  return { kind: "image", text: "${ContainerDefinitions}", missing, origin };
}

/** Resources that definitions name which are not known themselves: each tells its part of what the task needs. */
function mentioned(list: Value | undefined): readonly Clue[] {
  const items = toItems(list);
  return (items.known ? items.value : []).flatMap(({ content, origin }): readonly Clue[] => {
    if (!isReference(content)) return [];
    const { type, logicalId } = content.resource;
    const [uri] = repositoryUri(content.resource);
    const store = secretStores[type];
    if (uri !== undefined) return [{ kind: "image", text: uri, origin }];
    if (store !== undefined) return [{ kind: "secret", text: `${store}${logicalId}`, origin }];
    return type === logGroupType ? [{ kind: "log-driver", text: "awslogs", origin }] : [];
  });
}

export const logGroupType = "AWS::Logs::LogGroup";

function outsideTask(definition: Value | undefined): Task {
  const name = definition === undefined ? undefined : toText(definition);
  const text = name?.known === true ? name.value : "";
  const missing = unknown(
    `task definition ${text || "that is not known"}, which is outside the input`,
    `aws ecs describe-task-definition --task-definition ${text || "NAME"}`,
  );
  const roles = name?.known === false ? name : missing;
  return { roles, executionRoles: known([]), platform: "unknown", clues: [] };
}

function platformOf(resource: Resource, isFargate: boolean): Workload["platform"] {
  const family = textOf(resource, "RuntimePlatform", "OperatingSystemFamily");
  if (family !== undefined) return family.toUpperCase().startsWith("WINDOWS") ? "windows" : "linux";
  return isFargate ? "linux" : "unknown";
}

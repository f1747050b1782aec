/** What a task definition tells of its tasks: roles, images, log drivers, secrets. */
import type { Origin, RoleId } from "../../../model/entity/entity.ts";
import type { Clue } from "../../../model/entity/workload.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import { oncePerScope, parseRows } from "../collected.ts";
import type { Collected } from "../collected.ts";
import { findFields, findName, findText, findWord, mustText, rowsAt } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { roleNamed } from "../identity/role-row.ts";

export interface TaskDefinition {
  readonly roles: Known<readonly RoleId[]>;
  readonly platform: "linux" | "windows" | "unknown";
  readonly clues: readonly Clue[];
}

/** The definition of this ARN, or what would tell it. */
export function taskDefinitionOf(arn: string | undefined, collected: Collected): TaskDefinition {
  const found = definitions(collected).get(arn ?? "");
  if (found !== undefined) return found;
  const call = `aws ecs describe-task-definition --task-definition ${arn ?? ""}`;
  return { roles: unknown(`task definition ${arn ?? ""}`, call), platform: "unknown", clues: [] };
}

const definitions = oncePerScope(
  (collected): ReadonlyMap<string, TaskDefinition> =>
    new Map(
      parseRows(collected, "taskDefinitions", ({ fields, origin }) => [
        mustText(fields, "taskDefinitionArn"),
        {
          roles: known(
            ["taskRoleArn", "executionRoleArn"].flatMap((key) => {
              const arn = findName(fields, key);
              return arn === undefined ? [] : [roleNamed(collected, arn, origin)];
            }),
          ),
          platform: platformOf(fields),
          clues: rowsAt(fields, "containerDefinitions").flatMap((container) => cluesOf(container, origin)),
        },
      ]),
    ),
);

/** Linux when the definition does not say: API_RuntimePlatform.html (read 2026-11-24). */
function platformOf(fields: Fields): TaskDefinition["platform"] {
  const family = findWord(findFields(fields, "runtimePlatform") ?? {}, "operatingSystemFamily") ?? "linux";
  return family.startsWith("windows") ? "windows" : "linux";
}

function cluesOf(container: Fields, origin: Origin): readonly Clue[] {
  const image = findText(container, "image");
  const logging = findFields(container, "logConfiguration") ?? {};
  const driver = findText(logging, "logDriver");
  const secrets = [...rowsAt(container, "secrets"), ...rowsAt(logging, "secretOptions")];
  const clue = (kind: Clue["kind"], text: string): Clue => ({ kind, text, origin });
  return [
    ...(image === undefined ? [] : [clue("image", image)]),
    ...(driver === undefined ? [] : [clue("log-driver", driver)]),
    ...secrets.map((secret) => clue("secret", mustText(secret, "valueFrom"))),
    ...rowsAt(container, "environment").map((variable) =>
      clue("environment", `${findText(variable, "name") ?? ""}=${findText(variable, "value") ?? ""}`),
    ),
  ];
}

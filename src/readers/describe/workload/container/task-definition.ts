/** What a task definition tells of its tasks: roles, images, log drivers, secrets. */
import type { Origin, RoleId } from "../../../../model/entity/entity.ts";
import type { Clue } from "../../../../model/entity/workload.ts";
import { known, unknown } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import { logClues } from "../../../log-driver.ts";
import { oncePerScope, parseRows } from "../../answer/collected.ts";
import type { Collected } from "../../answer/collected.ts";
import { findFields, findName, findText, findWord, mustText, rowsAt } from "../../answer/fields.ts";
import type { Fields } from "../../answer/fields.ts";
import { roleNamed } from "../../identity/role-row.ts";

export interface TaskDefinition {
  readonly roles: Known<readonly RoleId[]>;
  readonly executionRoles: Known<readonly RoleId[]>;
  readonly platform: "linux" | "windows" | "unknown";
  readonly clues: readonly Clue[];
}

/** The definition of this ARN, or what would tell it. */
export function taskDefinitionOf(arn: string | undefined, collected: Collected): TaskDefinition {
  const found = definitions(collected).get(arn ?? "");
  if (found !== undefined) return found;
  const call = `aws ecs describe-task-definition --task-definition ${arn ?? ""}`;
  const roles = unknown(`task definition ${arn ?? ""}`, call);
  return { roles, executionRoles: known([]), platform: "unknown", clues: [] };
}

const definitions = oncePerScope(
  (collected): ReadonlyMap<string, TaskDefinition> =>
    new Map(
      parseRows(collected, "taskDefinitions", ({ fields, origin }) => {
        const roleAt = (key: string) => {
          const arn = findName(fields, key);
          return known(arn === undefined ? [] : [roleNamed(collected, arn, origin)]);
        };
        return [
          mustText(fields, "taskDefinitionArn"),
          {
            roles: roleAt("taskRoleArn"),
            executionRoles: roleAt("executionRoleArn"),
            platform: platformOf(fields),
            clues: rowsAt(fields, "containerDefinitions").flatMap((container) => cluesOf(container, origin)),
          },
        ];
      }),
    ),
);

/** Linux when the definition does not say: API_RuntimePlatform.html (read 2026-11-24). */
function platformOf(fields: Fields): TaskDefinition["platform"] {
  const family = findWord(findFields(fields, "runtimePlatform") ?? {}, "operatingSystemFamily") ?? "linux";
  return family.startsWith("windows") ? "windows" : "linux";
}

function cluesOf(container: Fields, origin: Origin): readonly Clue[] {
  const logging = findFields(container, "logConfiguration") ?? {};
  const driver = findText(logging, "logDriver");
  const credentials = findText(findFields(container, "repositoryCredentials") ?? {}, "credentialsParameter");
  const secrets = [...rowsAt(container, "secrets"), ...rowsAt(logging, "secretOptions")];
  const router = textsOf(findFields(findFields(container, "firelensConfiguration") ?? {}, "options") ?? {});
  const clue = (kind: Clue["kind"], text: string): Clue => ({ kind, text, origin });
  const all = (kind: Clue["kind"], ...texts: readonly (string | undefined)[]) =>
    texts.flatMap((text) => (text === undefined ? [] : [clue(kind, text)]));
  return [
    ...all("image", findText(container, "image")),
    ...(driver === undefined
      ? []
      : logClues(clue("log-driver", driver), textsOf(findFields(logging, "options") ?? {}))),
    ...all("secret", ...secrets.map((secret) => mustText(secret, "valueFrom")), credentials),
    ...rowsAt(container, "environment").map((variable) =>
      clue("environment", `${findText(variable, "name") ?? ""}=${findText(variable, "value") ?? ""}`),
    ),
    ...all(
      "environment-file",
      ...rowsAt(container, "environmentFiles").map((file) => findText(file, "value")),
      router.get("config-file-type") === "s3" ? router.get("config-file-value") : undefined,
    ),
  ];
}

/** Options by their names in small letters. */
function textsOf(options: Fields): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(options).flatMap(([name, value]) =>
      typeof value === "string" ? [[name.toLowerCase(), value] as const] : [],
    ),
  );
}

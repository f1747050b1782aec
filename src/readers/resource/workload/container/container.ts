/**
 * What the definition of a container tells of what is dialled for it: by the agent, which pulls its image, reads its secrets
 * and sends its logs, and by its own code.
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html, …/API_LogConfiguration.html
 * (read 2026-11-29)
 */
import type { Clue } from "../../../../model/entity/workload.ts";
import { logClues } from "../../../log-driver.ts";
import type { Fields, Value } from "../../property/value.ts";
import { entryOf, toFields, toShape, toText } from "../../property/property.ts";
import { clueFrom, fieldsIn, imageClue, pairClues, secretClue } from "../clue.ts";

export function containerClues(container: Fields): readonly Clue[] {
  const secretsIn = (...path: readonly string[]) =>
    fieldsIn(entryOf(container, ...path)).flatMap(({ fields }) => secretClue(entryOf(fields, "ValueFrom")));
  return [
    ...imageClue(entryOf(container, "Image")),
    ...loggingClues(entryOf(container, "LogConfiguration")),
    ...secretsIn("Secrets"),
    ...secretsIn("LogConfiguration", "SecretOptions"),
    ...secretClue(entryOf(container, "RepositoryCredentials", "CredentialsParameter")),
    ...pairClues(entryOf(container, "Environment")),
    ...fieldsIn(entryOf(container, "EnvironmentFiles")).flatMap(({ fields }) =>
      clueFrom("environment-file", entryOf(fields, "Value")),
    ),
    ...clueFrom("environment-file", routerFile(container)),
  ];
}

function loggingClues(configuration: Value | undefined): readonly Clue[] {
  const read = configuration === undefined ? undefined : toFields(configuration);
  if (read?.known !== true) return [];
  return clueFrom("log-driver", entryOf(read.value, "LogDriver")).flatMap((driver) =>
    driver.missing === undefined ? logClues(driver, textsIn(entryOf(read.value, "Options"))) : [driver],
  );
}

/** Options by their names in small letters; those that are not known keep their shape. */
function textsIn(options: Value | undefined): ReadonlyMap<string, string> {
  const read = options === undefined ? undefined : toFields(options);
  const entries = read?.known === true ? [...read.value.entries] : [];
  return new Map(entries.map(([name, value]) => [name.toLowerCase(), toShape(value) ?? ""]));
}

/** The configuration of a log router that it fetches from S3. */
function routerFile(container: Fields): Value | undefined {
  const options = entryOf(container, "FirelensConfiguration", "Options");
  const read = options === undefined ? undefined : toFields(options);
  if (read?.known !== true) return undefined;
  const named = (name: string) => [...read.value.entries].find(([key]) => key.toLowerCase() === name)?.[1];
  const type = named("config-file-type");
  const isInS3 = type !== undefined && toText(type).known && toShape(type) === "s3";
  return isInS3 ? named("config-file-value") : undefined;
}

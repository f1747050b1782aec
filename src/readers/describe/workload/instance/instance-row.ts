/** The instances of `describe-instances`, before anything is joined to them. */
import type { Origin } from "../../../../model/entity/entity.ts";
import type { MetadataOptions } from "../../../../model/entity/workload.ts";
import { noteRejected, oncePerScope, parseRows } from "../../answer/collected.ts";
import type { Row } from "../../answer/collected.ts";
import {
  findFields,
  findRows,
  findText,
  findWord,
  mustText,
  nameTagOf,
  Rejected,
  rowsAt,
} from "../../answer/fields.ts";
import type { Fields } from "../../answer/fields.ts";
import { metadataOf } from "./metadata.ts";

export interface InstanceRow {
  readonly id: string;
  readonly name: string | undefined;
  readonly platform: "linux" | "windows";
  readonly state: "running" | "stopped";
  /** Name or ARN; undefined when the instance has none. */
  readonly instanceProfile: string | undefined;
  readonly imageId: string | undefined;
  readonly metadata: MetadataOptions;
  readonly interfaces: readonly Fields[];
  readonly tags: ReadonlyMap<string, string>;
  readonly origin: Origin;
}

export const instancesOf = oncePerScope((collected): readonly InstanceRow[] => {
  const reserved = parseRows(collected, "Reservations", ({ fields, origin, path }) =>
    (findRows(fields, "Instances") ?? []).flatMap((instance, index) => {
      try {
        return [toInstanceRow({ fields: instance, origin })];
      } catch (error) {
        noteRejected(collected.own, "Reservations", `${path}.Instances[${index}]`, error);
        return [];
      }
    }),
  );
  const bare = parseRows(collected, "Instances", toInstanceRow);
  return [...new Map([...bare, ...reserved.flat()].map((instance) => [instance.id, instance])).values()];
});

export const instanceById = oncePerScope(
  (collected): ReadonlyMap<string, InstanceRow> =>
    new Map(instancesOf(collected).map((one) => [one.id, one])),
);

const states: Readonly<Record<string, InstanceRow["state"]>> = {
  pending: "running",
  running: "running",
  stopping: "stopped",
  stopped: "stopped",
};

function toInstanceRow({ fields, origin }: Pick<Row, "fields" | "origin">): InstanceRow {
  const id = mustText(fields, "InstanceId");
  const word = findWord(findFields(fields, "State") ?? {}, "Name") ?? "";
  if (word === "terminated" || word === "shutting-down") throw new Rejected(`the instance is ${word}`, false);
  const state = states[word];
  if (state === undefined) throw new Rejected(`State is "${word}", which is no state of an instance`);
  return {
    id,
    name: nameTagOf(fields),
    platform: platformOf(fields),
    state,
    instanceProfile: instanceProfileOf(fields),
    imageId: findText(fields, "ImageId"),
    metadata: metadataOf(fields, id),
    interfaces: rowsAt(fields, "NetworkInterfaces"),
    tags: new Map(
      rowsAt(fields, "Tags").map((tag) => [findText(tag, "Key") ?? "", findText(tag, "Value") ?? ""]),
    ),
    origin,
  };
}

/** `Platform` is `windows` or absent (API_Instance.html, read 2026-11-24). */
function platformOf(fields: Fields): InstanceRow["platform"] {
  const words = [findWord(fields, "Platform"), findWord(fields, "PlatformDetails")];
  return words.some((word) => word?.startsWith("windows")) ? "windows" : "linux";
}

/** Answers carry an ARN and an id; a launch template may give a name alone. */
export function instanceProfileOf(fields: Fields): string | undefined {
  const profile = findFields(fields, "IamInstanceProfile");
  return profile === undefined ? undefined : (findText(profile, "Arn") ?? mustText(profile, "Name"));
}

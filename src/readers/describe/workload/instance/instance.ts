import type { WorkloadId } from "../../../../model/entity/entity.ts";
import { parseId } from "../../../../model/entity/entity.ts";
import type { Clue } from "../../../../model/entity/workload.ts";
import { oncePerScope, parseRows } from "../../answer/collected.ts";
import type { Collected } from "../../answer/collected.ts";
import { findFields, findName, findText, mustText } from "../../answer/fields.ts";
import { rolesOfProfile } from "../../identity/role-row.ts";
import { interfacesOf } from "../../vpc/network-interface.ts";
import type { ReadInterface } from "../../vpc/network-interface.ts";
import { instancesOf } from "./instance-row.ts";
import type { InstanceRow } from "./instance-row.ts";
import { place } from "../placed.ts";
import type { Placed } from "../placed.ts";
import { userDataClueOf } from "../../../user-data.ts";

export function placeInstances(collected: Collected): readonly Placed[] {
  return instancesOf(collected).map((instance) => placeInstance(instance, collected));
}

function placeInstance(instance: InstanceRow, collected: Collected): Placed {
  const { id, name, platform, state, metadata, origin } = instance;
  const image = imageOf(instance, collected);
  const userData = userDataOf(collected).get(id);
  const workload = {
    id: parseId<WorkloadId>(id),
    aliases: name === undefined ? [] : [name],
    scope: collected.scope.id,
    origin,
    kind: "instance",
    roles: rolesOfProfile(collected, instance.instanceProfile),
    platform,
    state,
    clues: userData === undefined ? [] : [userData],
    metadata,
    ...(image === undefined ? {} : { image }),
  } as const;
  return place(workload, interfacesOn(collected).get(id) ?? [], []);
}

export const interfacesOn = oncePerScope((collected): ReadonlyMap<string, readonly ReadInterface[]> => {
  const byInstance = new Map<string, ReadInterface[]>();
  for (const one of interfacesOf(collected)) {
    const { instance } = one;
    if (instance !== undefined) byInstance.set(instance, [...(byInstance.get(instance) ?? []), one]);
  }
  return byInstance;
});

/** The name that `describe-images` gives the image, else its id, which says nothing about what is in it. */
function imageOf({ imageId }: InstanceRow, collected: Collected): string | undefined {
  return imageId === undefined ? undefined : (imageNames(collected).get(imageId) ?? imageId);
}

const imageNames = oncePerScope(
  (collected): ReadonlyMap<string, string> =>
    new Map(
      parseRows(collected, "Images", ({ fields }) => {
        const id = mustText(fields, "ImageId");
        return [id, findName(fields, "Name") ?? id];
      }),
    ),
);

/** `describe-instance-attribute --attribute userData`; describe-instances leaves user data out. */
const userDataOf = oncePerScope(
  (collected): ReadonlyMap<string, Clue> =>
    new Map(
      parseRows(collected, "InstanceAttributes", ({ fields, origin }) => ({
        id: mustText(fields, "InstanceId"),
        text: findText(findFields(fields, "UserData") ?? {}, "Value"),
        origin,
      })).flatMap(({ id, text, origin }) =>
        text === undefined ? [] : [[id, userDataClueOf(text, { origin })] as const],
      ),
    ),
);

/** Tags of a resource, and what may be one. */
import type { Tag, TagSpecification } from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue } from "../../error.ts";

const mostTags = 50;

/** The tags that a request gives to the resource of `type` that it makes. */
export function tagsFor(
  specifications: readonly TagSpecification[] | undefined,
  type: string,
  others: readonly string[] = [],
): Tag[] {
  const own: Tag[] = [];
  for (const { ResourceType, Tags } of specifications ?? []) {
    if (ResourceType === undefined) throw invalidValue("Tag specification resource type must have a value");
    if (ResourceType === type) own.push(...(Tags ?? []));
    else if (!others.includes(ResourceType))
      throw invalidValue(`'${ResourceType}' is not a valid taggable resource type for this operation.`);
  }
  return withTags([], own);
}

/** Keys that are there already take the new value. */
export function withTags(before: readonly Tag[] | undefined, added: readonly Tag[]): Tag[] {
  const byKey = new Map((before ?? []).map((tag) => [tag.Key, tag]));
  const seen = new Set<string>();
  for (const tag of added) {
    const checked = checkTag(tag);
    if (seen.has(checked.Key)) throw invalidValue(`Duplicate tag key '${checked.Key}' specified.`);
    seen.add(checked.Key);
    byKey.set(checked.Key, checked);
  }
  const tags = [...byKey.values()];
  if (tags.filter(({ Key }) => !isReserved(Key ?? "")).length > mostTags)
    throw new Ec2Error("TagLimitExceeded", `More than ${mostTags} tags specified`);
  return tags;
}

/** A key without a value goes whatever its value is. */
export function withoutTags(before: readonly Tag[] | undefined, removed: readonly Tag[] | undefined): Tag[] {
  return (before ?? []).filter(({ Key, Value }) =>
    removed === undefined || removed.length === 0
      ? isReserved(Key ?? "")
      : !removed.some((tag) => tag.Key === Key && (tag.Value === undefined || tag.Value === Value)),
  );
}

const isReserved = (key: string) => /^aws:/i.test(key);

function checkTag({ Key, Value }: Tag): { Key: string; Value: string } {
  if (Key === undefined || Key === "") throw invalidValue("Tag key must have a value and not be empty");
  if (isReserved(Key)) throw invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
  if (Key.length > 128) throw invalidValue("Tag key exceeds the maximum length of 128 characters");
  if ((Value ?? "").length > 256)
    throw invalidValue("Tag value exceeds the maximum length of 256 characters");
  return { Key, Value: Value ?? "" };
}

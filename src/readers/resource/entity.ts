/** What every row made from a resource has: its id, the names a user may call it by, its scope and its place. */
import type { Entity } from "../../model/entity/entity.ts";
import type { Resource } from "./property/value.ts";
import { scopeOf, shortPath } from "./estate.ts";
import type { Estate } from "./estate.ts";
import { entryOf, property, toFields, toItems, toText } from "./property/property.ts";

export function toEntity<Id extends string>(estate: Estate, resource: Resource): Entity<Id> {
  return {
    id: resource.id as Id,
    aliases: aliasesOf(estate, resource),
    scope: scopeOf(resource),
    origin: resource.origin,
    ...assumedOf(resource),
  };
}

export const assumedOf = ({ assumed }: Resource): Pick<Entity<string>, "assumed"> =>
  assumed === undefined ? {} : { assumed };

/** A row that AWS makes beside a resource. */
export function toImplied<Id extends string>(id: string, resource: Resource): Entity<Id> {
  return { id: id as Id, aliases: [], scope: scopeOf(resource), origin: resource.origin };
}

/** Properties that name a resource where its users see it. */
const nameProperties: Readonly<Record<string, string>> = {
  "AWS::EC2::SecurityGroup": "GroupName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::Serverless::Function": "FunctionName",
  "AWS::ECS::Service": "ServiceName",
  "AWS::ECS::TaskDefinition": "Family",
  "AWS::EKS::Nodegroup": "NodegroupName",
  "AWS::AutoScaling::AutoScalingGroup": "AutoScalingGroupName",
  "AWS::CodeBuild::Project": "Name",
  "AWS::IAM::Role": "RoleName",
};

function aliasesOf(estate: Estate, resource: Resource): readonly string[] {
  const named = nameProperties[resource.type];
  const names = [nameTag(resource), named === undefined ? undefined : textOf(resource, named)];
  const given = resource.aliases ?? [];
  const aliases = [...pathsOf(estate, resource), ...given, ...names.flatMap((name) => name ?? [])];
  return [...new Set(aliases)].filter((alias) => alias !== "" && alias !== resource.id);
}

function pathsOf({ sharedPaths }: Estate, { path }: Resource): readonly string[] {
  if (path === undefined) return [];
  const short = shortPath(path);
  return [path, path.replace(/\/Resource$/, ""), ...(sharedPaths.has(short) ? [] : [short])];
}

export function textOf(resource: Resource, ...path: readonly string[]): string | undefined {
  const value = property(resource, ...path);
  const text = value === undefined ? undefined : toText(value);
  return text?.known === true ? text.value : undefined;
}

function nameTag(resource: Resource): string | undefined {
  const tags = toItems(property(resource, "Tags"));
  for (const tag of tags.known ? tags.value : []) {
    const fields = toFields(tag);
    if (!fields.known) continue;
    const key = entryOf(fields.value, "Key");
    const value = entryOf(fields.value, "Value");
    if (key?.content === "Name" && typeof value?.content === "string") return value.content;
  }
  return undefined;
}

/** Resources as whoever changes their text must know them: names, references, tags. */
import type { InputResource } from "../../model/source.ts";
import type { Content, Resource, Value } from "./property/value.ts";
import { property, toItems } from "./property/property.ts";

export function toInputResource(resource: Resource): InputResource {
  const { id, logicalId, type, stack, properties } = resource;
  return {
    id,
    name: logicalId,
    type,
    file: stack.file,
    refersTo: [...properties.entries].flatMap(([name, value]) =>
      referencesIn(value.content).map((one) => ({ property: name, id: one })),
    ),
    tags: new Map(tagsOf(resource)),
  };
}

/** Ids that stand for things outside the input are references too. */
function referencesIn(content: Content): readonly string[] {
  if (typeof content === "string") return /^[a-z]+-[0-9a-f]{8,17}$/.test(content) ? [content] : [];
  if (typeof content !== "object" || content === null) return [];
  switch (content.kind) {
    case "reference":
      return [content.resource.id];
    case "list":
      return content.items.flatMap(({ content: item }) => referencesIn(item));
    case "fields":
      return [...content.entries.values()].flatMap(({ content: item }) => referencesIn(item));
    case "unresolved":
      return (content.parts ?? []).flatMap((part) => (typeof part === "string" ? [] : referencesIn(part)));
  }
}

function tagsOf(resource: Resource): readonly (readonly [string, string])[] {
  const items = toItems(property(resource, "Tags"));
  return (items.known ? items.value : []).flatMap((item) => {
    const [key, value] = [textAt(item, "Key"), textAt(item, "Value")];
    return key === undefined || value === undefined || key.startsWith("aws:") ? [] : [[key, value] as const];
  });
}

function textAt({ content }: Value, name: string): string | undefined {
  const found =
    typeof content === "object" && content?.kind === "fields"
      ? content.entries.get(name)?.content
      : undefined;
  return typeof found === "string" ? found : undefined;
}

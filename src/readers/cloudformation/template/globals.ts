/**
 * `Globals` of the Serverless transform: properties that every resource of a type gets.
 *
 * A map is merged key by key, a list is put before the resource's own, and anything else is the default that the resource
 * overrides (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html,
 * read 2026-11-24).
 */
import { findFunction, findNode, findText } from "../syntax/node.ts";
import type { Field, Node } from "../syntax/node.ts";

export function withGlobals(
  resources: ReadonlyMap<string, Field>,
  globals: Node | undefined,
): ReadonlyMap<string, Field> {
  if (globals === undefined) return resources;
  return new Map(
    [...resources].map(([name, field]) => [name, { ...field, node: withDefaults(field.node, globals) }]),
  );
}

function withDefaults(resource: Node, globals: Node): Node {
  const type = findText(findNode(resource, "Type")) ?? "";
  const defaults = type.startsWith("AWS::Serverless::")
    ? findNode(globals, type.slice("AWS::Serverless::".length))
    : undefined;
  if (defaults === undefined || resource.kind !== "mapping") return resource;
  const own = resource.entries.get("Properties");
  const properties = own === undefined ? defaults : merge(defaults, own.node);
  return {
    ...resource,
    entries: new Map([
      ...resource.entries,
      ["Properties", { line: own?.line ?? resource.line, node: properties }],
    ]),
  };
}

function merge(base: Node, own: Node): Node {
  if (findFunction(base) !== undefined || findFunction(own) !== undefined) return own;
  if (base.kind === "sequence" && own.kind === "sequence")
    return { ...own, items: [...base.items, ...own.items] };
  if (base.kind !== "mapping" || own.kind !== "mapping") return own;
  const entries = new Map(base.entries);
  for (const [key, field] of own.entries) {
    const before = base.entries.get(key);
    entries.set(key, before === undefined ? field : { ...field, node: merge(before.node, field.node) });
  }
  return { ...own, entries };
}

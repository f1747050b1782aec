/**
 * Where everything stands in the text of a template, for whoever changes it: spans of resources, properties and outputs, and
 * every mention of a resource, in branches of conditions that are not taken too, since CloudFormation checks those as well.
 */
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { ParsedNode, YAMLMap } from "yaml";
import { AppError } from "../../../model/app-error.ts";
import type { SourceList, TemplateResource, TemplateSource } from "../../../model/source.ts";
import type { InputFile } from "../../input.ts";
import { listOf, textOf, valueIn } from "./items.ts";
import type { Text } from "./items.ts";
import { mentionsIn } from "./mention.ts";

/** The text must be one that denat has read already. */
export function locateTemplate({ path, text }: InputFile): TemplateSource {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: "failsafe",
    version: "1.1",
    uniqueKeys: false,
    lineCounter: lines,
    logLevel: "error",
  });
  const root = document.contents;
  const resources = isMap(root) ? valueIn(root, "Resources") : undefined;
  if (document.errors.length > 0 || !isMap(root) || !isMap(resources)) {
    throw new AppError(
      "TEMPLATE_NOT_EDITABLE",
      `${path}: its text has a form that denat reads but cannot edit`,
      "write it as plain YAML or JSON with a Resources section",
    );
  }
  const at: Text = { text, lines };
  const outputs = valueIn(root, "Outputs");
  const resourceList = listOf(resources, at);
  return {
    file: path,
    text,
    format: /^\s*\{/.test(text) ? "json" : "yaml",
    step: Math.max(1, resourceList.indent - listOf(root, at).indent),
    sections: listOf(root, at),
    resourceList,
    resources: new Map(
      resources.items.flatMap(({ key, value }) => {
        const name = textOf(key);
        return isMap(value) && name !== undefined ? [[name, toResource(value, at)] as const] : [];
      }),
    ),
    outputList: isMap(outputs) ? listOf(outputs, at) : undefined,
    exported: new Set(isMap(outputs) ? exportedIn(outputs) : []),
    parameters: new Set(keysOf(valueIn(root, "Parameters"))),
    mentions: mentionsIn(root, at),
  };
}

function toResource(node: YAMLMap.Parsed, at: Text): TemplateResource {
  const properties = valueIn(node, "Properties");
  const dependsOn = valueIn(node, "DependsOn");
  const path = valueIn(node, "Metadata");
  const isList = isSeq(dependsOn);
  const one = dependsOn === undefined ? undefined : textOf(dependsOn);
  return {
    type: textOf(valueIn(node, "Type")) ?? "",
    entries: listOf(node, at),
    properties: isMap(properties) ? listOf(properties, at) : undefined,
    dependsOn: isList
      ? dependsOn.items.flatMap((item) => textOf(item) ?? [])
      : one === undefined
        ? []
        : [one],
    dependsOnList: isList ? listOf(dependsOn, at) : undefined,
    condition: textOf(valueIn(node, "Condition")),
    lists: new Map(isMap(properties) ? listsIn(properties, at) : []),
    path: isMap(path) ? textOf(valueIn(path, "aws:cdk:path")) : undefined,
  };
}

function listsIn(properties: YAMLMap.Parsed, at: Text): readonly (readonly [string, SourceList])[] {
  return properties.items.flatMap(({ key, value }) => {
    const name = textOf(key);
    const isPlain = isSeq(value) && (value.tag === undefined || !value.tag.startsWith("!"));
    return isPlain && name !== undefined ? [[name, listOf(value, at)] as const] : [];
  });
}

function exportedIn(outputs: YAMLMap.Parsed): readonly string[] {
  return outputs.items.flatMap(({ key, value }) =>
    isMap(value) && valueIn(value, "Export") !== undefined ? (textOf(key) ?? []) : [],
  );
}

function keysOf(node: ParsedNode | undefined): readonly string[] {
  return isMap(node) ? node.items.flatMap(({ key }) => (isScalar(key) ? (textOf(key) ?? []) : [])) : [];
}

/** A plan or state, for whoever writes code beside it: what each resource is called in the code of the root module. */
import type { Facts } from "../../../facts/index.ts";
import type { InputResource, TerraformInput, TerraformModule, TerraformName } from "../../../model/source.ts";
import type { InputFile, ReadOptions } from "../../input.ts";
import { toInputResource } from "../../resource/inventory.ts";
import { isOfAws } from "../document/instance.ts";
import type { Document, Instance } from "../document/instance.ts";
import { fieldOf, isRow, rowAt, textAt } from "../document/json.ts";
import { readDocument } from "../document/read.ts";
import { newestStates, withoutPlanned } from "../document/repeats.ts";
import { createWorld, typeKey } from "../edge/world.ts";
import type { World } from "../edge/world.ts";
import { makeResources } from "../make.ts";
import { createPlaces } from "../place.ts";
import { endpointModulesOf } from "./endpoint-module.ts";
import { findOutput } from "./output.ts";

export function readTerraformInput(
  files: readonly InputFile[],
  options: ReadOptions,
  facts: Facts,
): TerraformInput {
  const parsed = files.map(({ path, text }) => ({ path, value: JSON.parse(text) as unknown }));
  const { kept } = newestStates(parsed);
  const read = kept.map((file) => readDocument(file, options.side ?? "after", kept.length === 1));
  const { kept: documents } = withoutPlanned(
    read.flatMap(({ document, refusal }) => (refusal === undefined ? [document] : [])),
  );
  const world = createWorld(documents);
  const stackOf = createPlaces(documents, world, options);
  const { resources } = makeResources(world, stackOf, facts);
  const byAddress = new Map(world.instances.map((one) => [one.address, one]));
  const own = resources.map((one) => withTags(toInputResource(one), byAddress));
  return {
    files: new Set(files.map(({ path }) => path)),
    resources: own,
    nameOf: (address, attribute) => nameOf(world, byAddress.get(address), attribute),
    moduleOf: (module) => moduleOf(documents, module),
    argumentsOf: (address) => argumentsOf(world, byAddress.get(address)),
    types: new Set(world.instances.filter(isOfAws).map(typeKey)),
    endpointModules: endpointModulesOf(documents, world, own, stackOf),
  };
}

function withTags(resource: InputResource, byAddress: ReadonlyMap<string, Instance>): InputResource {
  const instance = byAddress.get(resource.name);
  const tags = fieldOf(instance?.values, "tags");
  const secret = fieldOf(instance?.sensitive, "tags");
  if (!isRow(tags) || secret === true) return resource;
  const told = Object.entries(tags).flatMap(([key, value]) =>
    typeof value === "string" && fieldOf(secret, key) !== true ? [[key, value] as const] : [],
  );
  return { ...resource, tags: new Map(told) };
}

function nameOf(world: World, instance: Instance | undefined, attribute: string): TerraformName {
  if (instance === undefined) return { expression: undefined, value: undefined };
  const { sensitive } = instance;
  const isSecret = sensitive === true || fieldOf(sensitive, attribute) === true;
  const value = isSecret ? undefined : textAt(instance.values, attribute);
  const expression =
    instance.module === "" ? `${instance.address}.${attribute}` : findOutput(world, instance, attribute);
  return { expression, value };
}

function moduleOf(documents: readonly Document[], module: string): TerraformModule | undefined {
  const path = withoutKeys(module)
    .split(".")
    .filter((part) => part !== "module");
  for (const { configuration, file } of documents) {
    const call = configuration?.call(path);
    const source = textAt(call, "source");
    if (configuration === undefined || source === undefined) continue;
    const siblings = configuration.calls(path.slice(0, -1)).map((name) => [...path.slice(0, -1), name]);
    const calls = siblings.filter((one) => textAt(configuration.call(one), "source") === source).length;
    const variables = new Set(Object.keys(rowAt(call, "module", "variables")));
    return { source, file, variables, calls };
  }
  return undefined;
}

const withoutKeys = (module: string) => module.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");

function argumentsOf(world: World, instance: Instance | undefined): ReadonlySet<string> | undefined {
  const configuration = instance?.document.configuration;
  if (instance === undefined || configuration === undefined) return undefined;
  const block = configuration.resource(world.placeOf(instance.module).path, instance);
  return block === undefined ? undefined : new Set(Object.keys(rowAt(block, "expressions")));
}

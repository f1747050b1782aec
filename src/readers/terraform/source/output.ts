/**
 * The output by which the root module can name a resource of a module that it calls.
 *
 * An output tells which references are in it and not what is made of them. One that refers to a single block and nothing else is taken
 * for what it is in nearly all modules: the attribute, or the list of it in the order of the keys. Whatever is made of that is
 * shown by `terraform plan` before it is applied.
 */
import { referencesIn } from "../configuration/configuration.ts";
import { wholeTraversals } from "../configuration/traversal.ts";
import type { Instance } from "../document/instance.ts";
import { fieldOf, rowAt, textAt } from "../document/json.ts";
import type { World } from "../edge/world.ts";
import { vpcModuleOutputs } from "./vpc-module.ts";

export function findOutput(world: World, instance: Instance, attribute: string): string | undefined {
  const { module, document, type, name } = instance;
  const { path } = world.placeOf(module);
  const call = document.configuration?.call(path);
  if (path.length !== 1 || call === undefined) return undefined;
  const outputs = rowAt(call, "module", "outputs");
  const block = `${type}.${name}`;
  const isSingle = world.ofBlock(document, module, block).length === 1;
  const source = textAt(call, "source") ?? "";
  const known = attribute === "id" ? vpcModuleOutputs(source)[block] : undefined;
  if (known !== undefined && Object.hasOwn(outputs, known.output))
    return known.isList ? indexed(`${module}.${known.output}`, instance) : `${module}.${known.output}`;
  for (const output of Object.keys(outputs)) {
    const [only, ...others] = wholeTraversals(referencesIn(fieldOf(fieldOf(outputs, output), "expression")));
    if (only === undefined || others.length > 0) continue;
    const { text } = only;
    if (text === `${block}.${attribute}` && isSingle) return `${module}.${output}`;
    if (text === `${instance.address.slice(module.length + 1)}.${attribute}`) return `${module}.${output}`;
    const isList = text === block && endsLikeList(output, attribute);
    if (isList) return indexed(`${module}.${output}`, instance);
  }
  return undefined;
}

/** `private_subnet_ids`, `private_subnets`: a splat is listed as its block alone, and the name must tell the attribute. */
function endsLikeList(output: string, attribute: string): boolean {
  return attribute === "id" && /(?:_ids|subnets)$/.test(output) && !/arn|cidr/.test(output);
}

function indexed(list: string, { key }: Instance): string | undefined {
  return typeof key === "number" ? `${list}[${key}]` : undefined;
}

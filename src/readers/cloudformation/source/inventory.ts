/** The resources of templates, for whoever changes them. */
import type { Facts } from "../../../facts/index.ts";
import type { InputResource } from "../../../model/source.ts";
import type { InputFile, ReadOptions } from "../../input.ts";
import { toInputResource } from "../../resource/inventory.ts";
import { evaluateTemplates } from "../evaluate.ts";

export function templateResources(
  files: readonly InputFile[],
  options: ReadOptions,
  facts: Facts,
): readonly InputResource[] {
  return evaluateTemplates(files, options, facts).resources.map(toInputResource);
}

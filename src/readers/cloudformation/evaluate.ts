/**
 * From texts to evaluated resources: the first half of the CloudFormation reader.
 *
 * Decides which stacks the files hold (templates, nested stacks, cloud assemblies of CDK), what every parameter, condition
 * and intrinsic function comes to, and which resources exist. Leaves to resource/ what a resource means for the network.
 *
 *   syntax/     texts become nodes with lines, JSON and YAML alike
 *   template/   sections of one template
 *   intrinsic/  nodes become values
 *   stack/      names become values: parameters, resources, other stacks
 */
import type { Facts } from "../../facts/index.ts";
import { AppError } from "../../model/app-error.ts";
import { didYouMean } from "../../model/near-names.ts";
import type { Unused } from "../../model/network.ts";
import type { InputFile, ReadOptions } from "../input.ts";
import { checkScope } from "./stack/check.ts";
import { fillResources } from "./stack/draft.ts";
import { toExport } from "./stack/exports.ts";
import type { Export } from "./stack/exports.ts";
import { giveIds } from "./stack/ids.ts";
import { createLibrary } from "./stack/library/library.ts";
import { isPseudo } from "./stack/scope/pseudo.ts";
import { remarksOn } from "./stack/remarks.ts";
import { unknown } from "../../model/known.ts";
import { findRoots } from "./stack/library/roots.ts";
import { openStacks } from "./stack/stacks.ts";
import type { Template } from "./template/template.ts";
import type { Resource, Stack } from "../resource/property/value.ts";

export interface Evaluated {
  readonly stacks: readonly Stack[];
  readonly resources: readonly Resource[];
  readonly unused: readonly Unused[];
  readonly exports: readonly Export[];
}

/**
 * Everything that the templates among `files` make. Throws an AppError, with file and line, where a text is broken, where
 * CloudFormation would refuse a template, and where an option names a parameter that none has.
 */
export function evaluateTemplates(
  files: readonly InputFile[],
  options: ReadOptions,
  facts: Pick<Facts, "regionNamed">,
): Evaluated {
  const library = createLibrary(files, options);
  const roots = findRoots(files, library, options);
  checkParameters([...library.templates.values(), ...roots.plans.map(({ template }) => template)], options);
  const { scopes, exported } = openStacks(library, roots.plans, { options, facts });
  scopes.forEach(checkScope);
  const resources = scopes.flatMap((scope) => [...scope.resources().values()]);
  giveIds(resources);
  scopes.forEach(fillResources);
  const exports = exported.flatMap(toExport);
  const used = new Set(scopes.map(({ template }) => template));
  return {
    stacks: scopes.map(({ stack, template }) => withDoubt(stack, template)),
    resources,
    unused: [...roots.unused(used), ...remarksOn(scopes)],
    exports,
  };
}

/** What a macro of the user's own makes of a template can only be seen once it has run. */
function withDoubt(stack: Stack, { rewritingMacros }: Template): Stack {
  if (rewritingMacros.length === 0) return stack;
  const fact = `what ${rewritingMacros.join(" and ")} makes of the template of ${stack.name}`;
  const call = `aws cloudformation get-template --template-stage Processed --stack-name ${stack.name}`;
  return { ...stack, doubt: unknown(fact, `${call}, and read that instead`) };
}

/** Several templates may share an option, but one that no template knows is a slip of the pen. */
function checkParameters(templates: readonly Template[], { parameters }: ReadOptions): void {
  if (templates.length === 0) return;
  const names = new Set(templates.flatMap((template) => [...template.parameters.keys()]));
  const unknown = [...parameters.keys()].find((name) => !names.has(name) && !isPseudo(name));
  if (unknown === undefined) return;
  const hint = didYouMean(
    unknown,
    names,
    names.size === 0 ? "they have no parameters" : `they have ${[...names].join(", ")}`,
  );
  throw new AppError("PARAMETER_UNKNOWN", `--parameter ${unknown}: no template has this parameter`, hint);
}

/** What a reader of `denat read` should know of the templates: what was passed over, and what only AWS can tell. */
import type { Unused } from "../../../model/network.ts";
import type { Template } from "../template/template.ts";
import { evaluatedMacros } from "../template/template.ts";
import type { Scope } from "./world.ts";

export function remarksOn(scopes: readonly Scope[]): readonly Unused[] {
  const templates = new Set(scopes.map(({ template }) => template));
  const remarks = [...[...templates].flatMap(ofTemplate), ...scopes.flatMap(ofScope)];
  return [...new Map(remarks.map((remark) => [`${remark.path} ${remark.reason}`, remark])).values()];
}

function ofTemplate({ file, macros, duplicates }: Template): readonly Unused[] {
  return [
    ...macros
      .filter(({ name }) => !evaluatedMacros.has(name))
      .map(({ name, line }) => ({
        path: `${file.path}:${line}`,
        reason: `macro ${name} runs only in AWS; the template is read as it is written`,
      })),
    ...duplicates.map(({ key, line }) => ({
      path: `${file.path}:${line}`,
      reason: `${key} is written twice; this one counts, the earlier one does not`,
    })),
  ];
}

/** Resources that make resources elsewhere. */
const makers: ReadonlyMap<string, string> = new Map([
  [
    "AWS::CloudFormation::StackSet",
    "deploys its template to other accounts and Regions; give that template by itself",
  ],
  [
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
    "makes a stack from a template of the Service Catalog",
  ],
]);

function ofScope({ stack, notes, resources }: Scope): readonly Unused[] {
  const made = [...resources().values()].flatMap(({ logicalId, type, origin }) => {
    const reason = makers.get(type);
    return reason === undefined
      ? []
      : [{ path: `${stack.file}:${origin.line ?? 1}`, reason: `${logicalId} ${reason}` }];
  });
  return [...notes.map(({ line, reason }) => ({ path: `${stack.file}:${line}`, reason })), ...made];
}

/** The sections of one template, and whether a text is a template at all. */
import { AppError } from "../../../model/app-error.ts";
import type { InputFile } from "../../input.ts";
import { entriesOf, findFunction, findNode, findText } from "../syntax/node.ts";
import type { Duplicate, Field, Node } from "../syntax/node.ts";
import { withGlobals } from "./globals.ts";
import { toParameters } from "./parameter.ts";
import type { Parameter } from "./parameter.ts";

type Section = ReadonlyMap<string, Field>;

interface Macro {
  readonly name: string;
  readonly line: number;
}

export interface Template {
  readonly file: InputFile;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly mappings: Section;
  readonly conditions: Section;
  readonly resources: Section;
  readonly outputs: Section;
  readonly macros: readonly Macro[];
  readonly duplicates: readonly Duplicate[];
  /** Macros that may change whatever the template says. */
  readonly rewritingMacros: readonly string[];
  /** Whether a macro may add resources, so that a name that is not here may still exist. */
  readonly isOpen: boolean;
}

const languageExtensions = "AWS::LanguageExtensions";
const serverless = "AWS::Serverless-2016-10-31";
/** Macros of which all that matters to a network is evaluated here. */
export const evaluatedMacros: ReadonlySet<string> = new Set([languageExtensions, serverless]);
/**
 * AWS's own that leave the network alone: they touch secrets and deployments.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-reference.html
 */
const harmlessMacros: ReadonlySet<string> = new Set([
  "AWS::CodeDeployBlueGreen",
  "AWS::SecretsManager-2020-07-23",
  "AWS::SecretsManager-2024-09-16",
]);

/** Cheap, and never wrong about a template: whether it is worth parsing a text. */
export function looksLikeTemplate(text: string): boolean {
  return /["']?Resources["']?\s*:/.test(text);
}

/** Whether this is a template: an object with `Resources`, every one of which has a `Type` or is made by a function. */
export function isTemplate(root: Node): boolean {
  const resources = findNode(root, "Resources");
  if (resources?.kind !== "mapping") return false;
  const entries = [...resources.entries];
  const typed = entries.filter(([name, { node }]) => name.startsWith("Fn::") || hasType(node));
  return typed.length > 0 || (entries.length === 0 && isMarked(root));
}

const hasType = (node: Node) => findText(findNode(node, "Type")) !== undefined;
const isMarked = (root: Node) =>
  ["AWSTemplateFormatVersion", "Parameters", "Outputs"].some((key) => entriesOf(root).has(key)) ||
  entriesOf(root).size === 1;

/** Throws an AppError for a resource that CloudFormation would refuse because it has no type. */
export function toTemplate(file: InputFile, root: Node, duplicates: readonly Duplicate[]): Template {
  const macros = toMacros(findNode(root, "Transform"));
  const resources = entriesOf(findNode(root, "Resources"));
  const isPartlyMade = resources.has("Fn::Transform") || entriesOf(root).has("Fn::Transform");
  for (const [name, { node, line }] of resources) {
    if (!name.startsWith("Fn::") && !hasType(node)) throw untyped(file.path, line, name);
  }
  return {
    file,
    parameters: toParameters(findNode(root, "Parameters")),
    mappings: entriesOf(findNode(root, "Mappings")),
    conditions: entriesOf(findNode(root, "Conditions")),
    resources: macros.some(({ name }) => name === serverless)
      ? withGlobals(resources, findNode(root, "Globals"))
      : resources,
    outputs: entriesOf(findNode(root, "Outputs")),
    macros,
    rewritingMacros: [
      ...macros
        .map(({ name }) => name)
        .filter((name) => !evaluatedMacros.has(name) && !harmlessMacros.has(name)),
      ...(isPartlyMade ? ["Fn::Transform"] : []),
    ],
    duplicates,
    isOpen: macros.some(({ name }) => name !== languageExtensions) || isPartlyMade,
  };
}

function untyped(file: string, line: number, name: string): AppError {
  return new AppError(
    "TEMPLATE_INVALID",
    `${file}:${line}: resource ${name} has no Type`,
    "CloudFormation refuses it: give it a type, or take it out",
  );
}

/** `Transform` is a name, a list of names, or the long form with parameters. */
function toMacros(node: Node | undefined): readonly Macro[] {
  if (node === undefined) return [];
  if (node.kind === "sequence") return node.items.flatMap(toMacros);
  const fragment = findFunction(node)?.argument ?? node;
  const name = findText(node) ?? findText(findNode(fragment, "Name"));
  return name === undefined ? [] : [{ name, line: node.line }];
}

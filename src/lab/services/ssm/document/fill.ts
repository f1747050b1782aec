/** Values for the parameters of a document: given ones checked against its rules, defaults for the rest. */
import { ServiceFault } from "../../fault.ts";
import type { Content, ParameterModel } from "./content.ts";

export type Given = Readonly<Record<string, readonly string[] | undefined>>;
/** A list for the parameters that are lists, a text for all others. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

export function fillParameters({ parameters = {} }: Content, given: Given = {}): Filled {
  const stray = Object.keys(given).filter((name) => !Object.hasOwn(parameters, name));
  if (stray.length > 0) throw invalid(`Invalid parameters provided: ${stray.join(", ")}`);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, model]) => [name, fill(name, model, given[name])]),
  );
}

function fill(name: string, model: ParameterModel, given: readonly string[] | undefined) {
  const isList = model.type === "StringList";
  if (given === undefined) {
    if (model.default === undefined) throw invalid(`Parameter ${name} is required but not provided`);
    return isList ? [model.default].flat().map(String) : textOf(model.default);
  }
  if (!isList && given.length !== 1) throw invalid(`Parameter ${name} takes exactly one value`);
  const { minItems = 0, maxItems = Number.MAX_SAFE_INTEGER } = model;
  if (isList && (given.length < minItems || given.length > maxItems))
    throw invalid(`Parameter ${name} must have from ${minItems} to ${maxItems} items`);
  for (const value of given) check(name, model, value);
  return isList ? given : (given[0] ?? "");
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

function check(name: string, model: ParameterModel, value: string): void {
  const { allowedPattern, allowedValues, minChars = 0, maxChars = Number.MAX_SAFE_INTEGER } = model;
  // AWS matches the whole value, whether the pattern says so or not.
  if (allowedPattern !== undefined && !new RegExp(`^(?:${allowedPattern})$`).test(value))
    throw invalid(`Parameter ${name} has value "${value}" not matching "${allowedPattern}".`);
  if (allowedValues !== undefined && !allowedValues.map(textOf).includes(value))
    throw invalid(`Parameter ${name} has value "${value}" not in [${allowedValues.map(textOf).join(", ")}].`);
  if (value.length < minChars || value.length > maxChars)
    throw invalid(`Parameter ${name} must have from ${minChars} to ${maxChars} characters`);
  const isTruth = value === "true" || value === "false";
  if (model.type === "Boolean" && !isTruth) throw invalid(`Parameter ${name} must be true or false`);
  if (model.type === "Integer" && !/^-?\d+$/.test(value)) throw invalid(`Parameter ${name} must be a number`);
}

const invalid = (message: string) => new ServiceFault("InvalidParameters", message);

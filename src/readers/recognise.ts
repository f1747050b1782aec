/** What a file is, by its content. */
import { AppError } from "../model/app-error.ts";
import type { InputFile, ReadMemory } from "./input.ts";
import {
  brokenRefusal,
  isFromTerraform,
  isPlanForPeople,
  peopleRefusal,
  refusalOfValue,
  withoutWrapper,
} from "./terraform/not-a-plan.ts";
import { isTerraformSource, sourceRefusal } from "./terraform/source-text.ts";

export type Recognised =
  | { readonly kind: "template"; readonly file: InputFile }
  /** The manifest of a CDK assembly: the files in its directory are that assembly's. */
  | { readonly kind: "manifest"; readonly file: InputFile }
  /** A plan or a state, of Terraform or of OpenTofu. */
  | { readonly kind: "terraform"; readonly file: InputFile; readonly value: unknown }
  /** Some other JSON: perhaps the answer of an API call. */
  | { readonly kind: "json"; readonly file: InputFile; readonly value: unknown }
  | { readonly kind: "other"; readonly file: InputFile; readonly reason: string }
  /** Neither JSON nor YAML, and nothing in it looks like AWS's. */
  | { readonly kind: "broken"; readonly file: InputFile; readonly error: AppError };

/** Throws an AppError for what is clearly meant as input and cannot be read. */
export function recognise(given: InputFile, memory?: ReadMemory): Promise<Recognised> {
  const known = memory?.keep("recognised", () => new WeakMap<InputFile, Promise<Recognised>>());
  const found = known?.get(given) ?? recogniseAnew(given);
  known?.set(given, found);
  return found;
}

async function recogniseAnew(given: InputFile): Promise<Recognised> {
  if (given.value !== undefined) return recogniseJson(given, given.value);
  const file = { ...given, text: withoutWrapper(given.text.replace(/^\uFEFF/, "")) };
  if (!isWrittenAsJson(file.text)) return recogniseYaml(file);
  let value: unknown;
  try {
    value = JSON.parse(file.text);
  } catch (cause) {
    if (isFromTerraform(file.text)) throw brokenRefusal(file.path, file.text, cause);
    const error = await syntaxErrorOf(file, cause);
    if (isMeantAsInput(file.text)) throw error;
    return { kind: "broken", file, error };
  }
  return recogniseJson(file, value);
}

function recogniseJson(file: InputFile, value: unknown): Recognised {
  const refusal = refusalOfValue(file.path, value);
  if (refusal !== undefined) throw refusal;
  if (has(value, manifestSigns)) return { kind: "manifest", file };
  if (terraformSigns.some((signs) => has(value, signs))) return { kind: "terraform", file, value };
  const isTemplate = templateSigns.some((signs) => has(value, signs));
  return isTemplate ? { kind: "template", file } : { kind: "json", file, value };
}

type Kind = "object" | "string" | "array" | "number";
type Signs = Readonly<Record<string, Kind>>;

const templateSigns: readonly Signs[] = [{ Resources: "object" }, { AWSTemplateFormatVersion: "string" }];
const manifestSigns: Signs = { artifacts: "object", version: "string" };

const terraformSigns: readonly Signs[] = [
  { format_version: "string" },
  { terraform_version: "string", planned_values: "object" },
  { terraform_version: "string", values: "object" },
  { version: "number", terraform_version: "string", resources: "array" },
  { version: "number", terraform_version: "string", modules: "array" },
  { version: "number", lineage: "string" },
];

function has(value: unknown, signs: Signs): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(signs).every(([key, kind]) => {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    return kind === (Array.isArray(field) ? "array" : field === null ? "null" : typeof field);
  });
}

/** YAML has braces too, but no double quote or bracket right after the first one. */
function isWrittenAsJson(text: string): boolean {
  return /^\s*(?:\{\s*(?:["}]|$)|\[)/.test(text);
}

/** AWS's first keys have a capital; those of other programs' settings, which may hold comments, rarely do. */
function isMeantAsInput(text: string): boolean {
  return /^\s*[[{]\s*"[A-Z]/.test(text);
}

async function recogniseYaml(file: InputFile): Promise<Recognised> {
  if (isTerraformSource(file.text)) throw sourceRefusal(file.path);
  if (isPlanForPeople(file.text)) throw peopleRefusal(file.path);
  if (
    /^["']?(?:Resources|AWSTemplateFormatVersion)["']?\s*:/m.test(file.text) ||
    /^\s*\{.*\bResources\b/s.test(file.text)
  ) {
    return { kind: "template", file };
  }
  const { parseSyntax } = await import("./cloudformation/syntax/index.ts");
  try {
    parseSyntax(file);
  } catch (error) {
    if (error instanceof AppError) return { kind: "broken", file, error };
    throw error;
  }
  return { kind: "other", file, reason: "text or YAML without a Resources section, so no template" };
}

/** The parser of templates knows line and column, and `JSON.parse` does not. */
export async function syntaxErrorOf(file: InputFile, cause: unknown): Promise<AppError> {
  const { parseSyntax } = await import("./cloudformation/syntax/index.ts");
  try {
    parseSyntax(file);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  const what = cause instanceof Error ? cause.message : String(cause);
  return new AppError("INPUT_SYNTAX", `${file.path} is no JSON: ${what}`, "mend the file and run again", {
    cause,
  });
}

/**
 * What is in a document: parameters, and what is done with them.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html (read 2026-11-29)
 */
import type { DocumentType } from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";

export interface Content {
  readonly schemaVersion: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, ParameterModel>>;
  /** Of a session document. */
  readonly sessionType?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly properties?: unknown;
  /** Of a command document of schema 1.2, and of 2.x. */
  readonly runtimeConfig?: unknown;
  readonly mainSteps?: readonly unknown[];
}

export interface ParameterModel {
  readonly type: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly allowedPattern?: string;
  readonly allowedValues?: readonly unknown[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minChars?: number;
  readonly maxChars?: number;
}

const sessionTypes = ["Standard_Stream", "InteractiveCommands", "NonInteractiveCommands", "Port"];
const mostBytes = 65_536;

export function parseContent(text: string, type: DocumentType): Content {
  if (Buffer.byteLength(text) > mostBytes)
    throw new ServiceFault("MaxDocumentSizeExceeded", "The size limit of a document is 64 KB");
  const content = parseObject(text);
  const own = type === "Session" ? faultOfSession(content) : faultOfCommand(content);
  const refusal = own ?? faultOfParameters(content["parameters"]);
  if (refusal !== undefined) throw invalid(refusal);
  return content as unknown as Content;
}

const invalid = (message: string) => new ServiceFault("InvalidDocumentContent", message);

type Fields = Readonly<Record<string, unknown>>;

function parseObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid("JSON not well-formed.");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalid("The content of a document must be an object.");
}

function faultOfSession({ schemaVersion, sessionType, inputs }: Fields): string | undefined {
  if (schemaVersion !== "1.0") return "Session documents support schema version 1.0 alone.";
  if (typeof sessionType !== "string" || !sessionTypes.includes(sessionType))
    return `sessionType must be one of ${sessionTypes.join(", ")}.`;
  if (sessionType === "Standard_Stream" && (typeof inputs !== "object" || inputs === null))
    return "inputs are required for sessions of type Standard_Stream.";
  return faultOfInputs((inputs ?? {}) as Fields);
}

const minutes: Readonly<Record<string, number>> = { idleSessionTimeout: 60, maxSessionDuration: 1440 };

function faultOfInputs(inputs: Fields): string | undefined {
  for (const [name, most] of Object.entries(minutes)) {
    const value = inputs[name];
    if (value === undefined || value === "") continue;
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1 || number > most)
      return `${name} must be a number of minutes from 1 to ${most}.`;
  }
  return undefined;
}

function faultOfCommand({ schemaVersion, runtimeConfig, mainSteps }: Fields): string | undefined {
  if (schemaVersion === "1.2") {
    const isThere = typeof runtimeConfig === "object" && runtimeConfig !== null;
    return isThere ? undefined : "runtimeConfig is required in schema version 1.2.";
  }
  if (schemaVersion !== "2.0" && schemaVersion !== "2.2")
    return `Schema version ${JSON.stringify(schemaVersion)} is not supported for documents of type Command.`;
  return Array.isArray(mainSteps) && mainSteps.length > 0
    ? undefined
    : "mainSteps are required in schema version 2.x.";
}

const parameterTypes = ["String", "StringList", "Boolean", "Integer", "MapList", "StringMap"];

function faultOfParameters(parameters: unknown): string | undefined {
  if (parameters === undefined) return undefined;
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters))
    return "parameters must be an object.";
  for (const [name, model] of Object.entries(parameters as Readonly<Record<string, Fields | null>>)) {
    if (!parameterTypes.includes(String(model?.["type"]))) return `Parameter ${name} has no valid type.`;
    const pattern = model?.["allowedPattern"];
    if (pattern !== undefined && !isPattern(pattern)) return `allowedPattern of ${name} is not valid.`;
  }
  return undefined;
}

function isPattern(text: unknown): boolean {
  if (typeof text !== "string") return false;
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

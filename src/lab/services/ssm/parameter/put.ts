/** PutParameter, DeleteParameter, DeleteParameters. */
import type {
  DeleteParameterRequest,
  DeleteParametersRequest,
  DeleteParametersResult,
  ParameterTier,
  PutParameterRequest,
  PutParameterResult,
} from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { contextOf, parameterArn } from "./parameter.ts";
import type { ParameterVersion, StoredParameter } from "./stored.ts";

const namePattern = /^[a-zA-Z0-9_.\-/]+$/;
const deepest = 15;
const mostVersions = 100;
const mostBytes = { Standard: 4096, Advanced: 8192 } as const;
const types: readonly string[] = ["String", "StringList", "SecureString"];

const invalid = (message: string) => new ServiceFault("ValidationException", message);

export function putParameter(plane: Plane, input: PutParameterRequest, asked: Asked): PutParameterResult {
  const { Name = "", Overwrite = false } = input;
  checkName(Name);
  const arn = parameterArn(asked, Name);
  asked.permit("ssm:PutParameter", arn);
  const { parameters } = stateOf(plane, asked);
  const before = parameters.get(Name);
  if (before !== undefined && !Overwrite)
    throw new ServiceFault(
      "ParameterAlreadyExists",
      "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
  const version = makeVersion(plane, input, { arn, before, asked });
  const versions = [...(before?.versions ?? []), version].slice(-mostVersions);
  parameters.set(Name, { name: Name, arn, description: input.Description ?? before?.description, versions });
  return { Version: version.number, Tier: version.tier };
}

interface Making {
  readonly arn: string;
  readonly before: StoredParameter | undefined;
  readonly asked: Asked;
}

function makeVersion(
  plane: Plane,
  input: PutParameterRequest,
  { arn, before, asked }: Making,
): ParameterVersion {
  const last = before?.versions.at(-1);
  const { Value = "", AllowedPattern, DataType = last?.dataType ?? "text", Type: type = last?.type } = input;
  if (type === undefined) throw invalid("A parameter type is required when you create a parameter.");
  if (!types.includes(type))
    throw new ServiceFault("UnsupportedParameterType", `${type} is not a type of parameters`);
  if (Value === "") throw invalid("The value of a parameter cannot be empty");
  if (AllowedPattern !== undefined && !matches(AllowedPattern, Value))
    throw new ServiceFault(
      "ParameterPatternMismatchException",
      `Parameter value, cannot be validated against allowedPattern: ${AllowedPattern}`,
    );
  const tier = tierFor(input, Value, last?.tier);
  const keyId = type === "SecureString" ? (input.KeyId ?? last?.keyId ?? "alias/aws/ssm") : undefined;
  const value =
    keyId === undefined
      ? Value
      : plane.kms
          .encryptFor(asked, { via: "ssm", keyId, bytes: Buffer.from(Value), context: contextOf(arn) })
          .toString("base64");
  const number = (last?.number ?? 0) + 1;
  return { number, type, value, keyId, tier, dataType: DataType, modifiedAtMs: asked.nowMs };
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    throw new ServiceFault("InvalidAllowedPatternException", `${pattern} is not a regular expression`);
  }
}

/** An advanced parameter stays one. */
function tierFor(
  { Tier }: PutParameterRequest,
  value: string,
  before: ParameterTier | undefined,
): ParameterTier {
  const bytes = Buffer.byteLength(value);
  const wanted = before === "Advanced" ? "Advanced" : (Tier ?? "Standard");
  const tier =
    wanted === "Intelligent-Tiering" ? (bytes > mostBytes.Standard ? "Advanced" : "Standard") : wanted;
  const most = tier === "Advanced" ? mostBytes.Advanced : mostBytes.Standard;
  if (bytes > most)
    throw invalid(`The value of a parameter of tier ${tier} is limited to ${most} characters`);
  return tier;
}

function checkName(name: string): void {
  if (!namePattern.test(name) || name.length > 1011)
    throw invalid(
      "Parameter name must not be empty, and only letters, digits and the characters .-_/ may be in it.",
    );
  if (/^\/?(aws|ssm)/i.test(name))
    throw invalid('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  if (name.includes("/") && !name.startsWith("/"))
    throw invalid("Parameter name must be a fully qualified name.");
  if (name.split("/").length - 1 > deepest)
    throw new ServiceFault(
      "HierarchyLevelLimitExceededException",
      `The hierarchy of a parameter name is limited to ${deepest} levels`,
    );
}

export function deleteParameter(plane: Plane, { Name = "" }: DeleteParameterRequest, asked: Asked): object {
  asked.permit("ssm:DeleteParameter", parameterArn(asked, Name));
  if (!stateOf(plane, asked).parameters.delete(Name))
    throw new ServiceFault("ParameterNotFound", `Parameter ${Name} not found.`);
  return {};
}

export function deleteParameters(
  plane: Plane,
  { Names = [] }: DeleteParametersRequest,
  asked: Asked,
): DeleteParametersResult {
  const { parameters } = stateOf(plane, asked);
  for (const name of Names) asked.permit("ssm:DeleteParameters", parameterArn(asked, name));
  const DeletedParameters = Names.filter((name) => parameters.delete(name));
  return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) };
}

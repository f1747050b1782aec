/** GetParameter, GetParameters, GetParametersByPath. */
import type {
  GetParameterRequest,
  GetParameterResult,
  GetParametersByPathRequest,
  GetParametersByPathResult,
  GetParametersRequest,
  GetParametersResult,
  ParameterStringFilter,
} from "@aws-sdk/client-ssm";
import { invalidMember, ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import { pageOf } from "../../json/page.ts";
import { stateOf } from "../context.ts";
import type { Plane } from "../context.ts";
import { findParameter, parameterArn, toParameter } from "./parameter.ts";
import type { ParameterVersion } from "./stored.ts";

/** The ARN that policies are asked about, of a name as it was given. */
const arnOf = (asked: Asked, text: string): string =>
  (text.startsWith("arn:") ? text : parameterArn(asked, text)).replace(/(parameter\/.*?):\w+$/, "$1");

export function getParameter(
  plane: Plane,
  { Name = "", WithDecryption = false }: GetParameterRequest,
  asked: Asked,
): GetParameterResult {
  asked.permit("ssm:GetParameter", arnOf(asked, Name));
  const found = findParameter(stateOf(plane, asked), asked, Name);
  if (found === undefined) throw new ServiceFault("ParameterNotFound", `Parameter ${Name} not found.`);
  return { Parameter: toParameter(plane, asked, found, WithDecryption) };
}

const mostNames = 10;

export function getParameters(
  plane: Plane,
  { Names = [], WithDecryption = false }: GetParametersRequest,
  asked: Asked,
): GetParametersResult {
  if (Names.length < 1 || Names.length > mostNames)
    throw invalidMember("Names", Names.join(", "), `Member must have length from 1 to ${mostNames}`);
  for (const name of Names) asked.permit("ssm:GetParameters", arnOf(asked, name));
  const region = stateOf(plane, asked);
  const all = Names.map((name) => ({ name, found: findParameter(region, asked, name) }));
  return {
    Parameters: all.flatMap(({ found }) =>
      found === undefined ? [] : [toParameter(plane, asked, found, WithDecryption)],
    ),
    InvalidParameters: all.flatMap(({ name, found }) => (found === undefined ? [name] : [])),
  };
}

export function getParametersByPath(
  plane: Plane,
  input: GetParametersByPathRequest,
  asked: Asked,
): GetParametersByPathResult {
  const { Path: path = "", Recursive = false, ParameterFilters = [], WithDecryption = false } = input;
  if (!path.startsWith("/"))
    throw new ServiceFault(
      "ValidationException",
      `The parameter path must begin with a slash: ${path} does not.`,
    );
  const most = input.MaxResults ?? mostNames;
  if (most < 1 || most > mostNames)
    throw invalidMember("MaxResults", most, `Member must have value from 1 to ${mostNames}`);
  asked.permit("ssm:GetParametersByPath", parameterArn(asked, path));
  const base = path.endsWith("/") ? path : `${path}/`;
  const found = [...stateOf(plane, asked).parameters.values()]
    .filter(({ name }) => name.startsWith(base))
    .filter(({ name }) => Recursive || !name.slice(base.length).includes("/"))
    .flatMap((parameter) => {
      const version = parameter.versions.at(-1);
      return version === undefined ? [] : [{ parameter, version, selector: undefined }];
    })
    .filter(({ version }) => ParameterFilters.every((filter) => passes(version, filter)))
    .sort((a, b) => (a.parameter.name < b.parameter.name ? -1 : 1));
  const { items, next } = pageOf(found, { most, token: input.NextToken });
  return {
    Parameters: items.map((one) => toParameter(plane, asked, one, WithDecryption)),
    NextToken: next,
  };
}

const fields: Readonly<Record<string, (version: ParameterVersion) => string>> = {
  Type: ({ type }) => type,
  KeyId: ({ keyId }) => keyId ?? "",
};

function passes(
  version: ParameterVersion,
  { Key = "", Option = "Equals", Values = [] }: ParameterStringFilter,
) {
  const field = fields[Key];
  if (field === undefined)
    throw new ServiceFault("InvalidFilterKey", `The filter key ${Key} is not valid here`);
  if (Option !== "Equals" && Option !== "BeginsWith")
    throw new ServiceFault("InvalidFilterOption", `The filter option ${Option} is not valid`);
  const own = field(version);
  return Values.some((value) => (Option === "Equals" ? own === value : own.startsWith(value)));
}

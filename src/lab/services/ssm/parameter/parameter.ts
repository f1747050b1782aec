/**
 * Which parameter a name means, and how it is told.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html (read 2026-11-29)
 */
import type { Parameter } from "@aws-sdk/client-ssm";
import { ServiceFault } from "../../fault.ts";
import type { Asked } from "../../json/operation.ts";
import type { RegionState } from "../state.ts";
import { ssmArn } from "../context.ts";
import type { Plane } from "../context.ts";
import type { ParameterVersion, StoredParameter } from "./stored.ts";

/** Names that begin with a slash have it before the name in the ARN already. */
export const parameterArn = (asked: Asked, name: string): string =>
  ssmArn(asked, `parameter${name.startsWith("/") ? "" : "/"}${name}`);

/** What a SecureString is encrypted with. */
export const contextOf = (arn: string) => ({ PARAMETER_ARN: arn });

interface Found {
  readonly parameter: StoredParameter;
  readonly version: ParameterVersion;
  /** `:2` where the name asked for a version. */
  readonly selector: string | undefined;
}

/** By name, by ARN, or either with a version behind it. Undefined where there is none of the name. */
export function findParameter(region: RegionState, asked: Asked, text: string): Found | undefined {
  const base = ssmArn(asked, "parameter");
  const named = text.startsWith(`${base}/`) ? text.slice(base.length) : text;
  const [, name = named, selector] = /^(.+?)(:\d+)$/.exec(named) ?? [];
  const parameter =
    region.parameters.get(name) ?? (named === text ? undefined : region.parameters.get(name.slice(1)));
  if (parameter === undefined) return undefined;
  const number = selector === undefined ? undefined : Number(selector.slice(1));
  const version =
    number === undefined
      ? parameter.versions.at(-1)
      : parameter.versions.find((one) => one.number === number);
  if (version !== undefined) return { parameter, version, selector };
  throw new ServiceFault(
    "ParameterVersionNotFound",
    `Systems Manager could not find version ${number} of ${name}. Verify the version and try again.`,
  );
}

export function toParameter(plane: Plane, asked: Asked, found: Found, decrypts: boolean): Parameter {
  const { parameter, version, selector } = found;
  const isClear = version.type !== "SecureString" || !decrypts;
  const Value = isClear
    ? version.value
    : plane.kms
        .decryptFor(asked, {
          via: "ssm",
          bytes: Buffer.from(version.value, "base64"),
          context: contextOf(parameter.arn),
        })
        .toString("utf8");
  return {
    Name: parameter.name,
    Type: version.type,
    Value,
    Version: version.number,
    ...(selector === undefined ? {} : { Selector: selector }),
    LastModifiedDate: new Date(version.modifiedAtMs),
    ARN: parameter.arn,
    DataType: version.dataType,
  };
}

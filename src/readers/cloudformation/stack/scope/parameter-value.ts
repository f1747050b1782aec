/**
 * What a parameter comes to: given on the command line or by the parent stack, its default, or not known.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html, read 2026-11-24.
 */
import { AppError } from "../../../../model/app-error.ts";
import { unresolved } from "../../intrinsic/context.ts";
import { withDynamicReferences } from "../../intrinsic/dynamic-reference.ts";
import { joined, literalOf, partsOf, splitAtCommas } from "../../intrinsic/text.ts";
import type { Part } from "../../intrinsic/text.ts";
import type { Parameter } from "../../template/parameter.ts";
import type { Content, Value } from "../../../resource/property/value.ts";

export interface Setting {
  readonly file: string;
  readonly stackName: string;
  /** Says of which stack the parameter is, where its name alone would not. */
  readonly owner: string;
  /** The value in a parent's `Parameters`. */
  readonly passed: Value | undefined;
  /** The text of `--parameter`. */
  readonly given: string | undefined;
}

export function parameterContent(parameter: Parameter, setting: Setting): Content {
  const { passed, given } = setting;
  if (passed !== undefined) return passedContent(parameter, passed, setting);
  if (given !== undefined) return givenContent(parameter, given, setting);
  if (parameter.defaultText !== undefined) return textContent(parameter, parameter.defaultText, setting);
  return missingContent(parameter, setting);
}

function passedContent(parameter: Parameter, passed: Value, setting: Setting): Content {
  const text = literalOf(passed);
  if (text !== undefined) return textContent(parameter, text, setting);
  const parts = parameter.isList && !parameter.isStored ? splitAtCommas(partsOf(passed) ?? []) : undefined;
  if (parts === undefined || isWhole(parts) || isList(passed.content)) return passed.content;
  const { origin } = passed;
  return { kind: "list", items: parts.map((item) => ({ content: joined(item, setting.stackName), origin })) };
}

/** Nothing, or one unknown, which may be a list already. */
const isWhole = (items: readonly (readonly Part[])[]) => {
  const [[part, ...rest] = [], ...others] = items;
  const isUnknown = part === undefined || (typeof part !== "string" && part.kind === "unresolved");
  return isUnknown && rest.length === 0 && others.length === 0;
};

const isList = (content: Content) => typeof content === "object" && content?.kind === "list";

/**
 * A stored parameter is given the name of an SSM parameter, as CloudFormation has it; names that such types are used with
 * start with a slash. Anything else is taken for what is stored there, so that the user can say it at all.
 */
function givenContent(parameter: Parameter, given: string, setting: Setting): Content {
  const { allowed, name } = parameter;
  if (allowed.length > 0 && !allowed.includes(given)) {
    throw new AppError(
      "PARAMETER_NOT_ALLOWED",
      `--parameter ${name}=${given}: ${setting.file}:${parameter.line} does not allow this value`,
      `give one of ${allowed.join(", ")}`,
    );
  }
  return parameter.isStored && !given.startsWith("/")
    ? plainContent(parameter, given, setting)
    : textContent(parameter, given, setting);
}

function textContent(parameter: Parameter, text: string, setting: Setting): Content {
  if (!parameter.isStored) return plainContent(parameter, text, setting);
  return unresolved(
    `parameter ${parameter.name}${setting.owner}, which SSM parameter ${text} holds`,
    `aws ssm get-parameter --name ${text}, then --parameter ${parameter.name}=VALUE`,
    { symbol: `{{resolve:ssm:${text}}}`, ...commaFree(parameter) },
  );
}

function plainContent(parameter: Parameter, text: string, { file }: Setting): Content {
  if (!parameter.isList) return withDynamicReferences(text);
  const items = text.trim() === "" ? [] : text.split(",").map((item) => withDynamicReferences(item.trim()));
  const origin = { file, line: parameter.line };
  return { kind: "list", items: items.map((content) => ({ content, origin })) };
}

function missingContent(parameter: Parameter, { owner }: Setting): Content {
  const { name, allowed } = parameter;
  const choices = allowed.length > 0 ? ` (one of ${allowed.join(", ")})` : "";
  return unresolved(`parameter ${name}${owner}`, `--parameter ${name}=VALUE${choices}`, {
    symbol: `${name}${owner}`,
    ...commaFree(parameter),
  });
}

/** A list is split at commas, and no AWS id or number holds one; a mere String may. */
function commaFree({ type, isList }: Parameter): { readonly commaFree?: true } {
  return isList || type !== "String" ? { commaFree: true } : {};
}

/** The errors with which CloudFormation refuses a template, with the place and what may have been meant. */
import { AppError } from "../../../model/app-error.ts";
import { didYouMean } from "../../../model/near-names.ts";

export interface Place {
  readonly file: string;
  readonly line: number;
}

const at = ({ file, line }: Place) => `${file}:${line}`;

export function missingName(name: string, place: Place, names: Iterable<string>): AppError {
  return new AppError(
    "TEMPLATE_UNRESOLVED",
    `${at(place)}: unresolved resource dependencies [${name}]`,
    didYouMean(name, names, "the template has no parameter or resource of this name"),
  );
}

export function missingCondition(name: string, place: Place, names: Iterable<string>): AppError {
  return new AppError(
    "TEMPLATE_UNRESOLVED",
    `${at(place)}: unresolved condition dependency ${name}`,
    didYouMean(name, names, "the Conditions section does not have it"),
  );
}

export function circular(what: string, trail: readonly string[], place: Place): AppError {
  return new AppError(
    "TEMPLATE_CIRCULAR",
    `${at(place)}: circular dependency between ${what}: ${trail.join(" -> ")}`,
    "CloudFormation refuses it: take one of these references out",
  );
}

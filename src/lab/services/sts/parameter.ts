/** Parameters of STS, checked as it checks them. */
import { fault } from "./answer.ts";
import type { StsFault } from "./answer.ts";

export type Parameters = ReadonlyMap<string, string>;

interface DurationRange {
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

export function readDuration(
  parameters: Parameters,
  { least, most, otherwise }: DurationRange,
): number | StsFault {
  const text = parameters.get("DurationSeconds");
  if (text === undefined) return Math.min(otherwise, most);
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds < least || Number.isNaN(seconds)) {
    return invalid("durationSeconds", text, `Member must have value greater than or equal to ${least}`);
  }
  return seconds > most
    ? fault(
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      )
    : seconds;
}

export function readText(parameters: Parameters, name: string, pattern: RegExp): string | StsFault {
  const text = parameters.get(name);
  const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  if (text === undefined) return invalid(member, "null", "Member must not be null");
  return pattern.test(text)
    ? text
    : invalid(member, `'${text}'`, `Member must satisfy regular expression pattern: ${pattern.source}`);
}

function invalid(member: string, value: string, constraint: string): StsFault {
  return fault(
    400,
    "ValidationError",
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

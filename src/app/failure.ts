/** Failures as the one line that a person reads on standard error. */
import { AppError } from "../model/app-error.ts";

export function usageError(message: string, hint: string): AppError {
  return new AppError("USAGE", message, hint);
}

/** `denat: message: hint` of what a person can mend; anything else is a defect of denat, and says so. */
export function failureLine(error: unknown): string {
  if (error instanceof AppError)
    return oneLine(["denat", error.message, error.hint].filter(Boolean).join(": "));
  const what = error instanceof Error ? error.message : String(error);
  return oneLine(`denat has a defect: ${what}: set DENAT_DEBUG=1 to see where, and report it`);
}

/** The stack of a defect; undefined for what a person can mend. */
export function defectStack(error: unknown): string | undefined {
  return error instanceof Error && !(error instanceof AppError) ? error.stack : undefined;
}

/** Whatever stands in a message, one printable line of it. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
}

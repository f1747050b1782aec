/** Why this machine gives a lab no namespaces, and what to do; undefined where it does. */
import { enclosureFlags } from "../src/lab/enclosure/start.ts";
import { AppError } from "../src/model/app-error.ts";

export function whyNoEnclosure(): string | undefined {
  try {
    enclosureFlags();
    return undefined;
  } catch (error) {
    return error instanceof AppError ? `${error.message}: ${error.hint}` : String(error);
  }
}

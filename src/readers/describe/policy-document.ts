/** Policy documents as the APIs write them: an object, a JSON text, or (raw IAM answers) a URL-encoded JSON text. */
import { isFields } from "./answer/fields.ts";

/** The document as JSON; undefined when there is none or it cannot be read. */
export function parsePolicyDocument(written: unknown): unknown {
  if (isFields(written)) return written;
  if (typeof written !== "string") return undefined;
  const text = /^\s*%7B/i.test(written) ? decoded(written) : written;
  try {
    const json: unknown = JSON.parse(text ?? "");
    return isFields(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

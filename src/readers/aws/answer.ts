/** What a client library hands over becomes what the AWS CLI prints: JSON, with nothing in it that speaks of the call itself. */
import type { Fields } from "./call.ts";
import type { CallRow } from "./table/row.ts";

/** Dates as ISO text, absent fields left out, IAM's documents decoded. */
export function toWire(output: Fields): Fields {
  const { $metadata: _, ...rest } = output;
  const text = JSON.stringify(rest, (key, value: unknown) =>
    documentKeys.has(key) && typeof value === "string" ? decoded(value) : value,
  );
  return JSON.parse(text) as Fields;
}

/**
 * IAM answers with documents in URL encoding, which the CLI undoes:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html (read 2026-11-29). Policies of VPC endpoints
 * are JSON text and stay so.
 */
const documentKeys: ReadonlySet<string> = new Set(["PolicyDocument", "AssumeRolePolicyDocument", "Document"]);

function decoded(text: string): unknown {
  if (!/^\s*%7B/i.test(text)) return text;
  try {
    return JSON.parse(decodeURIComponent(text)) as unknown;
  } catch {
    return text;
  }
}

/** The answer as a whole: its lists, or its object, and whatever else the last page of it says. */
export function joinPages({ lists, object, next, keeps }: CallRow, pages: readonly Fields[]): Fields {
  const last = Object.entries(pages.at(-1) ?? {}).filter(([key]) => !isOfPaging(key, next));
  const joined = lists.map((key) => [
    key,
    pages.flatMap((page) => (page[key] ?? []) as readonly Fields[]).filter(keeps),
  ]);
  const { [object ?? ""]: found = {}, ...others } = Object.fromEntries(last) as Fields;
  return {
    ...(object === undefined ? {} : { [object]: found }),
    ...others,
    ...(Object.fromEntries(joined) as Fields),
  };
}

const pagingKeys: ReadonlySet<string> = new Set(["IsTruncated", "MaxItems"]);

function isOfPaging(key: string, next: CallRow["next"]): boolean {
  return pagingKeys.has(key) || next.some(([input, output]) => key === input || key === output);
}

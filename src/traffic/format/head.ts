/**
 * What the first lines of a text tell: which fields its records have, and whether the first line names them.
 *
 * Objects in S3 begin with a header. Records out of CloudWatch Logs have none; those of an export task stand after the
 * time of their event (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html, read 2026-11-29).
 */
import { defaultFields, fieldOf, isKnownField } from "./field.ts";

export interface Layout {
  /** As flow logs name them; `@time` for the time of an event before the record. */
  readonly fields: readonly string[];
  readonly hasHeader: boolean;
}

export type Head =
  | { readonly kind: "records"; readonly layout: Layout }
  /** JSON that has records in it, as subscriptions and `aws logs` write it. */
  | { readonly kind: "messages" }
  /** Records of which nobody says what they hold. */
  | { readonly kind: "no-format" }
  | { readonly kind: "empty" }
  | { readonly kind: "other" };

export const eventTime = "@time";

/** `format`: what the user says the fields of records without a header are. */
export function recogniseHead(text: string, format: readonly string[] | undefined): Head {
  const line = text.split("\n").find((one) => one.trim() !== "");
  if (line === undefined) return { kind: "empty" };
  if (/^\s*\{/.test(line))
    return /"(logEvents|events|message)"/.test(text) ? { kind: "messages" } : { kind: "other" };
  const header = headerFields(line);
  if (header !== undefined) return { kind: "records", layout: { fields: header, hasHeader: true } };
  return recogniseRecord(wordsOf(line), format);
}

/** Field names of a header line; undefined for every other line. Unknown names are allowed beside known ones. */
export function headerFields(line: string): readonly string[] | undefined {
  const words = wordsOf(line);
  const names = words.map(fieldOf);
  const isName = (name: string) => /^[a-z][a-z0-9-]*$/.test(name);
  const knownNames = names.filter(isKnownField).length;
  return names.every(isName) && knownNames * 2 > names.length && new Set(names).size === names.length
    ? names
    : undefined;
}

/** The fields that `--log-format` names, in the form that EC2 takes (`${version} …`) or bare. */
export function parseLogFormat(text: string): readonly string[] | undefined {
  const words = wordsOf(text.replaceAll(/\$\{([^}]*)\}/g, " $1 ").replaceAll(",", " "));
  return headerFields(words.join(" "));
}

export const wordsOf = (line: string): readonly string[] => line.split(/\s+/).filter((word) => word !== "");

function recogniseRecord(words: readonly string[], format: readonly string[] | undefined): Head {
  const [first = "", ...rest] = words;
  const isTimed = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(first);
  const record = isTimed ? rest : words;
  const fields = format ?? (isDefaultRecord(record) ? defaultFields : undefined);
  if (fields !== undefined && fields.length === record.length) {
    const all = isTimed ? [eventTime, ...fields] : fields;
    return { kind: "records", layout: { fields: all, hasHeader: false } };
  }
  return { kind: looksLikeRecord(record) ? "no-format" : "other" };
}

/** Version 2 of a custom format may have other fields in other places: only what the default format cannot but be. */
function isDefaultRecord(words: readonly string[]): boolean {
  const [version, account = "", interfaceId = ""] = words;
  const [action = "", status = ""] = words.slice(-2);
  return (
    words.length === defaultFields.length &&
    version === "2" &&
    /^(\d{12}|unknown)$/.test(account) &&
    /^(eni-|-$)/.test(interfaceId) &&
    /^(ACCEPT|REJECT|-)$/.test(action) &&
    /^(OK|NODATA|SKIPDATA)$/.test(status)
  );
}

const looksLikeRecord = (words: readonly string[]) =>
  words.length >= 4 &&
  words.filter((word) =>
    /^(\d+|-|OK|ACCEPT|REJECT|(eni|vpc|subnet|i|nat|tgw)-[0-9a-z]+|[\d.]+|[0-9a-f:]+:[0-9a-f:]*)$/i.test(
      word,
    ),
  ).length *
    2 >
    words.length;

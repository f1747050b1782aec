/** Policy documents: values back to the JSON that IAM will read. */
import { formatOrigin } from "../../../model/entity/entity.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known, Unknown } from "../../../model/known.ts";
import type { Value } from "./value.ts";
import { settle } from "./attribute.ts";
import { toShape, toText } from "./property.ts";

/** The document; unknown when any part of it is. Text is taken for JSON, as CloudFormation takes it. */
export function toDocument(value: Value): Known<unknown> {
  return parse(value, { open: false, missing: [] });
}

/**
 * A document of a role, whose reader asks for its actions. Resources of Allow statements are mostly references to other
 * resources of the template, and so are many values of conditions: they keep their shape (`arn:aws:s3:::${Bucket}/*`), and
 * only other unknown parts make the document unknown.
 */
export function toRoleDocument(value: Value): Known<unknown> {
  return parse(value, { open: true, missing: [] });
}

type Keep = (shape: string) => unknown;

/** What stands for a part that is not known. A value of a condition stands as an object, which compares with nothing. */
const kept: Readonly<Record<string, Keep>> = {
  Resource: (shape) => shape,
  NotResource: (shape) => shape,
  Condition: (shape) => ({ "Fn::Sub": shape }),
};

interface Reading {
  /** Whether unknown resources and conditions of Allow statements keep their shape. */
  readonly open: boolean;
  readonly missing: Unknown[];
}

function parse(value: Value, reading: Reading): Known<unknown> {
  if (typeof value.content === "string") return parseJson(value, value.content);
  const json = toJson(value, reading, undefined);
  const [missing] = reading.missing;
  return missing ?? known(json);
}

function parseJson({ origin }: Value, text: string): Known<unknown> {
  try {
    return known(JSON.parse(text) as unknown);
  } catch {
    const place = formatOrigin(origin);
    return unknown(`the policy at ${place}, which is no JSON`, `correct ${place}`);
  }
}

function toJson(value: Value, reading: Reading, keep: Keep | undefined): unknown {
  const { content } = settle(value);
  if (typeof content !== "object" || content === null) return content;
  switch (content.kind) {
    case "list":
      return content.items.map((item) => toJson(item, reading, keep));
    case "fields": {
      const isDeny = content.entries.get("Effect")?.content !== "Allow";
      return Object.fromEntries(
        [...content.entries].map(([key, entry]) => {
          const own = reading.open && !isDeny && Object.hasOwn(kept, key) ? kept[key] : undefined;
          const inherited = content.entries.has("Effect") ? undefined : keep;
          return [key, toJson(entry, reading, own ?? inherited)];
        }),
      );
    }
    case "reference":
    case "unresolved": {
      const shape = keep === undefined ? undefined : toShape(value);
      if (keep !== undefined && shape !== undefined) return keep(shape);
      const text = toText(settle(value));
      if (text.known) return text.value;
      reading.missing.push(text);
      return null;
    }
  }
}

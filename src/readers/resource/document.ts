/** Policy documents: values back to the JSON that IAM will read. */
import { formatOrigin } from "../../model/entity/entity.ts";
import { known, unknown } from "../../model/known.ts";
import type { Known, Unknown } from "../../model/known.ts";
import type { Value } from "./value.ts";
import { settle } from "./attribute.ts";
import { toShape, toText } from "./property.ts";

/** The document; unknown when any part of it is. Text is taken for JSON, as CloudFormation takes it. */
export function toDocument(value: Value): Known<unknown> {
  return parse(value, { open: false, missing: [] });
}

/**
 * A document of a role, whose reader asks for its actions. Resources of Allow statements are mostly references to other
 * resources of the template: they keep their shape (`arn:aws:s3:::${Bucket}/*`), and only other unknown parts make the
 * document unknown.
 */
export function toRoleDocument(value: Value): Known<unknown> {
  return parse(value, { open: true, missing: [] });
}

interface Reading {
  /** Whether unknown resources of Allow statements keep their shape. */
  readonly open: boolean;
  readonly missing: Unknown[];
}

function parse(value: Value, reading: Reading): Known<unknown> {
  if (typeof value.content === "string") return parseJson(value, value.content);
  const json = toJson(value, reading, false);
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

function toJson(value: Value, reading: Reading, isResource: boolean): unknown {
  const { content } = settle(value);
  if (typeof content !== "object" || content === null) return content;
  switch (content.kind) {
    case "list":
      return content.items.map((item) => toJson(item, reading, isResource));
    case "fields": {
      const isDeny = content.entries.get("Effect")?.content !== "Allow";
      return Object.fromEntries(
        [...content.entries].map(([key, entry]) => {
          const keeps = reading.open && !isDeny && key === "Resource";
          return [key, toJson(entry, reading, keeps || (isResource && !content.entries.has("Effect")))];
        }),
      );
    }
    case "reference":
    case "unresolved": {
      const shape = isResource ? toShape(value) : undefined;
      if (shape !== undefined) return shape;
      const text = toText(settle(value));
      if (text.known) return text.value;
      reading.missing.push(text);
      return null;
    }
  }
}

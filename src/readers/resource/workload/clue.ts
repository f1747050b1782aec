/** Lines of a workload's definition that tell what it will talk to. */
import type { Clue } from "../../../model/entity/workload.ts";
import type { Content, Fields, Value } from "../value.ts";
import { isReference, settle } from "../attribute.ts";
import { entryOf, toFields, toItems, toShape } from "../property.ts";

/** The value as text; parts that only the deployed stack can tell stand as `${…}`. None when nothing of it is known. */
export function clueFrom(kind: Clue["kind"], value: Value | undefined): readonly Clue[] {
  const text = value === undefined ? undefined : toShape(value);
  return value === undefined || text === undefined ? [] : [{ kind, text, origin: value.origin }];
}

/** User data, in clear as far as the template tells it; Base64 written out in the template is decoded. */
export function userDataClue(value: Value | undefined): readonly Clue[] {
  const { content } = value ?? {};
  const plain = isUnresolved(content) ? content.plain : undefined;
  return clueFrom("user-data", plain ?? value).map((clue) => ({ ...clue, text: decode(clue.text) }));
}

function decode(text: string): string {
  const packed = text.replaceAll(/\s/g, "");
  if (packed.length < 8 || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return text;
  const plain = Buffer.from(packed, "base64").toString("utf8");
  return /\uFFFD/.test(plain) ? text : plain;
}

function isUnresolved(content: Content | undefined): content is Extract<Content, { kind: "unresolved" }> {
  return typeof content === "object" && content !== null && content.kind === "unresolved";
}

/** `NAME=value` for each variable of a map. */
export function environmentClues(variables: Value | undefined): readonly Clue[] {
  const fields = variables === undefined ? undefined : toFields(variables);
  if (fields?.known !== true) return clueFrom("environment", variables);
  return [...fields.value.entries].flatMap(([name, raw]) => {
    const value = settle(raw);
    const text = toShape(value);
    return [{ kind: "environment" as const, text: `${name}=${text ?? ""}`, origin: value.origin }];
  });
}

/** `NAME=value` for each item of a list of `{ Name, Value }`. */
export function pairClues(list: Value | undefined): readonly Clue[] {
  return fieldsIn(list).flatMap(({ fields, origin }) => {
    const name = entryOf(fields, "Name");
    const value = entryOf(fields, "Value");
    const text = `${name === undefined ? "" : (toShape(name) ?? "")}=${value === undefined ? "" : (toShape(value) ?? "")}`;
    return [{ kind: "environment" as const, text, origin }];
  });
}

const secretStores: Readonly<Record<string, string>> = {
  "AWS::SecretsManager::Secret": "arn:aws:secretsmanager:::secret:",
  "AWS::SSM::Parameter": "arn:aws:ssm:::parameter/",
};

/** A secret by the ARN or name it is fetched with; one of the template by the ARN it will have. */
export function secretClue(value: Value | undefined): readonly Clue[] {
  if (value === undefined || !isReference(value.content)) return clueFrom("secret", value);
  const { type, logicalId } = value.content.resource;
  return [{ kind: "secret", text: `${secretStores[type] ?? ""}${logicalId}`, origin: value.origin }];
}

/** The maps in a list. */
export function fieldsIn(list: Value | undefined): readonly { fields: Fields; origin: Value["origin"] }[] {
  const items = toItems(list);
  return (items.known ? items.value : []).flatMap((item) => {
    const fields = toFields(item);
    return fields.known ? [{ fields: fields.value, origin: item.origin }] : [];
  });
}

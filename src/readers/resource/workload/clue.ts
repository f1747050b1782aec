/** Lines of a workload's definition that tell what it will talk to. */
import type { Clue } from "../../../model/entity/workload.ts";
import { userDataClueOf } from "../../user-data.ts";
import type { Content, Fields, Resource, Value } from "../property/value.ts";
import { isReference, settle } from "../property/attribute.ts";
import { entryOf, toFields, toItems, toShape, toText } from "../property/property.ts";

/** The value as text; parts that only the deployed stack can tell stand as `${…}`. None for what is no text. */
export function clueFrom(kind: Clue["kind"], value: Value | undefined): readonly Clue[] {
  const text = value === undefined ? undefined : toShape(value);
  if (value === undefined || text === undefined) return [];
  return [{ kind, text, ...missingIn(value), origin: value.origin }];
}

function missingIn(value: Value): Pick<Clue, "missing"> {
  const text = toText(value);
  return text.known ? {} : { missing: text };
}

/** `NAME=value`. */
function variable(name: Value | undefined, value: Value | undefined, origin: Value["origin"]): Clue {
  const text = `${name === undefined ? "" : (toShape(name) ?? "")}=${value === undefined ? "" : (toShape(value) ?? "")}`;
  return { kind: "environment", text, ...(value === undefined ? {} : missingIn(value)), origin };
}

/** A repository of the input by the URI that it will have. */
export function imageClue(value: Value | undefined): readonly Clue[] {
  return clueFrom("image", value).map((clue) => {
    const [host] = value === undefined ? [] : repositoriesIn(value.content);
    return host === undefined ? clue : { kind: "image", text: host, origin: clue.origin };
  });
}

function repositoriesIn(content: Content): readonly string[] {
  if (typeof content !== "object" || content === null) return [];
  if (content.kind === "unresolved")
    return (content.parts ?? [])
      .slice(0, 1)
      .flatMap((part) => (typeof part === "string" ? [] : repositoriesIn(part)));
  return content.kind === "reference" ? repositoryUri(content.resource) : [];
}

export const repositoryType = "AWS::ECR::Repository";

/** The suffix is that of any partition: it decides nothing. */
export function repositoryUri({ type, stack, logicalId }: Resource): readonly string[] {
  return type === repositoryType
    ? [
        `${stack.account}.dkr.ecr.${stack.region}.amazonaws.com/${logicalId.toLowerCase().replaceAll(/[^a-z0-9_]+/g, "-")}`,
      ]
    : [];
}

/** User data, in clear as far as the template tells it; what is written out packed is unpacked. */
export function userDataClue(value: Value | undefined): readonly Clue[] {
  const { content } = value ?? {};
  const plain = isUnresolved(content) ? content.plain : undefined;
  return clueFrom("user-data", plain ?? value).map(({ text, ...at }) => userDataClueOf(text, at));
}

function isUnresolved(content: Content | undefined): content is Extract<Content, { kind: "unresolved" }> {
  return typeof content === "object" && content !== null && content.kind === "unresolved";
}

/** `NAME=value` for each variable of a map. */
export function environmentClues(variables: Value | undefined): readonly Clue[] {
  const fields = variables === undefined ? undefined : toFields(variables);
  if (fields?.known !== true) return clueFrom("environment", variables);
  return [...fields.value.entries].map(([name, raw]) => {
    const value = settle(raw);
    return variable({ content: name, origin: value.origin }, value, value.origin);
  });
}

/** `NAME=value` for each item of a list of `{ Name, Value }`. */
export function pairClues(list: Value | undefined): readonly Clue[] {
  return fieldsIn(list).map(({ fields, origin }) =>
    variable(entryOf(fields, "Name"), entryOf(fields, "Value"), origin),
  );
}

export const secretStores: Readonly<Record<string, string>> = {
  "AWS::SecretsManager::Secret": "arn:aws:secretsmanager:::secret:",
  "AWS::SSM::Parameter": "arn:aws:ssm:::parameter/",
};

/** A secret by the ARN or name it is fetched with; one of the template by the ARN it will have. */
export function secretClue(value: Value | undefined): readonly Clue[] {
  const resource = value === undefined ? undefined : leadingResource(value.content);
  const store = resource === undefined ? undefined : secretStores[resource.type];
  if (value === undefined || resource === undefined || store === undefined) return clueFrom("secret", value);
  return [{ kind: "secret", text: `${store}${resource.logicalId}`, origin: value.origin }];
}

/** The resources that a value or a text names: `arn:aws:rds:eu-west-1:1:cluster:${Cluster}`. */
export function resourcesNamedIn(content: Content): readonly Resource[] {
  if (isReference(content)) return [content.resource];
  const parts = isUnresolved(content) ? (content.parts ?? []) : [];
  return parts.flatMap((part) => (typeof part === "string" ? [] : resourcesNamedIn(part)));
}

/** The resource that a text begins with: `${Secret}:password::`. */
function leadingResource(content: Content): Resource | undefined {
  if (isReference(content)) return content.resource;
  const [first] = isUnresolved(content) ? (content.parts ?? []) : [];
  return typeof first === "object" && first.kind === "reference" ? first.resource : undefined;
}

/** The maps in a list. */
export function fieldsIn(list: Value | undefined): readonly { fields: Fields; origin: Value["origin"] }[] {
  const items = toItems(list);
  return (items.known ? items.value : []).flatMap((item) => {
    const fields = toFields(item);
    return fields.known ? [{ fields: fields.value, origin: item.origin }] : [];
  });
}

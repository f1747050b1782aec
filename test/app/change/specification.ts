/** AWS's own specification of resources, against which what is written is held. */
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";

const database = loadAwsServiceSpecSync();

type Resource = ReturnType<(typeof database)["all"]>[number];
type PropertyType = Extract<Resource, { cloudFormationType: string }>["properties"][string]["type"];

interface Written {
  readonly Type?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What AWS would not take: unknown types and properties, values of another type, required ones that lack. */
export function violations(resources: Readonly<Record<string, Written>>): readonly string[] {
  return Object.entries(resources).flatMap(([name, { Type = "", Properties = {} }]) => {
    const [resource] = database.lookup("resource", "cloudFormationType", "equals", Type);
    if (resource === undefined) return [`${name}: no type ${Type}`];
    const missing = Object.entries(resource.properties)
      .filter(([property, { required }]) => required === true && !(property in Properties))
      .map(([property]) => `${name}: lacks ${property}`);
    const wrong = Object.entries(Properties).flatMap(([property, value]) => {
      const type = resource.properties[property]?.type;
      return type === undefined
        ? [`${name}: no property ${property}`]
        : wrongIn(value, type, `${name}.${property}`);
    });
    return [...missing, ...wrong];
  });
}

function wrongIn(value: unknown, type: PropertyType, path: string): readonly string[] {
  if (isFunction(value)) return [];
  switch (type.type) {
    case "array":
      return Array.isArray(value)
        ? (value as readonly unknown[]).flatMap((item, index) =>
            wrongIn(item, type.element, `${path}[${index}]`),
          )
        : [`${path}: no list`];
    case "ref": {
      const { properties } = database.get("typeDefinition", type.reference.$ref);
      if (typeof value !== "object" || value === null) return [`${path}: no mapping`];
      return Object.entries(value).flatMap(([name, inner]) => {
        const own = properties[name]?.type;
        return own === undefined ? [`${path}: no property ${name}`] : wrongIn(inner, own, `${path}.${name}`);
      });
    }
    case "tag": {
      const keys = typeof value === "object" && value !== null ? Object.keys(value).sort().join() : "";
      return keys === "Key,Value" ? [] : [`${path}: no tag`];
    }
    case "string":
    case "boolean":
      return typeof value === type.type ? [] : [`${path}: no ${type.type}`];
    case "integer":
    case "number":
      return typeof value === "number" ? [] : [`${path}: no number`];
    case "date-time":
    case "json":
    case "map":
    case "null":
    case "union":
      return [];
  }
}

/** `Ref`, `Fn::If` and their like stand for what they come to. */
function isFunction(value: unknown): boolean {
  const [key, ...others] = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return others.length === 0 && key !== undefined && /^(?:Ref|Fn::)/.test(key);
}

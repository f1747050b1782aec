/**
 * The shapes of a service's operations, made of the schemas that its AWS SDK ships as data, each when it is first asked for.
 *
 * A structure schema is [3, namespace, name, traits, member names, member schemas, how many of them are required], a list
 * [1, namespace, name, traits, member], a map [2, namespace, name, traits, key, value], an operation [9, namespace, name,
 * traits, input, output]. A schema may stand behind a function, or in a pair with its traits.
 */
import { once } from "../../facts/once.ts";

export type Shape = Scalar | ListShape | MapShape | Structure;

export interface Scalar {
  readonly kind: "text" | "number" | "flag" | "time" | "bytes";
}

export interface ListShape {
  readonly kind: "list";
  /** The element that each item stands in. */
  readonly itemName: string;
  readonly item: () => Shape;
}

export interface MapShape {
  readonly kind: "map";
  readonly value: () => Shape;
}

export interface Structure {
  readonly kind: "structure";
  readonly members: readonly Member[];
  readonly byQueryName: ReadonlyMap<string, Member>;
}

export interface Member {
  readonly name: string;
  /** In a request. */
  readonly queryName: string;
  /** In an answer. */
  readonly xmlName: string;
  readonly required: boolean;
  readonly shape: () => Shape;
}

export interface Operation {
  readonly name: string;
  readonly input: () => Structure;
  readonly output: () => Structure;
}

type Schema = readonly unknown[];
type Traits = Readonly<Record<string, unknown>>;

/** Every operation of the service, whether the lab answers it or not, out of all that its SDK exports. */
export function operationsOf(sdk: object): ReadonlyMap<string, Operation> {
  const exported: readonly unknown[] = Object.values(sdk);
  const schemas = exported.filter((value): value is Schema => Array.isArray(value) && value[0] === 9);
  return new Map(schemas.map((schema) => [String(schema[2]), toOperation(schema)]));
}

function toOperation(schema: Schema): Operation {
  return {
    name: String(schema[2]),
    input: once(() => structureOf(schema[4])),
    output: once(() => structureOf(schema[5])),
  };
}

const nothing: Structure = { kind: "structure", members: [], byQueryName: new Map() };

function structureOf(reference: unknown): Structure {
  const shape = shapeOf(reference);
  return shape.kind === "structure" ? shape : nothing;
}

const scalarKinds: Readonly<Record<number, Scalar["kind"]>> = {
  0: "text",
  1: "number",
  2: "flag",
  4: "time",
  21: "bytes",
};
const listOfScalars = 64;
const mapOfScalars = 128;

const made = new WeakMap<Schema, Shape>();

function shapeOf(reference: unknown): Shape {
  const { schema } = withTraits(reference);
  if (typeof schema === "number") return ofNumber(schema);
  if (!Array.isArray(schema)) return { kind: "text" };
  const shape = made.get(schema) ?? toShape(schema);
  made.set(schema, shape);
  return shape;
}

function ofNumber(schema: number): Shape {
  if (schema < listOfScalars) return { kind: scalarKinds[schema] ?? "text" };
  if (schema >= mapOfScalars) return { kind: "map", value: () => ofNumber(schema - mapOfScalars) };
  return { kind: "list", itemName: "member", item: () => ofNumber(schema - listOfScalars) };
}

function toShape(schema: Schema): Shape {
  const [type, , , , inner, value] = schema;
  if (type === 3) return toStructure(schema);
  if (type === 2) return { kind: "map", value: () => shapeOf(value) };
  if (type !== 1) return shapeOf(inner);
  const { traits } = withTraits(inner);
  return { kind: "list", itemName: textOf(traits["xmlName"]) ?? "member", item: () => shapeOf(inner) };
}

function toStructure(schema: Schema): Structure {
  const names = schema[4] as readonly string[];
  const references = schema[5] as readonly unknown[];
  const required = Number(schema[6] ?? 0);
  const members = names.map((name, index): Member => {
    const { traits } = withTraits(references[index]);
    const xmlName = textOf(traits["xmlName"]) ?? name;
    return {
      name,
      queryName: textOf(traits["ec2QueryName"]) ?? capitalised(xmlName),
      xmlName,
      required: index < required,
      shape: once(() => shapeOf(references[index])),
    };
  });
  return {
    kind: "structure",
    members,
    byQueryName: new Map(members.map((member) => [member.queryName, member])),
  };
}

/** A schema, and the traits that stand in a pair with it. */
function withTraits(reference: unknown): { readonly schema: unknown; readonly traits: Traits } {
  let schema = reference;
  let traits: Traits = {};
  for (;;) {
    if (typeof schema === "function") schema = (schema as () => unknown)();
    else if (Array.isArray(schema) && schema.length === 2) {
      const [inner, own]: readonly unknown[] = schema;
      if (typeof own === "object") traits = { ...(own as Traits), ...traits };
      schema = inner;
    } else return { schema, traits };
  }
}

const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

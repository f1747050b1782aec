/**
 * What references in new code mean: ids of what stands, where they are known, and stand-ins for ids that AWS gives with the first
 * apply. Whoever is named is then known by that id to all that names it.
 */
import type { TerraformInput } from "../../../model/source.ts";
import { isRow } from "../document/json.ts";
import type { Row } from "../document/json.ts";
import type { Hcl } from "./parse.ts";

export interface Resolver {
  /** Of what stands or is new: the id that is known or stood in for. */
  readonly idOf: (address: string, attribute: string) => string;
  readonly evaluate: (value: unknown) => unknown;
  /** Ids that were given: by address and attribute. */
  readonly given: ReadonlyMap<
    string,
    { readonly address: string; readonly attribute: string; readonly id: string }
  >;
}

const prefixes: Readonly<Record<string, string>> = {
  aws_vpc: "vpc",
  aws_default_vpc: "vpc",
  aws_subnet: "subnet",
  aws_default_subnet: "subnet",
  aws_route_table: "rtb",
  aws_default_route_table: "rtb",
  aws_security_group: "sg",
  aws_default_security_group: "sg",
  aws_network_acl: "acl",
  aws_default_network_acl: "acl",
  aws_vpc_endpoint: "vpce",
};

const attributePrefixes: Readonly<Record<string, string>> = {
  default_security_group_id: "sg",
  default_network_acl_id: "acl",
  main_route_table_id: "rtb",
};

const attributes = ["id", "prefix_list_id", ...Object.keys(attributePrefixes)];

/** Ids of what is new are in AWS's form. `mark` stands before the address in the description of a variable. */
export function createResolver(input: TerraformInput, files: readonly Hcl[], mark: string): Resolver {
  const given = new Map<string, { address: string; attribute: string; id: string }>();
  const names = namesIn(input, files);
  const imports = new Map(files.flatMap(({ imports: own }) => [...own]));
  const variables = new Map(files.flatMap(({ variables: own }) => [...own]));
  const numberOf = numbersFor(input);
  const idOf = (address: string, attribute: string): string => {
    const key = `${address}.${attribute}`;
    const known = input.nameOf(address, attribute).value ?? given.get(key)?.id;
    if (known !== undefined) return known;
    const type = /(?:^|\.)(aws_\w+)\.[\w-]+(?:\[.*\])?$/.exec(address)?.[1] ?? "";
    const prefix = attributePrefixes[attribute] ?? prefixes[type] ?? "id";
    const id = imports.get(address) ?? `${prefix}-de0a7${numberOf(key).toString(16).padStart(12, "0")}`;
    given.set(key, { address, attribute, id });
    return id;
  };
  const resolve = (traversal: string): unknown => {
    const variable = /^var\.([\w-]+)$/.exec(traversal)?.[1];
    const told = variable === undefined ? undefined : variables.get(variable);
    const key = told === undefined ? undefined : told.startsWith(mark) ? told.slice(mark.length) : undefined;
    const name = key === undefined ? (names.get(traversal) ?? entryName(traversal)) : splitKey(key);
    if (name === undefined) return null;
    const list = name.attribute === "prefix_list_id" ? listOf(name.address, files) : undefined;
    return list ?? idOf(name.address, name.attribute);
  };
  const evaluate = (value: unknown): unknown => {
    if (typeof value === "string") {
      const traversal = /^\$\{([^{}]*)\}$/.exec(value)?.[1];
      return traversal === undefined ? value.replaceAll(/([$%])\1\{/g, "$1{") : resolve(traversal);
    }
    if (Array.isArray(value)) return (value as readonly unknown[]).map(evaluate);
    if (isRow(value)) return mapRow(value, evaluate);
    return value;
  };
  return { idOf, evaluate, given };
}

export function mapRow(row: Row, to: (value: unknown) => unknown): Row {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, to(value)]));
}

/** Of an endpoint that a module makes of an entry and puts out in a map. */
function entryName(traversal: string): Name | undefined {
  const [, module, key, attribute = ""] =
    /^(module\.[\w-]+)\.endpoints(\["[^"]+"\])\.(\w+)$/.exec(traversal) ?? [];
  return module === undefined ? undefined : { address: `${module}.aws_vpc_endpoint.this${key}`, attribute };
}

interface Name {
  readonly address: string;
  readonly attribute: string;
}

function splitKey(key: string): Name {
  const at = key.lastIndexOf(".");
  return { address: key.slice(0, at), attribute: key.slice(at + 1) };
}

/** Every expression that the root module has for something, and what it means. */
function namesIn(input: TerraformInput, files: readonly Hcl[]): ReadonlyMap<string, Name> {
  const names = new Map(standing.get(input) ?? namesOf(input));
  for (const { resources } of files) {
    for (const { type, name } of resources) {
      for (const attribute of ["id", "prefix_list_id"])
        names.set(`${type}.${name}.${attribute}`, { address: `${type}.${name}`, attribute });
    }
  }
  return names;
}

/** Whatever was stood in for once goes by that id in later phases too: nobody is to look new who is not. */
function numbersFor(input: TerraformInput): (key: string) => number {
  const known = numbers.get(input) ?? new Map<string, number>();
  numbers.set(input, known);
  return (key) => {
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    return number;
  };
}

const numbers = new WeakMap<TerraformInput, Map<string, number>>();

/** Each phase asks for the same names of what stands. */
const standing = new WeakMap<TerraformInput, ReadonlyMap<string, Name>>();

function namesOf(input: TerraformInput): ReadonlyMap<string, Name> {
  const names = new Map<string, Name>();
  for (const address of new Set(input.resources.map(({ name }) => name))) {
    for (const attribute of attributes) {
      const { expression } = input.nameOf(address, attribute);
      if (expression !== undefined) names.set(expression, { address, attribute });
    }
  }
  standing.set(input, names);
  return names;
}

/** A new gateway endpoint has the prefix list of its service. */
function listOf(address: string, files: readonly Hcl[]): string | undefined {
  const all = files.flatMap(({ resources }) => resources);
  const service = all.find(({ type, name }) => `${type}.${name}` === address)?.values["service_name"];
  return typeof service === "string" ? `pl-${service}` : undefined;
}

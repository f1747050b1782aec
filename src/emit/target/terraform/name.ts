/** What things are called in the code of the root module, and where the text of a block is. */
import type { HclBlock, HclSource, InputResource, TerraformInput } from "../../../model/source.ts";
import type { Aid } from "../../aid.ts";
import { text, traversal } from "../../tree/hcl.ts";
import type { HclExpression, HclItem } from "../../tree/hcl.ts";
import { attributes } from "../../tree/hcl.ts";
import { snake } from "../../naming.ts";

export interface HclSources {
  /** Of the user, and those that earlier phases made. */
  readonly files: readonly HclSource[];
  /** The directory of the root module. */
  readonly root: string;
  /** Addresses of what earlier phases took away. */
  readonly removed: ReadonlySet<string>;
}

export interface Naming {
  readonly aid: Aid;
  readonly input: TerraformInput;
  readonly sources: HclSources;
  /** By the id in the network: the address of what was added. */
  readonly added: Map<string, string>;
  /** Names of variables by the address and attribute that they stand for. */
  readonly variables: Map<string, string>;
}

/** A resource name of this type that nothing has, given to the thing of this id once. */
export function newAddress(
  id: string,
  type: string,
  wanted: string,
  { added, input, sources }: Naming,
): string {
  const known = added.get(id);
  if (known !== undefined) return known;
  const standing = namesOnce(input.resources, () => input.resources.map(({ name }) => name));
  const written = namesOnce(sources, () =>
    sources.files.flatMap(({ blocks }) => blocks.map(({ labels }) => labels.join("."))),
  );
  const own = new Set(added.values());
  const isTaken = (address: string) => [own, standing, written].some((names) => names.has(address));
  let address = `${type}.${wanted}`;
  for (let number = 2; isTaken(address); number += 1) address = `${type}.${wanted}_${number}`;
  added.set(id, address);
  return address;
}

const namesOf = new WeakMap<object, ReadonlySet<string>>();

/** Of what does not change while a phase is written. */
function namesOnce(of: object, make: () => readonly string[]): ReadonlySet<string> {
  const names = namesOf.get(of) ?? new Set(make());
  namesOf.set(of, names);
  return names;
}

/** What AWS makes with a VPC, by the ends of the ids that it has in the network, and the argument that names it. */
const besideVpc: Readonly<Record<string, string>> = {
  ".default": "default_security_group_id",
  ".default-acl": "default_network_acl_id",
  ".main": "main_route_table_id",
};

/**
 * An expression for the id of a thing: its own, where the root module can name it; else the id itself, where it is known;
 * else a variable, which the user fills in.
 */
export function expressionFor(id: string, naming: Naming): HclExpression | undefined {
  const { aid, added } = naming;
  if (/^[a-z]+-[0-9a-f]{8,17}$/.test(id)) return text(id);
  const own = added.get(id);
  if (own !== undefined) return traversal(attributeOf(own, "id"));
  const resource = aid.resources.find((one) => one.id === id);
  if (resource !== undefined) return nameOf(resource.name, "id", naming);
  const [, owner = "", end = ""] = /^(.*)(\.[a-z-]+)$/.exec(id) ?? [];
  const vpc = aid.resources.find((one) => one.id === owner);
  const attribute = besideVpc[end];
  return vpc === undefined || attribute === undefined ? undefined : nameOf(vpc.name, attribute, naming);
}

/** A module that makes endpoints of a map puts them out as a map too. */
export function attributeOf(address: string, attribute: string): string {
  const [, module, key] = /^(module\.[\w-]+)\.aws_vpc_endpoint\.this(\[.*\])$/.exec(address) ?? [];
  return `${module === undefined ? address : `${module}.endpoints${key}`}.${attribute}`;
}

function nameOf(address: string, attribute: string, { input, variables }: Naming): HclExpression {
  const { expression, value } = input.nameOf(address, attribute);
  if (expression !== undefined) return traversal(expression);
  if (value !== undefined) return text(value);
  const key = `${address}.${attribute}`;
  const known = variables.get(key) ?? variableName(key, new Set(variables.values()));
  variables.set(key, known);
  return traversal(`var.${known}`);
}

function variableName(key: string, taken: ReadonlySet<string>): string {
  const base = snake(key.replaceAll(/\bmodule\.|\baws_/g, ""));
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}_${number}`;
  return name;
}

export const variableMark = "Known after the first apply: ";

/** The block of a variable says what it stands for, to people and to whoever reads it back. */
export function variableBlock(name: string, key: string): HclItem {
  const items = attributes({ description: text(`${variableMark}${key}`), type: traversal("string") });
  return { kind: "block", type: "variable", labels: [name], items };
}

export interface Located {
  readonly source: HclSource;
  readonly block: HclBlock;
}

/** The address without the key of the instance. */
export const blockAddress = (address: string) => address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]$/, "");

export interface Place {
  /** `module.vpc`, empty for the root. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
}

export function placeOf(address: string): Place {
  const [, module = "", type = "", name = ""] =
    /^(?:(module\..+)\.)?([a-z][\w-]*)\.([A-Za-z_][\w-]*)$/.exec(blockAddress(address)) ?? [];
  return { module, type, name };
}

/** Where the block of a resource is written; undefined where its text is not at hand. */
export function findBlock(address: string, naming: Naming): Located | undefined {
  const { module, type, name } = placeOf(address);
  const directory = directoryOf(module, naming);
  return directory === undefined
    ? undefined
    : findIn(
        directory,
        naming,
        (block) => block.type === "resource" && block.labels.join(".") === `${type}.${name}`,
      );
}

export function findModuleCall(module: string, naming: Naming): Located | undefined {
  const [, parent = "", name = ""] = /^(?:(.+)\.)?module\.([\w-]+)(?:\[.*\])?$/.exec(module) ?? [];
  const directory = directoryOf(parent, naming);
  return directory === undefined
    ? undefined
    : findIn(directory, naming, (block) => block.type === "module" && block.labels[0] === name);
}

function findIn(
  directory: string,
  { sources }: Naming,
  isMeant: (block: HclBlock) => boolean,
): Located | undefined {
  const found = sources.files
    .filter(({ file }) => parentOf(file) === directory)
    .flatMap((source) => source.blocks.filter(isMeant).map((block) => ({ source, block })));
  return found.length === 1 ? found[0] : undefined;
}

/** Of the root, and of modules that lie beside it and are called once: what is changed there changes for one caller. */
function directoryOf(module: string, { sources, input }: Naming): string | undefined {
  if (module === "") return sources.root;
  const called = input.moduleOf(module);
  const isNested = module.split("module.").length > 2;
  return called === undefined || isNested || called.calls > 1 || !isLocal(called.source)
    ? undefined
    : joined(sources.root, called.source);
}

export const isLocal = (source: string) => /^\.{1,2}\//.test(source);

const parentOf = (file: string) => (file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".");

function joined(root: string, source: string): string {
  const parts = root === "." ? [] : root.split("/");
  for (const part of source.split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.length === 0 ? "." : parts.join("/");
}

/** All instances that a block makes. */
export function instancesOf(address: string, resources: readonly InputResource[]): readonly InputResource[] {
  const block = blockAddress(address);
  return resources.filter(({ name }) => blockAddress(name) === block);
}

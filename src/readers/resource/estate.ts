/**
 * All resources of the input at once, with the two questions that mappers ask of them: which others add to this one, and
 * what is the id in this property. A property that leads outside the input makes a symbol, which is told by `outside`.
 */
import type { Facts } from "../../facts/index.ts";
import { formatOrigin, parseId } from "../../model/entity/entity.ts";
import type { ScopeId } from "../../model/entity/entity.ts";
import { known, unknown } from "../../model/known.ts";
import type { Known, Unknown } from "../../model/known.ts";
import type { Resource, Value } from "./property/value.ts";
import { impliedIds, isReference } from "./property/attribute.ts";
import { outsideOf } from "./property/outside.ts";
import type { Noun } from "./property/outside.ts";
import { allKnown, property, toItems, toText } from "./property/property.ts";

export type EstateFacts = Pick<Facts, "actionsOfPolicyTemplate">;

export interface Estate {
  readonly facts: EstateFacts;
  readonly resources: readonly Resource[];
  readonly ofType: (...types: readonly string[]) => readonly Resource[];
  /** The resources of a type whose property names `owner`, alone or in a list. */
  readonly adding: (type: string, name: string, owner: string) => readonly Resource[];
  readonly find: (id: string) => Resource | undefined;
  /** The row that AWS makes beside a VPC, by its implied id; or the resource that took it over. */
  readonly standIn: (implied: string) => string;
  /** Whether all that is in this VPC may be in the input. */
  readonly isWhole: (vpc: string) => boolean;
  /** The id in a property, or why it is not known. */
  readonly id: <Id extends string>(noun: Noun, value: Value) => Known<Id>;
  /** The id, or the symbol that stands for it. `absent` says what a property left out means. */
  readonly symbol: <Id extends string>(noun: Noun, value: Value | undefined, absent: Unknown) => Id;
  /** A symbol for each that is not known; unknown only where the list itself is. */
  readonly symbols: <Id extends string>(noun: Noun, value: Value | undefined) => Known<readonly Id[]>;
  /** All of them, or why one is not known. */
  readonly ids: <Id extends string>(noun: Noun, value: Value | undefined) => Known<readonly Id[]>;
  /** Symbols and ids that lead outside the input, with what would resolve each. */
  readonly outside: Map<string, Unknown>;
  /** The resources that a symbol is one of, where that much is known. */
  readonly oneOf: (symbol: string) => readonly Resource[];
  /** Construct paths that several resources have once the stack's name is left off. */
  readonly sharedPaths: ReadonlySet<string>;
}

export function createEstate(resources: readonly Resource[], facts: EstateFacts): Estate {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const byType = new Map<string, Resource[]>();
  for (const resource of resources) put(byType, resource.type, resource);
  const ofType = (...types: readonly string[]) => types.flatMap((type) => byType.get(type) ?? []);
  const outside = new Map<string, Unknown>();
  const oneOf = new Map<string, readonly Resource[]>();
  const adopted = adoptions(resources);
  const standIn = (implied: string) => adopted.get(implied) ?? implied;
  const isOurs = (id: string) => byId.has(id) || isImplied(id, byId);
  const id = <Id extends string>(noun: Noun, value: Value): Known<Id> => {
    if (isReference(value.content)) return known(value.content.resource.id as Id);
    const text = toText(value);
    if (!text.known) return note(outside, value, text);
    if (text.value === "")
      return unknown(
        `the ${noun} at ${formatOrigin(value.origin)}, which is empty`,
        "give the parameter a value",
      );
    if (!isOurs(text.value)) outside.set(text.value, outsideOf(noun, text.value));
    return known(standIn(text.value) as Id);
  };
  const symbol = <Id extends string>(noun: Noun, value: Value | undefined, absent: Unknown): Id => {
    const found: Known<Id> = value === undefined ? absent : id<Id>(noun, value);
    if (found.known) return found.value;
    const name = value === undefined ? found.fact : symbolIn(value, found);
    outside.set(name, found);
    oneOf.set(name, anyOfIn(value));
    return name as Id;
  };
  const listed = <T>(value: Value | undefined, to: (item: Value) => Known<T>): Known<readonly T[]> => {
    const items = toItems(value);
    return items.known
      ? allKnown(items.value.map(to))
      : value === undefined
        ? items
        : note(outside, value, items);
  };
  return {
    facts,
    resources,
    ofType,
    adding: additions(ofType, standIn),
    find: (name) => byId.get(name),
    standIn,
    isWhole: (vpc) => byId.has(vpc) && byId.get(vpc)?.lookedUp === undefined,
    id,
    symbol,
    symbols: (noun, value) => listed(value, (item) => known(symbol(noun, item, missingItem))),
    ids: (noun, value) => listed(value, (item) => id(noun, item)),
    outside,
    oneOf: (name) => oneOf.get(name) ?? [],
    sharedPaths: sharedPaths(resources),
  };
}

function anyOfIn(value: Value | undefined): readonly Resource[] {
  const content = value?.content;
  const isUnresolved = typeof content === "object" && content?.kind === "unresolved";
  return isUnresolved ? (content.anyOf ?? []) : [];
}

const missingItem = unknown("an item of a list", "correct the list");

function note(outside: Map<string, Unknown>, value: Value, missing: Unknown): Unknown {
  outside.set(symbolIn(value, missing), missing);
  return missing;
}

/** Two properties that will get one value have one symbol: the name of a parameter or of an import. */
function symbolIn({ content }: Value, missing: Unknown): string {
  const isUnresolved = typeof content === "object" && content !== null && content.kind === "unresolved";
  return (isUnresolved ? content.symbol : undefined) ?? missing.fact;
}

function isImplied(id: string, byId: ReadonlyMap<string, Resource>): boolean {
  const owner = byId.get(id.slice(0, id.lastIndexOf(".")));
  return owner !== undefined && Object.values(impliedIds).some((of) => of(owner.id) === id);
}

const adoptable: Readonly<Record<string, (vpc: string) => string>> = {
  "AWS::EC2::RouteTable": impliedIds.mainRouteTable,
  "AWS::EC2::NetworkAcl": impliedIds.defaultNetworkAcl,
  "AWS::EC2::SecurityGroup": impliedIds.defaultSecurityGroup,
};

/** Resources that take over what AWS made with a VPC, by the id that this has else: Terraform's `aws_default_…`. */
function adoptions(resources: readonly Resource[]): ReadonlyMap<string, string> {
  const adopted = new Map<string, string>();
  for (const resource of resources) {
    const implied = adoptable[resource.type];
    if (implied === undefined || property(resource, "Adopts") === undefined) continue;
    const vpc = property(resource, "VpcId");
    if (vpc !== undefined && isReference(vpc.content))
      adopted.set(implied(vpc.content.resource.id), resource.id);
  }
  return adopted;
}

function additions(ofType: Estate["ofType"], standIn: Estate["standIn"]): Estate["adding"] {
  const indexes = new Map<string, ReadonlyMap<string, readonly Resource[]>>();
  return (type, name, owner) => {
    const key = `${type}.${name}`;
    const index = indexes.get(key) ?? indexBy(ofType(type), name, standIn);
    indexes.set(key, index);
    return index.get(owner) ?? [];
  };
}

function indexBy(
  resources: readonly Resource[],
  name: string,
  standIn: Estate["standIn"],
): ReadonlyMap<string, readonly Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const resource of resources) {
    const items = toItems(property(resource, name));
    for (const { content } of items.known ? items.value : []) {
      const owner = isReference(content) ? content.resource.id : content;
      if (typeof owner === "string") put(index, standIn(owner), resource);
    }
  }
  return index;
}

function put<Key, Item>(index: Map<Key, Item[]>, key: Key, item: Item): void {
  const group = index.get(key);
  if (group === undefined) index.set(key, [item]);
  else group.push(item);
}

export function scopeOf({ stack }: Resource): ScopeId {
  return parseId<ScopeId>(stack.name);
}

/** The construct path without the name of its stack and without CDK's `/Resource` at its end. */
export function shortPath(path: string): string {
  return path
    .replace(/\/Resource$/, "")
    .split("/")
    .slice(1)
    .join("/");
}

function sharedPaths(resources: readonly Resource[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { path } of resources) {
    if (path === undefined) continue;
    const short = shortPath(path);
    if (seen.has(short)) shared.add(short);
    seen.add(short);
  }
  return shared;
}

/**
 * What an expression may come to, by the references in it: through variables, outputs and `for_each`, to instances.
 *
 * A plan lists what an expression refers to and not what it makes of that. `element(aws_subnet.a[*].id, count.index)` and
 * `aws_subnet.a[*].id` list the same, and locals are listed by name alone, so that candidates may be more than are meant:
 * choose.ts decides among them, or says that it cannot.
 */
import { referencesIn } from "../configuration/configuration.ts";
import { wholeTraversals } from "../configuration/traversal.ts";
import type { Traversal } from "../configuration/traversal.ts";
import { fieldOf, isRow } from "../document/json.ts";
import type { Instance } from "../document/instance.ts";
import { merge, none, ofSameKey, pick } from "./candidate-set.ts";
import type { Candidates } from "./candidate-set.ts";
import type { Noun } from "./noun.ts";
import { nowhere, placeOf, placeOfCall } from "./place.ts";
import type { Place } from "./place.ts";
import { blockKey, typeKey } from "./world.ts";
import type { Hit, World } from "./world.ts";

interface Search {
  readonly world: World;
  readonly noun: Noun;
  /** What is being looked through already: a file may lead in a circle, and Terraform's never does. */
  readonly trail: ReadonlySet<string>;
}

export function candidatesOf(world: World, noun: Noun, expression: unknown, place: Place): Candidates {
  return inExpression(expression, place, { world, noun, trail: new Set() });
}

function inExpression(expression: unknown, place: Place, search: Search): Candidates {
  const found = wholeTraversals(referencesIn(expression)).map((one) => inTraversal(one, place, search));
  return merge([{ ...none, ids: constantIds(expression, search.noun) }, ...found]);
}

function constantIds(expression: unknown, noun: Noun): readonly string[] {
  return isRow(expression) ? idsIn(expression["constant_value"], noun) : [];
}

function idsIn(value: unknown, { isId }: Noun): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === "string").filter((text) => isId.test(text));
}

type Look = (traversal: Traversal, place: Place, search: Search) => Candidates;

const looks: Readonly<Record<string, Look>> = {
  var: inVariable,
  local: inLocal,
  module: inOutput,
  each: inEach,
  count: (_, { index }) => ({ ...none, index }),
  path: () => none,
  terraform: () => none,
  self: () => none,
};

function inTraversal(traversal: Traversal, place: Place, search: Search): Candidates {
  const step = `${place.document.file}|${place.module}|${traversal.text}`;
  if (search.trail.has(step) || search.trail.size > 60) return none;
  const next = { ...search, trail: new Set([...search.trail, step]) };
  const first = String(traversal.steps[0]?.value ?? "");
  return (
    (Object.hasOwn(looks, first) ? looks[first] : undefined)?.(traversal, place, next) ??
    inBlock(traversal, place, next)
  );
}

/** What a module is given, where it is called; of the root, what the plan was given. */
function inVariable({ steps }: Traversal, place: Place, search: Search): Candidates {
  const name = String(steps[1]?.value ?? "");
  if (place.module === "")
    return { ...none, ids: idsIn(fieldOf(fieldOf(place.document.variables, name), "value"), search.noun) };
  const outer = placeOfCall(search.world, place);
  const given = fieldOf(fieldOf(outer.call, "expressions"), name);
  const all = inExpression(given, outer, search);
  return pick(ofSameKey(search.world, all) ?? all, steps.slice(2));
}

function inOutput({ steps }: Traversal, place: Place, search: Search): Candidates {
  const { world } = search;
  const call = String(steps[1]?.value ?? "");
  const key = steps[2]?.kind === "key" ? steps[2].value : undefined;
  const at = key === undefined ? 2 : 3;
  const output = steps[at];
  const modules = world
    .modulesOf(place.document, place.module, call)
    .filter((module) => key === undefined || world.placeOf(module).key === key);
  const found = modules.map((module) => {
    const { path } = world.placeOf(module);
    const { configuration } = place.document;
    const outputs = fieldOf(fieldOf(configuration?.call(path), "module"), "outputs");
    const expression = output === undefined ? outputs : configuration?.output(path, String(output.value));
    return inExpression(expression, { ...place, module, forEach: undefined, index: nowhere }, search);
  });
  // `module.a[each.key].b` is listed without its output: it may be any of them.
  return { ...pick(merge(found), steps.slice(at + 1)), ...(output === undefined ? { isWide: true } : {}) };
}

/** What stands behind `each.value` stands behind each item of what `for_each` goes through. */
function inEach({ steps }: Traversal, place: Place, search: Search): Candidates {
  const { forEach, index } = place;
  if (steps[1]?.value !== "value") return { ...none, index };
  const outer = { ...place, forEach: undefined };
  const found = wholeTraversals(referencesIn(forEach)).map(({ text, steps: own }) => {
    const rest = steps.slice(2);
    const longer = `${text}${rest.map(({ value }) => `.${value}`).join("")}`;
    return inTraversal({ text: longer, steps: [...own, ...rest] }, outer, search);
  });
  const all = merge([{ ...none, ids: constantIds(forEach, search.noun) }, ...found]);
  const own = { ...all, index };
  // Where keys do not tell which of them it is, it is some of them.
  return (
    ofSameKey(search.world, own) ?? { ...all, index: undefined, isWide: all.isWide || all.hits.length > 1 }
  );
}

/** All that a local of the module can see. */
function inLocal({ text }: Traversal, place: Place, search: Search): Candidates {
  const { world, noun } = search;
  const { path } = world.placeOf(place.module);
  const { configuration } = place.document;
  const own = noun.sources
    .filter(({ made }) => made === undefined)
    .flatMap(({ type }) => world.ofType(type))
    .filter((one) => one.document === place.document && one.module === place.module)
    .filter((one) => fieldOf(one.unknown, "id") === true)
    .map((instance): Hit => ({ instance, made: undefined }));
  const outer = placeOfCall(world, place);
  const given = place.module === "" ? none : inExpression(fieldOf(outer.call, "expressions"), outer, search);
  const inner = (configuration?.calls(path) ?? []).flatMap((name) =>
    world.modulesOf(place.document, place.module, name).map((module) => {
      const outputs = fieldOf(fieldOf(configuration?.call([...path, name]), "module"), "outputs");
      return inExpression(outputs, { ...place, module, forEach: undefined, index: nowhere }, search);
    }),
  );
  const seen = merge([{ ...none, hits: own }, given, ...inner]);
  // What the same call makes beside this module, no input of this module is made of.
  const hits = seen.hits.filter(({ instance }) => !isTwin(world, place.module, instance.module));
  const { ids } = seen;
  // Things of other nouns pass through the same variables, so that what is opaque there is no news of this one.
  return { ...none, hits, ids, isWide: true, blank: hits.length + ids.length === 0 ? [text] : [] };
}

function isTwin(world: World, own: string, other: string): boolean {
  for (let at = other; at !== ""; at = world.placeOf(at).parent) {
    if (at !== own && own !== "" && world.placeOf(at).path.join(".") === world.placeOf(own).path.join("."))
      return true;
  }
  return false;
}

function inBlock(traversal: Traversal, place: Place, search: Search): Candidates {
  const { steps, text } = traversal;
  const isData = steps[0]?.value === "data";
  const [type = "", name = ""] = steps.slice(isData ? 1 : 0).map(({ value }) => String(value));
  const rest = steps.slice(isData ? 3 : 2);
  const key = rest[0]?.kind === "key" ? rest[0].value : undefined;
  const block = blockKey({ mode: isData ? "data" : "managed", type, name });
  const all = search.world.ofBlock(place.document, place.module, block);
  const meant = key === undefined ? all : all.filter((one) => one.key === key);
  const attributes = rest.filter(({ kind }) => kind === "name").map(({ value }) => String(value));
  const isReadLater = isData && meant.every((one) => fieldOf(one.unknown, "id") === true);
  const found = isReadLater ? standingFor(type, name, place, search) : undefined;
  if (found !== undefined) return found;
  if (isData && meant.length === 0)
    return { ...none, opaque: [`${text}, which is read while it is applied`] };
  return merge(meant.map((instance) => inInstance(instance, attributes, text, search)));
}

/** Data sources that look up what AWS makes with another resource: of which they find that one, their arguments tell. */
const lookups: Readonly<Record<string, { readonly argument: string; readonly type: string }>> = {
  aws_ec2_transit_gateway_vpn_attachment: { argument: "vpn_connection_id", type: "aws_vpn_connection" },
};

function standingFor(type: string, name: string, place: Place, search: Search): Candidates | undefined {
  const lookup = Object.hasOwn(lookups, type) ? lookups[type] : undefined;
  const { path } = search.world.placeOf(place.module);
  const block = place.document.configuration?.resource(path, { mode: "data", type, name });
  const isSought = search.noun.sources.some((source) => source.type === lookup?.type);
  if (lookup === undefined || block === undefined || !isSought) return undefined;
  const noun = { ...search.noun, sources: [{ type: lookup.type, by: ["id"] }] };
  const found = inExpression(fieldOf(fieldOf(block, "expressions"), lookup.argument), place, {
    ...search,
    noun,
  });
  return found.hits.length === 0 ? undefined : found;
}

/** The instance itself, where it is of a type that is looked for and the attribute a name of it; else what the attribute is. */
function inInstance(
  instance: Instance,
  attributes: readonly string[],
  text: string,
  search: Search,
): Candidates {
  const sources = search.noun.sources.filter(({ type }) => type === typeKey(instance));
  const attribute = attributes.join(".");
  const source = attribute === "" ? sources[0] : sources.find(({ by }) => by.includes(attribute));
  if (source !== undefined) return { ...none, hits: [{ instance, made: source.made }] };
  const [first = ""] = attributes;
  const value = fieldOf(instance.values, first);
  const mask = fieldOf(instance.unknown, first);
  if (value !== undefined && value !== null && mask !== true) {
    const ids = idsIn(value, search.noun);
    return merge(ids.map((id) => inId(id, search)));
  }
  const { configuration } = instance.document;
  const block = configuration?.resource(search.world.placeOf(instance.module).path, instance);
  const expression = fieldOf(fieldOf(block, "expressions"), first);
  // Its own id is that of another kind of thing, and what AWS gives it may be anything.
  if (expression === undefined)
    return ["", "id", "arn"].includes(attribute) ? { ...none, blank: [text] } : { ...none, opaque: [text] };
  const inner = inExpression(expression, placeOf(search.world, instance, block), search);
  const own = inner.index === undefined ? [] : inner.hits.filter((hit) => hit.instance.key === instance.key);
  if (own.length !== 1) return { ...inner, index: undefined };
  return { ...inner, hits: own, index: undefined, isPaired: inner.isPaired || inner.hits.length > 1 };
}

function inId(id: string, { world, noun }: Search): Candidates {
  const hit = world.named(noun, id);
  return hit === undefined ? { ...none, ids: [id] } : { ...none, hits: [hit] };
}

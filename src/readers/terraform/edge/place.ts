/** Where an expression stands, and what `each` and `count` are there. */
import type { Document, Instance } from "../document/instance.ts";
import { fieldOf } from "../document/json.ts";
import type { Index } from "./candidate-set.ts";
import { blockKey } from "./world.ts";
import type { World } from "./world.ts";

export interface Place {
  readonly document: Document;
  readonly module: string;
  /** The expression that `each` is of. */
  readonly forEach: unknown;
  readonly index: Index;
}

/** Of the expressions of `instance`, which `block` makes. */
export function placeOf(world: World, instance: Instance, block: unknown): Place {
  const { document, module, key } = instance;
  const all = world.keysOf(document, module, blockKey(instance));
  return { document, module, forEach: fieldOf(block, "for_each_expression"), index: { own: key, all } };
}

/** Of the expressions that `module` is called with. */
export function placeOfCall(world: World, { document, module }: Place): Place & { readonly call: unknown } {
  const { path, parent, key } = world.placeOf(module);
  const call = document.configuration?.call(path);
  const all = world.modulesOf(document, parent, path.at(-1) ?? "").map((one) => world.placeOf(one).key);
  const forEach = fieldOf(call, "for_each_expression");
  return { document, module: parent, forEach, index: { own: key, all }, call };
}

export const nowhere: Index = { own: undefined, all: [] };

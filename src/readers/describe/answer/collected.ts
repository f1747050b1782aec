/** The answers of one account and Region, as rows by name: what the parsers of entities read from. */
import type { Origin } from "../../../model/entity/entity.ts";
import type { Unknown } from "../../../model/known.ts";
import type { Scope, Unused } from "../../../model/network.ts";
import type { Fields } from "./fields.ts";
import { isFields, Rejected } from "./fields.ts";
import type { Batch, DescribeMemory } from "./memory.ts";

export interface Row {
  readonly fields: Fields;
  readonly origin: Origin;
  /** As `Unused` names it: `describe-subnets.json#Subnets[3]`. */
  readonly path: string;
  /** There is another page after the answer that the row is of. */
  readonly truncated: boolean;
}

/** Collected rows by name, with what was found wrong with them. Lives while one input is read. */
export interface Shelf {
  readonly batches: Map<string, Batch[]>;
  /** Names of which some row could not be read, with the first reason. */
  readonly broken: Map<string, string>;
  readonly unused: Unused[];
}

export interface Collected {
  readonly scope: Scope;
  /** What was collected of the account, whatever Region it was asked in. */
  readonly account: Shelf;
  readonly own: Shelf;
  readonly isGlobal: (name: string) => boolean;
  /** Symbols put where a reference leaves the input. */
  readonly unresolved: Map<string, Unknown>;
  /** Roles that workloads name, in the order in which they were met. */
  readonly namedRoles: Set<string>;
  /** Of an earlier reading; undefined where nobody will read again. */
  readonly memory: DescribeMemory | undefined;
  /** The names that are asked for whatever is being made, from the outside in. */
  readonly asking: Set<string>[];
}

export function createShelf(): Shelf {
  return { batches: new Map(), broken: new Map(), unused: [] };
}

function shelfOf(collected: Collected, name: string): Shelf {
  collected.asking.at(-1)?.add(name);
  return collected.isGlobal(name) ? collected.account : collected.own;
}

export function batchesOf(collected: Collected, name: string): readonly Batch[] {
  return shelfOf(collected, name).batches.get(name) ?? [];
}

/** Every row of `name` that `parse` accepts; the others are noted as unused, and leave a gap if they should be there. */
export function parseRows<T>(collected: Collected, name: string, parse: (row: Row) => T): readonly T[] {
  const shelf = shelfOf(collected, name);
  return (shelf.batches.get(name) ?? []).flatMap(({ file, call, path, isList, items, truncated }) => {
    const origin: Origin = { file, call: `aws ${call}` };
    return items.flatMap((item, index) => {
      const rowPath = () => (isList ? `${path}[${index}]` : path);
      try {
        if (!isFields(item)) throw new Rejected("it is no object");
        return [parse(new LazyRow(item, { origin, truncated }, rowPath))];
      } catch (error) {
        noteRejected(shelf, name, rowPath(), error);
        return [];
      }
    });
  });
}

/** The path of a row is needed for the few that are refused, and would be built for all. */
class LazyRow implements Row {
  readonly fields: Fields;
  readonly origin: Origin;
  readonly truncated: boolean;
  readonly #pathOf: () => string;

  constructor(fields: Fields, answer: Pick<Row, "origin" | "truncated">, pathOf: () => string) {
    this.fields = fields;
    this.origin = answer.origin;
    this.truncated = answer.truncated;
    this.#pathOf = pathOf;
  }

  get path(): string {
    return this.#pathOf();
  }
}

/** A part of the input that is not used although its key is; `leavesGap` when the collection now lacks something. */
export function noteRejected(shelf: Shelf, name: string, path: string, error: unknown): void {
  if (!(error instanceof Rejected)) throw error;
  shelf.unused.push({ path, reason: error.message });
  if (error.leavesGap && !shelf.broken.has(name)) shelf.broken.set(name, `${path}: ${error.message}`);
}

/** Whether somebody made the call at all. */
export function isCollected(collected: Collected, name: string): boolean {
  return (shelfOf(collected, name).batches.get(name)?.length ?? 0) > 0;
}

/** Whether the call was made, its last page is there, and every row of it could be read (once it has been). */
export function isWhole(collected: Collected, name: string): boolean {
  const shelf = shelfOf(collected, name);
  return (shelf.batches.get(name)?.some(({ truncated }) => !truncated) ?? false) && !shelf.broken.has(name);
}

/** Whether some row of the name could not be read. */
export function isBroken(collected: Collected, name: string): boolean {
  return shelfOf(collected, name).broken.has(name);
}

/** Makes something of a scope's rows once, however many parsers ask for it. */
export function oncePerScope<T>(make: (collected: Collected) => T): (collected: Collected) => T {
  const made = new WeakMap<Collected, { readonly value: T; readonly asked: ReadonlySet<string> }>();
  return (collected) => {
    const ready = made.get(collected) ?? makeNoting(collected, make);
    made.set(collected, ready);
    const { value, asked } = ready;
    const outer = collected.asking.at(-1);
    for (const name of asked) outer?.add(name);
    return value;
  };
}

function makeNoting<T>(collected: Collected, make: (collected: Collected) => T) {
  const asked = new Set<string>();
  collected.asking.push(asked);
  const value = make(collected);
  collected.asking.pop();
  return { value, asked };
}
